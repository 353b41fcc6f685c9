#include "tls_server_parts.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ocsp.h>

#include "arena.h"
#include "fatal.h"
#include "openssl_scoped.h"
#include "possession.h"
#include "record.h"
#include "tls_again.h"
#include "tls_defect.h"
#include "tls_resumption.h"

void tls_server_context_destroy(struct tls_server_context *context)
{
	if (!context)
		return;
	SSL_CTX_free(context->ctx);
	tls_judge_finish(&context->judge);
	free(context);
}

X509_STORE *tls_server_trusted_by(const struct tls_server_context *context)
{
	X509_STORE *store = NULL;

	if (!SSL_CTX_get0_verify_cert_store(context->ctx, &store) || !store)
		FATAL("no trust store");
	return store;
}

struct tls_server *tls_server_begin(struct tls_server_context *context, uint64_t start_us,
	struct observation *facts, struct arena *arena)
{
	struct tls_server *server = fatal_alloc(sizeof(*server));

	memset(server, 0, sizeof(*server));
	server->context = context;
	tls_recorder_init(&server->recorder, PARTY_SERVER, start_us, facts, arena);
	server->recorder.judgement = &server->judgement;
	tls_pump_init(&server->pump, context->ctx, &server->recorder);
	SSL_set_accept_state(server->pump.ssl);
	buf_init(&server->watched, RECORD_HEADER_LEN + RECORD_BODY_MAX);
	buf_init(&server->first, 2 * (RECORD_HEADER_LEN + RECORD_BODY_MAX));
	return server;
}

void tls_server_destroy(struct tls_server *server)
{
	if (!server)
		return;
	OCSP_REQUEST_free(server->status_asked);
	tls_pump_finish(&server->pump);
	X509_free(server->first_shown);
	buf_finish(&server->watched);
	buf_finish(&server->first);
	free(server);
}

size_t tls_server_output(struct tls_server *server, const uint8_t **data)
{
	return tls_pump_output(&server->pump, data);
}

void tls_server_consume_output(struct tls_server *server, size_t len)
{
	buf_consume(&server->pump.output, len);
}

/*
 * After the pump took these bytes. A client that refuses TLS 1.1 says so in a record of a newer
 * version, at which libssl gives up before it has read the alert: in these old versions, whose
 * alerts come in plain text, it is read here.
 */
static void watch(struct tls_server *server, const uint8_t *data, size_t len)
{
	struct tls_recorder *recorder = &server->recorder;
	struct record record;

	if (!recorder->serving || recorder->serving->version >= TLS_1_2 ||
		recorder->facts->alert != TLS_ALERT_NONE || recorder->facts->handshake_done)
		return;
	buf_append(&server->watched, data, len);
	while (!server->watched.overflowed &&
		record_read(&record, (const uint8_t *)server->watched.data, server->watched.len) ==
			RECORD_READY) {
		if (record.type == RECORD_ALERT && server->pump.ended)
			tls_recorder_alert(recorder, PARTY_CLIENT, record.body, record.len);
		buf_consume(&server->watched, record.size);
	}
}

/* More of the first record, before libssl takes it. True: it is there, and holds the beginning of
 * a message. */
static bool is_cut_short(struct tls_server *server, const uint8_t *data, size_t len)
{
	struct handshake message;
	struct record record;
	enum record_state state;

	buf_append(&server->first, data, len);
	state = record_read(&record, (const uint8_t *)server->first.data, server->first.len);
	server->peeked = state != RECORD_MORE || server->first.overflowed;
	return state == RECORD_READY && !handshake_read(&message, record.body, record.len);
}

/*
 * As a front that looks for the server's name in the first record, to choose the settings by it,
 * and falls back on lax ones where it finds none.
 */
static void peek(struct tls_server *server, const uint8_t *data, size_t len)
{
	SSL *ssl = server->pump.ssl;

	if (server->peeked || !server->context->judge.defects[DEFECT_WHOLE_HELLO_ONLY] ||
		!is_cut_short(server, data, len))
		return;
	SSL_set_verify(ssl, SSL_get_verify_mode(ssl) & ~SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	server->judgement.spared = true;
}

static bool skips_proof(const struct tls_server *server)
{
	const bool *defects = server->context->judge.defects;
	int version = SSL_version(server->pump.ssl);

	return defects[DEFECT_SKIP_POSSESSION_PROOF] ||
		(defects[DEFECT_RENEGOTIATE_UNPROVED] && server->first_done) ||
		(defects[DEFECT_SKIP_PROOF_TLS12] && version == TLS1_2_VERSION) ||
		(defects[DEFECT_SKIP_PROOF_TLS13] && version == TLS1_3_VERSION);
}

void tls_server_receive(struct tls_server *server, const uint8_t *data, size_t len)
{
	peek(server, data, len);
	possession_skip(skips_proof(server));
	tls_pump_receive(&server->pump, data, len);
	possession_skip(false);
	tls_again_prepare(server);
	watch(server, data, len);
}

void tls_server_write(struct tls_server *server, const void *data, size_t len)
{
	tls_pump_write(&server->pump, data, len);
}

size_t tls_server_read(struct tls_server *server, const uint8_t **data)
{
	return tls_pump_read(&server->pump, data);
}

void tls_server_consume_read(struct tls_server *server, size_t len)
{
	buf_consume(&server->pump.arrived, len);
}

void tls_server_close(struct tls_server *server)
{
	tls_pump_close(&server->pump);
}

bool tls_server_ended(const struct tls_server *server)
{
	return server->pump.ended;
}

bool tls_server_handshake_done(const struct tls_server *server)
{
	return SSL_is_init_finished(server->pump.ssl);
}

enum tls_asking tls_server_ask(struct tls_server *server)
{
	SSL *ssl = server->pump.ssl;

	if (!server->context->judge.asks_late || SSL_version(ssl) != TLS1_3_VERSION ||
		SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE || server->recorder.answered_late)
		return ASKING_DONE;
	if (server->asked_late)
		return ASKING_UNANSWERED;
	ERR_clear_error();
	if (SSL_verify_client_post_handshake(ssl) != 1) {
		ERR_clear_error();
		return ASKING_IMPOSSIBLE;
	}
	server->asked_late = true;
	if (SSL_do_handshake(ssl) != 1)
		ERR_clear_error();
	tls_pump_step(&server->pump);
	return ASKING_UNANSWERED;
}
