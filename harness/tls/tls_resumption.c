#include "tls_resumption.h"

#include <string.h>

#include "fatal.h"
#include "tls_recorder.h"

static int on_ticket_made(SSL *ssl, void *unused)
{
	const struct tls_judgement *judgement = tls_recorder_of(ssl)->judgement;
	struct tls_judgement recalled;

	(void)unused;
	/* a ticket that is renewed says what the first one said */
	if (!tls_resumption_recall(&recalled, ssl))
		recalled = *judgement;
	return SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), &recalled, sizeof(recalled));
}

static SSL_TICKET_RETURN on_ticket_shown(SSL *ssl, SSL_SESSION *session,
	const unsigned char *key_name, size_t key_name_len, SSL_TICKET_STATUS status, void *unused)
{
	(void)ssl;
	(void)session;
	(void)key_name;
	(void)key_name_len;
	(void)unused;
	switch (status) {
	case SSL_TICKET_SUCCESS:
		return SSL_TICKET_RETURN_USE;
	case SSL_TICKET_SUCCESS_RENEW:
		return SSL_TICKET_RETURN_USE_RENEW;
	default:
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	}
}

void tls_resumption_allow(SSL_CTX *ctx)
{
	SSL_CTX_clear_options(ctx, SSL_OP_NO_TICKET);
	if (!SSL_CTX_set_num_tickets(ctx, 1) ||
		!SSL_CTX_set_session_ticket_cb(ctx, on_ticket_made, on_ticket_shown, NULL))
		FATAL("libssl refuses session tickets");
}

bool tls_resumption_recall(struct tls_judgement *out, SSL *ssl)
{
	void *data = NULL;
	size_t len = 0;

	if (!SSL_session_reused(ssl) ||
		!SSL_SESSION_get0_ticket_appdata(SSL_get_session(ssl), &data, &len) || len != sizeof(*out))
		return false;
	memcpy(out, data, len);
	return true;
}
