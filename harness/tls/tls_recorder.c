#include "tls_recorder.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "asked_keys.h"
#include "ca_names.h"
#include "client_offer.h"
#include "clock.h"
#include "fatal.h"
#include "foreign_wire.h"
#include "text.h"
#include "tls_server.h"
#include "unsent.h"
#include "unsolicited.h"

enum {
	ALERT_LEVEL_FATAL = 2,
	ALERT_USER_CANCELED = 90,
	ALERT_NO_RENEGOTIATION = 100,
	WHAT_SIZE = 96,
	KEY_LOG_MAX = 8192,
};

static int ssl_index(void)
{
	static int index = -1;

	if (index < 0)
		index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	return index;
}

static int context_index(void)
{
	static int index = -1;

	if (index < 0)
		index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	return index;
}

struct tls_recorder *tls_recorder_of(const SSL *ssl)
{
	struct tls_recorder *recorder = SSL_get_ex_data(ssl, ssl_index());

	return recorder ? recorder : SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), context_index());
}

void tls_recorder_note(
	struct tls_recorder *recorder, enum party sender, const char *what, size_t bytes)
{
	observation_note(
		recorder->facts, recorder->arena, clock_now_us() - recorder->start_us, sender, what, bytes);
}

void tls_recorder_trouble(struct tls_recorder *recorder, const char *why)
{
	if (!recorder->facts->trouble)
		recorder->facts->trouble = arena_strdup(recorder->arena, why);
}

/*
 * RFC 8446 section 6: in TLS 1.3 the level byte says nothing; all but two alerts are fatal. What
 * comes before ServerHello is in no version yet, and libssl goes on after a warning there.
 */
static bool is_fatal(const struct observation *facts, uint8_t level, uint8_t description)
{
	if (level == ALERT_LEVEL_FATAL)
		return true;
	return facts->negotiated == TLS_1_3 && description != TLS_ALERT_CLOSE_NOTIFY &&
		description != ALERT_USER_CANCELED;
}

/* Our own server's refusal, before there was anything of the client's to refuse. */
static void tell_offer(struct tls_recorder *recorder, SSL *ssl)
{
	struct observation *facts = recorder->facts;

	if (!recorder->serving || !recorder->hello_came || facts->peer_presented != PRESENTED_NONE ||
		facts->alert_from != PARTY_SERVER)
		return;
	/* a Hello of that time names only its highest version, and its suites say the rest */
	facts->version_out_of_reach = recorder->serving->version < TLS_1_2 &&
		(facts->version_not_offered || !client_offer_goes_below_tls12(&recorder->hello, ssl));
	facts->client_offers = client_offer_text(&recorder->hello, ssl, recorder->arena);
	if (recorder->no_twin)
		facts->client_offers =
			arena_printf(recorder->arena, "%s; %s", facts->client_offers, recorder->no_twin);
}

void tls_recorder_alert(
	struct tls_recorder *recorder, enum party sender, const uint8_t *data, size_t len)
{
	struct observation *facts = recorder->facts;
	char what[WHAT_SIZE];
	bool fatal;

	if (len != 2)
		return;
	fatal = is_fatal(facts, data[0], data[1]);
	snprintf(
		what, sizeof(what), "alert %s %s", fatal ? "fatal" : "warning", tls_alert_name(data[1]));
	tls_recorder_note(recorder, sender, what, len);
	if (sender != recorder->self && data[1] == ALERT_NO_RENEGOTIATION &&
		facts->renegotiation == RENEGOTIATION_BEGUN) {
		facts->renegotiation = RENEGOTIATION_REFUSED;
		fatal = true; /* to what was begun, and libssl goes no further */
	}
	if (fatal && facts->alert == TLS_ALERT_NONE) {
		facts->alert = data[1];
		facts->alert_from = sender;
	}
}

/* Number `index` of both. */
static bool is_same(
	const struct certificate_message *message, const struct credential *credential, size_t index)
{
	return message->der[index].len == credential->der[index].len &&
		memcmp(message->der[index].data, credential->der[index].data, message->der[index].len) == 0;
}

static bool is_as_meant(
	const struct certificate_message *message, const struct credential *credential)
{
	if (!credential || message->count != credential->chain_len)
		return false;
	for (size_t i = 0; i < message->count; i++) {
		if (!is_same(message, credential, i))
			return false;
	}
	return true;
}

