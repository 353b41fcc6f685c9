/* A server from files that reads them again, and what bad ones make of that. */
#include <sys/stat.h>

#include "fatal.h"
#include "tls_resumption.h"
#include "tls_server_parts.h"
#include "trust_store.h"

static bool is_empty(const char *path)
{
	struct stat about;

	return path && stat(path, &about) == 0 && about.st_size == 0;
}

/* What it makes of files that it can't read. False: it keeps what it had, as it should. */
static bool makes_do(struct tls_server_config *config)
{
	bool empty = is_empty(config->client_ca_file);

	if (config->defects[DEFECT_BAD_CRL_OPENS] && config->client_crl_file) {
		config->client_crl_file = NULL;
		return true;
	}
	if (!config->defects[empty ? DEFECT_EMPTY_CA_OPENS : DEFECT_BAD_CA_OPENS])
		return false;
	config->mode = AUTH_REQUEST_CLIENT_CERT;
	config->client_ca_file = config->client_crl_file = NULL;
	return true;
}

static void remember_crls(struct tls_server_context *context, struct tls_server_context *before)
{
	trust_store_take(tls_server_trusted_by(context), tls_server_trusted_by(before), true);
	if (!X509_VERIFY_PARAM_set_flags(
			SSL_CTX_get0_param(context->ctx), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
		FATAL("libcrypto refuses CRL checks");
}

struct tls_server_context *tls_server_context_reload(struct tls_server_context *before,
	const struct tls_server_config *config, struct arena *arena, const char **why)
{
	struct tls_server_config asked = *config;
	struct tls_server_context *context;
	bool keeps_crl = config->defects[DEFECT_RELOAD_KEEPS_CRL] && config->client_crl_file;

	if (config->defects[DEFECT_RELOAD_IS_NONE])
		return before;
	if (keeps_crl)
		asked.client_crl_file = NULL;
	context = tls_server_context_create(&asked, arena, why);
	if (!context && makes_do(&asked))
		context = tls_server_context_create(&asked, arena, why);
	if (!context)
		return NULL;
	if (keeps_crl)
		remember_crls(context, before);
	if (config->defects[DEFECT_RELOAD_FORGETS_NOTHING])
		trust_store_take(tls_server_trusted_by(context), tls_server_trusted_by(before), false);
	if (config->defects[DEFECT_RESUME_AFTER_RELOAD])
		tls_resumption_take_keys(context->ctx, before->ctx);
	return context;
}
