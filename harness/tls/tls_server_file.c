#include <string.h>
#include <unistd.h>

#include <openssl/err.h>

#include "arena.h"
#include "fatal.h"
#include "file.h"
#include "openssl_scoped.h"
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

struct tls_server *tls_server_create(
	struct tls_server_context *context, struct observation *facts, struct arena *arena)
{
	return tls_server_begin(context, 0, facts, arena);
}