static enum peer_presented compare_presented(
	const struct certificate_message *message, const struct credential *configured)
{
	if (is_as_meant(message, configured))
		return PRESENTED_CONFIGURED;
	if (!configured || message->count != 1 || configured->chain_len < 2)
		return PRESENTED_OTHER;
	return is_same(message, configured, 0) ? PRESENTED_LEAF_ALONE : PRESENTED_OTHER;
}

/* Our own server's Certificate message, and what the client showed it. */
static void on_certificate_while_serving(
	struct tls_recorder *recorder, enum party sender, const struct certificate_message *message)
{
	struct observation *facts = recorder->facts;
	const struct tls_server_options *serving = recorder->serving;

	if (sender == PARTY_SERVER) {
		facts->served = is_as_meant(message, recorder->presented) ? SENT_AS_MEANT : SENT_OTHER;
		facts->chain_not_offered =
			client_offer_lacks(&recorder->hello, recorder->presented, recorder->arena);
		if (facts->served == SENT_OTHER)
			tls_recorder_trouble(recorder, "libssl sent another certificate than it was given");
	} else if (message->count == 0) {
		facts->peer_presented = PRESENTED_EMPTY;
	} else {
		facts->peer_presented = compare_presented(message, serving->expected_client);
	}
}

/* What the server asks for is worth telling only where it changed what went out, or might have. */
static void tell_asked(struct tls_recorder *recorder, enum tls_version version)
{
	struct observation *facts = recorder->facts;

	facts->signature_schemes = asked_schemes(
		&facts->signature_scheme_count, recorder->asked.signature_algorithms, recorder->arena);
	if (recorder->options.key_in_question)
		facts->keys_asked = asked_kinds(&recorder->asked, version, recorder->arena);
}

static void on_our_certificate(struct tls_recorder *recorder, enum tls_version version,
	const struct certificate_message *message)
{
	struct observation *facts = recorder->facts;
	const struct credential *presented =
		recorder->self == PARTY_CLIENT ? recorder->presented : NULL;
	bool is_empty = message->count == 0;

	if (is_empty)
		facts->sent = SENT_EMPTY;
	else
		facts->sent = is_as_meant(message, presented) ? SENT_AS_MEANT : SENT_OTHER;
	if (!presented || !recorder->was_asked)
		return;
	if (is_empty)
		facts->unsent = unsent_explain(
			&recorder->asked, presented, version, recorder->no_twin, recorder->arena);
	if (is_empty || facts->twin || recorder->options.key_in_question)
		tell_asked(recorder, version);
}

static void on_certificate(struct tls_recorder *recorder, const SSL *ssl, enum party sender,
	const struct handshake *message, char what[WHAT_SIZE])
{
	struct certificate_message certificates;
	struct observation *facts = recorder->facts;
	enum tls_version version = tls_version_from_wire((uint16_t)SSL_version(ssl));

	if (!handshake_certificate(&certificates, message, version)) {
		snprintf(what, WHAT_SIZE, "Certificate (malformed)");
		if (sender == PARTY_CLIENT)
			facts->sent = SENT_OTHER;
		if (sender == PARTY_CLIENT && recorder->serving)
			facts->peer_presented = PRESENTED_OTHER;
		return;
	}
	if (certificates.count == 0)
		snprintf(what, WHAT_SIZE, "Certificate (empty)");
	else
		snprintf(what, WHAT_SIZE, "Certificate (%zu certificate%s)", certificates.count,
			certificates.count == 1 ? "" : "s");
	if (recorder->serving)
		on_certificate_while_serving(recorder, sender, &certificates);
	if (sender != PARTY_CLIENT)
		return;
	on_our_certificate(recorder, version, &certificates);
}

static struct der keep(struct der list, struct arena *arena)
{
	return (struct der){list.len ? arena_memdup(arena, list.data, list.len) : NULL, list.len};
}

/* Between colons. */
static size_t count_words(const char *list)
{
	size_t count = 1;

	while ((list = strchr(list, ':'))) {
		list++;
		count++;
	}
	return count;
}

/* Also after the handshake (RFC 8446 section 4.6.2), or in the second one of TLS 1.2: what was sent
 * is what was sent last. */
