#include "tls_server.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "arena.h"
#include "fatal.h"
#include "file.h"
#include "openssl_scoped.h"
#include "possession.h"
#include "record.h"
#include "tls_defect.h"
#include "tls_resumption.h"
#include "tls_server_parts.h"
#include "tls_setup.h"

SCOPED_TYPE(X509_STORE, X509_STORE *, X509_STORE_free)

static bool explain(const char **why, struct arena *arena, const char *what, const char *file)
{
	unsigned long error = ERR_peek_last_error();
	const char *reason = error ? ERR_reason_error_string(error) : NULL;

	*why = arena_printf(arena, "%s: %s (%s)", file, what, reason ? reason : "no reason given");
	ERR_clear_error();
	return false;
}

/* libssl opens whatever it is given, and would wait for ever for the other end of a pipe. */
static bool are_files(const struct tls_server_config *config, struct arena *arena, const char **why)
{
	const char *const paths[] = {config->certificate_file, config->key_file, config->client_ca_file,
		config->client_crl_file};

	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		int fd = paths[i] ? file_open(why, arena, paths[i]) : -1;

		if (fd >= 0)
			close(fd);
		else if (paths[i])
			return false;
	}
	return true;
}

static bool load_identity(
	SSL_CTX *ctx, const struct tls_server_config *config, struct arena *arena, const char **why)
{
	if (SSL_CTX_use_certificate_chain_file(ctx, config->certificate_file) != 1)
		return explain(why, arena, "no certificate chain in PEM", config->certificate_file);
	if (SSL_CTX_use_PrivateKey_file(ctx, config->key_file, SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_check_private_key(ctx) != 1)
		return explain(why, arena, "no private key of that certificate", config->key_file);
	return true;
}

/* Client CAs into the store and (as a hint) into CertificateRequest, CRLs into the store. */
static bool load_client_cas(SSL_CTX *ctx, X509_STORE *trusted,
	const struct tls_server_config *config, struct arena *arena, const char **why)
{
	STACK_OF(X509_NAME) * names;
	X509_LOOKUP *lookup;

	if (!config->client_ca_file) {
		if (!auth_mode_verifies(config->mode))
			return true;
		*why = arena_printf(
			arena, "%s needs a file with the client CAs", auth_mode_name(config->mode));
		return false;
	}
	names = SSL_load_client_CA_file(config->client_ca_file);
	if (!names || X509_STORE_load_file(trusted, config->client_ca_file) != 1) {
		sk_X509_NAME_pop_free(names, X509_NAME_free);
		return explain(why, arena, "no CA certificates in PEM", config->client_ca_file);
	}
	SSL_CTX_set_client_CA_list(ctx, names);
	if (!config->client_crl_file)
		return true;
	lookup = X509_STORE_add_lookup(trusted, X509_LOOKUP_file());
	if (!lookup || X509_load_crl_file(lookup, config->client_crl_file, X509_FILETYPE_PEM) < 1)
		return explain(why, arena, "no CRLs in PEM", config->client_crl_file);
	return true;
}

struct tls_server_context *tls_server_context_create(
	const struct tls_server_config *config, struct arena *arena, const char **why)
{
	SCOPED(SSL_CTX) ctx = SSL_CTX_new(TLS_server_method());
	SCOPED(X509_STORE) trusted = X509_STORE_new();
	struct tls_server_context *context;

	if (!ctx || !trusted)
		FATAL("no SSL_CTX");
	ERR_clear_error();
	tls_setup_context(ctx, config->min_version, config->max_version);
	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
	if (!are_files(config, arena, why) || !load_identity(ctx, config, arena, why) ||
		!load_client_cas(ctx, trusted, config, arena, why))
		return NULL;
	if (config->tickets)
		tls_resumption_allow(ctx);
	tls_recorder_hook(ctx);
	context = fatal_alloc(sizeof(*context));
	memset(context, 0, sizeof(*context));
	context->judge.mode = config->mode;
	memcpy(context->judge.defects, config->defects, sizeof(config->defects));
	tls_judge_set_up(&context->judge, ctx, trusted, config->client_crl_file != NULL);
	context->ctx = TAKE(ctx);
	return context;
}

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

struct tls_server *tls_server_create(
	struct tls_server_context *context, struct observation *facts, struct arena *arena)
{
	return tls_server_begin(context, 0, facts, arena);
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

void tls_server_receive(struct tls_server *server, const uint8_t *data, size_t len)
{
	possession_skip(server->context->judge.effects & EFFECT_NO_POSSESSION_PROOF);
	tls_pump_receive(&server->pump, data, len);
	possession_skip(false);
	tls_server_watch(server, data, len);
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
	out->verified = judgement.verified;
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
