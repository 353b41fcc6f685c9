#include "tls_resumption.h"

#include <string.h>

#include "fatal.h"
#include "tls_recorder.h"

enum {
	NAME_MAX_LEN = 255, /* RFC 1035 section 2.3.4; a longer one is nobody's */
	EARLY_DATA_MAX = 16 * 1024,
};

/* What a ticket carries. */
struct ticket {
	struct tls_judgement judgement;
	char name[NAME_MAX_LEN + 1]; /* that the client asked for; "": none */
	uint64_t number;
};

static const char *name_asked(SSL *ssl)
{
	const char *name = tls_recorder_of(ssl)->facts->server_name;

	return name && strlen(name) <= NAME_MAX_LEN ? name : "";
}

static bool read_ticket(struct ticket *out, SSL_SESSION *session)
{
	void *data = NULL;
	size_t len = 0;

	if (!SSL_SESSION_get0_ticket_appdata(session, &data, &len) || len != sizeof(*out))
		return false;
	memcpy(out, data, len);
	return true;
}

static int on_ticket_made(SSL *ssl, void *unused)
{
	struct tls_judge *judge = tls_judge_of(ssl);
	struct ticket ticket = {
		.judgement = *tls_recorder_of(ssl)->judgement, .number = judge->tickets_made++};
	const char *name = name_asked(ssl);

	(void)unused;
	/* a ticket that is made of another says what the first one said */
	if (tls_resumption_recall(&ticket.judgement, ssl))
		ticket.judgement.visits++;
	judge->tickets_seen[ticket.number % JUDGE_TICKETS_MAX] = false;
	memcpy(ticket.name, name, strlen(name) + 1);
	return SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), &ticket, sizeof(ticket));
}

/* RFC 6066 section 3: not under another name than the one of the first visit. */
static bool is_its_name(
	const struct tls_judge *judge, const struct ticket *ticket, const char *asked)
{
	const bool *defects = judge->defects;

	/* which hosts share the keys of their tickets, is then for virtual_hosts.c */
	return strcmp(ticket->name, asked) == 0 || (!*asked && defects[DEFECT_RESUME_NAMELESS]) ||
		defects[DEFECT_SESSION_ACROSS_HOSTS] || defects[DEFECT_SESSION_ACROSS_CAS];
}

/* RFC 5246 appendix F.1.4: nobody comes back with what was good and has expired since. */
static bool has_expired(
	const struct tls_judge *judge, const struct ticket *ticket, SSL_SESSION *session)
{
	const X509 *peer = SSL_SESSION_get0_peer(session);

	return peer && ticket->judgement.verified && auth_mode_verifies(judge->mode) &&
		X509_cmp_current_time(X509_get0_notAfter(peer)) < 0;
}

static SSL_TICKET_RETURN on_ticket_shown(SSL *ssl, SSL_SESSION *session,
	const unsigned char *key_name, size_t key_name_len, SSL_TICKET_STATUS status, void *unused)
{
	struct tls_judge *judge = tls_judge_of(ssl);
	struct ticket ticket;
	bool *seen;

	(void)key_name;
	(void)key_name_len;
	(void)unused;
	if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW)
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	if (!read_ticket(&ticket, session) || !is_its_name(judge, &ticket, name_asked(ssl)) ||
		has_expired(judge, &ticket, session))
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	seen = &judge->tickets_seen[ticket.number % JUDGE_TICKETS_MAX];
	if (*seen && judge->defects[DEFECT_TICKET_TWICE_FATAL])
		return SSL_TICKET_RETURN_ABORT;
	*seen = true;
	return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
}

void tls_resumption_allow(SSL_CTX *ctx)
{
	SSL_CTX_clear_options(ctx, SSL_OP_NO_TICKET);
	if (!SSL_CTX_set_num_tickets(ctx, 1) ||
		!SSL_CTX_set_session_ticket_cb(ctx, on_ticket_made, on_ticket_shown, NULL))
		FATAL("libssl refuses session tickets");
}

void tls_resumption_allow_early_data(SSL_CTX *ctx)
{
	/* libssl knows a session that was used by its no longer being there */
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_SERVER);
	if (!SSL_CTX_set_max_early_data(ctx, EARLY_DATA_MAX) ||
		!SSL_CTX_set_recv_max_early_data(ctx, EARLY_DATA_MAX))
		FATAL("libssl refuses early data");
}

enum { TICKET_KEYS_MAX = 256 };

void tls_resumption_fix_keys(SSL_CTX *ctx)
{
	static unsigned char keys[TICKET_KEYS_MAX];
	long len = SSL_CTX_get_tlsext_ticket_keys(ctx, NULL, 0);

	if (len <= 0 || len > TICKET_KEYS_MAX || !SSL_CTX_set_tlsext_ticket_keys(ctx, keys, len))
		FATAL("libssl refuses ticket keys");
}

void tls_resumption_take_keys(SSL_CTX *ctx, SSL_CTX *from)
{
	unsigned char keys[TICKET_KEYS_MAX];
	long len = SSL_CTX_get_tlsext_ticket_keys(from, NULL, 0);

	if (len <= 0 || len > TICKET_KEYS_MAX || !SSL_CTX_get_tlsext_ticket_keys(from, keys, len) ||
		!SSL_CTX_set_tlsext_ticket_keys(ctx, keys, len))
		FATAL("libssl refuses ticket keys");
}

bool tls_resumption_recall(struct tls_judgement *out, SSL *ssl)
{
	struct ticket ticket;

	if (!SSL_session_reused(ssl) || !read_ticket(&ticket, SSL_get_session(ssl)))
		return false;
	*out = ticket.judgement;
	return true;
}