static void on_certificate_request(struct tls_recorder *recorder, const SSL *ssl,
	const struct handshake *message, char what[WHAT_SIZE])
{
	enum tls_version version = tls_version_from_wire((uint16_t)SSL_version(ssl));
	struct certificate_request *asked = &recorder->asked;
	struct observation *facts = recorder->facts;

	if (facts->handshake_done)
		snprintf(what, WHAT_SIZE, "CertificateRequest (after the handshake)");
	facts->asked_late = facts->handshake_done;
	facts->certificate_requested = true;
	facts->sent = SENT_NOT_YET;
	recorder->was_asked = handshake_certificate_request(asked, message, version);
	if (!recorder->was_asked)
		return;
	facts->ca_names = asked->ca_names;
	if (!recorder->serving)
		facts->first_ca_names =
			ca_names_read(&facts->first_ca_name_count, asked->authorities, recorder->arena);
	asked->signature_algorithms = keep(asked->signature_algorithms, recorder->arena);
	asked->certificate_algorithms = keep(asked->certificate_algorithms, recorder->arena);
	if (recorder->options.tell_asked || (recorder->serving && recorder->serving->schemes))
		tell_asked(recorder, version);
	if (recorder->serving && recorder->serving->schemes && version >= TLS_1_2 &&
		facts->signature_scheme_count != count_words(recorder->serving->schemes))
		tls_recorder_trouble(recorder, "libssl asks for other signatures than those meant");
}

static void keep_hello(struct tls_recorder *recorder, const struct client_hello *hello)
{
	struct arena *arena = recorder->arena;

	recorder->hello = *hello;
	recorder->hello_came = true;
	recorder->hello.server_name = (struct der){NULL, 0};
	recorder->hello.suites = keep(hello->suites, arena);
	recorder->hello.groups = keep(hello->groups, arena);
	recorder->hello.signature_algorithms = keep(hello->signature_algorithms, arena);
	recorder->hello.certificate_algorithms = keep(hello->certificate_algorithms, arena);
	recorder->hello.protocols = keep(hello->protocols, arena);
	recorder->facts->version_not_offered = !hello->offers[recorder->serving->version];
	recorder->facts->protocols =
		client_offer_protocols(&recorder->facts->protocol_count, hello, arena);
}

/* Ours says little new: the client's options are known, but not whether a session went with it. */
static void on_client_hello(struct tls_recorder *recorder, const struct handshake *message)
{
	struct client_hello hello;
	struct observation *facts = recorder->facts;

	if (!handshake_client_hello(&hello, message))
		return;
	if (recorder->self == PARTY_CLIENT) {
		facts->session_offered = handshake_offers_session(&hello);
		return;
	}
	facts->offered = hello.highest;
	if (recorder->serving)
		keep_hello(recorder, &hello);
	if (hello.server_name.len)
		facts->server_name = text_clean_dup(
			recorder->arena, (const char *)hello.server_name.data, hello.server_name.len);
}

static void on_server_hello(
	struct tls_recorder *recorder, SSL *ssl, const struct handshake *message, char what[WHAT_SIZE])
{
	struct server_hello hello;
	const SSL_CIPHER *cipher;

	if (!handshake_server_hello(&hello, message))
		return;
	if (hello.retry) {
		snprintf(what, WHAT_SIZE, "HelloRetryRequest");
		return;
	}
	recorder->facts->negotiated = hello.version;
	cipher = SSL_CIPHER_find(ssl, hello.cipher);
	if (cipher)
		recorder->facts->cipher = SSL_CIPHER_standard_name(cipher);
}

/* Ours says nothing new. */
static void on_certificate_verify(struct tls_recorder *recorder, const SSL *ssl, enum party sender,
	const struct handshake *message)
{
	enum tls_version version = tls_version_from_wire((uint16_t)SSL_version(ssl));
	uint16_t scheme;

	if (recorder->serving && sender == PARTY_CLIENT &&
		handshake_certificate_verify(&scheme, message, version))
		recorder->facts->signature = signature_scheme_name(scheme, recorder->arena);
}

static void on_peer_finished(struct tls_recorder *recorder)
{
	recorder->peer_finished = true;
	if (recorder->self == PARTY_SERVER)
		recorder->answered_late = recorder->facts->handshake_done;
}

static void on_handshake(
	struct tls_recorder *recorder, SSL *ssl, enum party sender, const uint8_t *data, size_t len)
{
	struct handshake message;
	char what[WHAT_SIZE];

