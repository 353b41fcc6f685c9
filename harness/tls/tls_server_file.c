#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "arena.h"
#include "fatal.h"
#include "openssl_scoped.h"
#include "pem_files.h"
#include "tls_again.h"
#include "tls_resumption.h"
#include "tls_server_parts.h"
#include "tls_setup.h"

SCOPED_TYPE(X509_STORE, X509_STORE *, X509_STORE_free)

static bool load_crls(X509_STORE *trusted, const struct tls_server_config *config,
	struct arena *arena, const char **why)
{
	const char *file = config->client_crl_file;

	return config->defects[DEFECT_FIRST_CRL_ALONE] ? pem_files_first_crl(trusted, file, arena, why)
												   : pem_files_crls(trusted, file, arena, why);
}

static bool load_other_cas(X509_STORE *trusted, const struct tls_server_config *config,
	struct arena *arena, const char **why)
{
	const char *const *file = config->other_client_ca_files;

	for (; file && *file; file++) {
		if (X509_STORE_load_file(trusted, *file) != 1)
			return pem_files_explain(why, arena, "no CA certificates in PEM", *file);
	}
	return true;
}

static bool add_first_certificate(X509_STORE *trusted, const char *path)
{
	SCOPED(BIO) file = BIO_new_file(path, "r");
	SCOPED(X509) first = file ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;

	return first && X509_STORE_add_cert(trusted, first) == 1;
}

static bool load_trusted(X509_STORE *trusted, const struct tls_server_config *config)
{
	return config->defects[DEFECT_FIRST_CA_ALONE]
		? add_first_certificate(trusted, config->client_ca_file)
		: X509_STORE_load_file(trusted, config->client_ca_file) == 1;
}

/* Client CAs into the store and (as a hint) into CertificateRequest, CRLs into the store. */
static bool load_client_cas(SSL_CTX *ctx, X509_STORE *trusted,
	const struct tls_server_config *config, struct arena *arena, const char **why)
{
	STACK_OF(X509_NAME) * names;

	if (!config->client_ca_file) {
		if (!auth_mode_verifies(config->mode))
			return true;
		*why = arena_printf(
			arena, "%s needs a file with the client CAs", auth_mode_name(config->mode));
		return false;
	}
	names = SSL_load_client_CA_file(config->client_ca_file);
	if (!names || !load_trusted(trusted, config)) {
		sk_X509_NAME_pop_free(names, X509_NAME_free);
		return pem_files_explain(why, arena, "no CA certificates in PEM", config->client_ca_file);
	}
	SSL_CTX_set_client_CA_list(ctx, names);
	return load_other_cas(trusted, config, arena, why) &&
		(!config->client_crl_file || load_crls(trusted, config, arena, why));
}

static enum tls_version oldest_version(const struct tls_server_config *config)
{
	if (config->defects[DEFECT_SPEAK_TLS10])
		return TLS_1_0;
	return config->defects[DEFECT_SPEAK_TLS11] ? TLS_1_1 : config->min_version;
}

/* In place of its own. */
static void name_others(SSL_CTX *ctx)
{
	STACK_OF(X509_NAME) *names = sk_X509_NAME_new_null();

	SSL_CTX_set_client_CA_list(ctx, names);
	if (!names || !SSL_CTX_add_client_CA(ctx, SSL_CTX_get0_certificate(ctx)))
		FATAL("out of memory");
}

static int knows_none(SSL *ssl, int *alert, void *unused)
{
	(void)ssl;
	(void)unused;
	*alert = SSL_AD_UNRECOGNIZED_NAME;
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void tls_server_context_share_sessions(
	struct tls_server_context *context, const struct tls_server_context *other)
{
	tls_resumption_take_keys(context->ctx, other->ctx);
}

struct tls_server_context *tls_server_context_create(
	const struct tls_server_config *config, struct arena *arena, const char **why)
{
	SCOPED(SSL_CTX) ctx = SSL_CTX_new(TLS_server_method());
	SCOPED(X509_STORE) trusted = X509_STORE_new();
	const char *const paths[] = {config->certificate_file, config->key_file, config->client_ca_file,
		config->client_crl_file};
	/* a session would come back after whatever the responder says next */
	bool tickets = config->tickets && !config->asks_status;
	struct tls_server_context *context;

	if (!ctx || !trusted)
		FATAL("no SSL_CTX");
	ERR_clear_error();
	tls_setup_context(ctx, oldest_version(config), config->max_version);
	tls_setup_asked(ctx);
	SSL_CTX_set_options(ctx,
		tls_again_is_let(config->defects) ? SSL_OP_ALLOW_CLIENT_RENEGOTIATION
										  : SSL_OP_NO_RENEGOTIATION);
	if (!pem_files_are_there(paths, COUNT_OF(paths), arena, why) ||
		!pem_files_identity(ctx, config->certificate_file, config->key_file, NULL, arena, why) ||
		!load_client_cas(ctx, trusted, config, arena, why))
		return NULL;
	if (config->defects[DEFECT_NAME_OTHER_CA])
		name_others(ctx);
	if (tickets)
		tls_resumption_allow(ctx);
	if (config->defects[DEFECT_RESUME_AFTER_RESTART])
		tls_resumption_fix_keys(ctx);
	if (tickets && config->early_data)
		tls_resumption_allow_early_data(ctx);
	if (config->knows_no_name)
		SSL_CTX_set_tlsext_servername_callback(ctx, knows_none);
	tls_recorder_hook(ctx);
	context = fatal_alloc(sizeof(*context));
	memset(context, 0, sizeof(*context));
	context->judge.mode = config->mode;
	context->judge.asks_status = config->asks_status;
	context->judge.asks_late = config->post_handshake;
	memcpy(context->judge.defects, config->defects, sizeof(config->defects));
	tls_judge_set_up(&context->judge, ctx, trusted, config->client_crl_file != NULL);
	context->ctx = TAKE(ctx);
	return context;
}

struct tls_server *tls_server_create(
	struct tls_server_context *context, struct observation *facts, struct arena *arena)
{
	struct tls_server *server = tls_server_begin(context, 0, facts, arena);

	server->pump.early = SSL_CTX_get_max_early_data(context->ctx) > 0;
	return server;
}
