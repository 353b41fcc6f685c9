#include "tls_server_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>

#include "arena.h"
#include "fatal.h"
#include "openssl_scoped.h"
#include "possession.h"
#include "record.h"
#include "tls_defect.h"
#include "tls_resumption.h"

void tls_server_context_destroy(struct tls_server_context *context)
{
	if (!context)
		return;
	SSL_CTX_free(context->ctx);
	free(context);
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
	return server;
}

void tls_server_destroy(struct tls_server *server)
{
	if (!server)
		return;
	tls_pump_finish(&server->pump);
	buf_finish(&server->watched);
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

void tls_server_receive(struct tls_server *server, const uint8_t *data, size_t len)
{
	possession_skip(server->context->judge.effects & EFFECT_NO_POSSESSION_PROOF);
	tls_pump_receive(&server->pump, data, len);
	possession_skip(false);
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

static const char *subject_text(X509 *certificate, struct arena *arena)
{
	SCOPED(BIO) text = BIO_new(BIO_s_mem());
	char *data = NULL;
	long len;

	if (!text ||
		X509_NAME_print_ex(text, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253) < 0)
		return NULL;
	len = BIO_get_mem_data(text, &data);
	return arena_strndup(arena, len > 0 ? data : "", len > 0 ? (size_t)len : 0);
}

/* As nginx's $ssl_client_escaped_cert: everything but unreserved characters is escaped. */
static const char *certificate_text(X509 *certificate, struct arena *arena)
{
	SCOPED(BIO) pem = BIO_new(BIO_s_mem());
	SCOPED_BUF escaped;
	char *data = NULL;
	long len;

	buf_init(&escaped, 1024 * 1024);
	if (!pem || !PEM_write_bio_X509(pem, certificate))
		return NULL;
	len = BIO_get_mem_data(pem, &data);
	for (long i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)data[i];

		if (isalnum(byte) || strchr("-._~", byte))
			buf_putc(&escaped, (char)byte);
		else
			buf_printf(&escaped, "%%%02X", byte);
	}
	return arena_strndup(arena, buf_text(&escaped), escaped.len);
}

static const char *fingerprint_text(X509 *certificate, struct arena *arena)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	char *text;

	if (!X509_digest(certificate, EVP_sha1(), digest, &len))
		return NULL;
	text = arena_alloc(arena, 2 * (size_t)len + 1);
	for (unsigned i = 0; i < len; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	return text;
}

void tls_server_peer(const struct tls_server *server, struct tls_peer *out)
{
	const struct tls_judge *judge = &server->context->judge;
	struct tls_judgement judgement = server->judgement;
	struct arena *arena = server->recorder.arena;
	X509 *certificate = SSL_get0_peer_certificate(server->pump.ssl);

	(void)!tls_resumption_recall(&judgement, server->pump.ssl);
	memset(out, 0, sizeof(*out));
	out->presented = certificate != NULL;
	out->verified = judgement.verified || (certificate && (judge->effects & EFFECT_CALL_VERIFIED));
	out->trust_forged = judge->effects & EFFECT_TRUST_FORGED;
	out->refuse_after_forward = judgement.should_have_been_refused;
	if (!certificate) {
		/* an exact server would have ended the handshake (RFC 8446 section 4.4.2.4) */
		out->refuse_after_forward =
			auth_mode_requires(judge->mode) && (judge->effects & EFFECT_FORWARD_FIRST);
		return;
	}
	out->subject = subject_text(certificate, arena);
	out->certificate = certificate_text(certificate, arena);
	out->fingerprint = fingerprint_text(certificate, arena);
}