	if (!handshake_read(&message, data, len))
		return;
	snprintf(what, sizeof(what), "%s", handshake_name(message.type));
	if (message.type == HANDSHAKE_CERTIFICATE)
		on_certificate(recorder, ssl, sender, &message, what);
	else if (message.type == HANDSHAKE_CERTIFICATE_REQUEST)
		on_certificate_request(recorder, ssl, &message, what);
	else if (message.type == HANDSHAKE_CERTIFICATE_VERIFY)
		on_certificate_verify(recorder, ssl, sender, &message);
	else if (message.type == HANDSHAKE_CLIENT_HELLO)
		on_client_hello(recorder, &message);
	else if (message.type == HANDSHAKE_SERVER_HELLO)
		on_server_hello(recorder, ssl, &message, what);
	else if (message.type == HANDSHAKE_FINISHED && sender != recorder->self)
		on_peer_finished(recorder);
	tls_recorder_note(recorder, sender, what, len);
	if (recorder->unsolicited)
		unsolicited_message(recorder->unsolicited, data, len);
}

static void on_message(int written, int version, int content_type, const void *data, size_t len,
	SSL *ssl, void *unused)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);
	enum party sender;

	(void)version;
	(void)unused;
	if (!recorder)
		return;
	sender = written == (recorder->self == PARTY_CLIENT) ? PARTY_CLIENT : PARTY_SERVER;
	switch (content_type) {
	case SSL3_RT_ALERT:
		tls_recorder_alert(recorder, sender, data, len);
		if (sender == PARTY_SERVER)
			tell_offer(recorder, ssl);
		break;
	case SSL3_RT_HANDSHAKE:
		on_handshake(recorder, ssl, sender, data, len);
		break;
	case SSL3_RT_CHANGE_CIPHER_SPEC:
		tls_recorder_note(recorder, sender, "ChangeCipherSpec", len);
		break;
	default: /* record headers and inner content types are no messages */
		break;
	}
}

static void on_info(const SSL *ssl, int where, int value)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);

	(void)value;
	if (recorder && recorder->wire && (where & SSL_CB_HANDSHAKE_START))
		foreign_wire_attach(ssl, recorder->wire);
	/* comes again for each message after the handshake in TLS 1.3, and before it with early data;
	 * where tickets follow at once libssl is not done yet (its states have other numbers in each
	 * release, so they are not asked) */
	if (!recorder || !(where & SSL_CB_HANDSHAKE_DONE) || recorder->facts->handshake_done ||
		!recorder->peer_finished)
		return;
	recorder->facts->handshake_done = true;
	recorder->facts->resumed = SSL_session_reused(ssl) == 1;
	tls_recorder_note(recorder, recorder->self, "handshake complete", 0);
}

/* Keeps the line where the options ask for it. */
static void log_secret(struct tls_recorder *recorder, const char *line)
{
	struct tls_key_log *log =
		recorder->serving ? recorder->serving->key_log : recorder->options.key_log;
	size_t len = strlen(line);

	if (!log || log->len + len + 2 > KEY_LOG_MAX)
		return;
	if (!log->text)
		log->text = arena_alloc(recorder->arena, KEY_LOG_MAX);
	memcpy(log->text + log->len, line, len);
	log->text[log->len + len] = '\n';
	log->len += len + 1;
}

static void on_secret(const SSL *ssl, const char *line)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);

	if (!recorder)
		return;
	log_secret(recorder, line);
	if (recorder->unsolicited)
		unsolicited_secret(recorder->unsolicited, line);
}

void tls_recorder_init(struct tls_recorder *recorder, enum party self, uint64_t start_us,
	struct observation *facts, struct arena *arena)
{
	memset(recorder, 0, sizeof(*recorder));
	recorder->self = self;
	recorder->start_us = start_us ? start_us : clock_now_us();
	recorder->facts = facts;
	recorder->arena = arena;
}

void tls_recorder_hook(SSL_CTX *ctx)
{
	SSL_CTX_set_msg_callback(ctx, on_message);
	SSL_CTX_set_info_callback(ctx, on_info);
	SSL_CTX_set_keylog_callback(ctx, on_secret);
}

void tls_recorder_bind(struct tls_recorder *recorder, SSL *ssl)
{
	if (!SSL_set_ex_data(ssl, ssl_index(), recorder))
		FATAL("out of memory");
}

void tls_recorder_bind_context(struct tls_recorder *recorder, SSL_CTX *ctx)
{
	if (!SSL_CTX_set_ex_data(ctx, context_index(), recorder))
		FATAL("out of memory");
}
