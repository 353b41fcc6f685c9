#include "verifying_files.h"

#include <openssl/x509_vfy.h>

#include "fatal.h"
#include "pem_files.h"
#include "trust_store.h"
#include "verifying_client.h"

static bool load_lists(X509_STORE *trusted, const struct verifying_config *config,
	struct arena *arena, const char **why)
{
	const bool *defects = config->defects;
	unsigned long flags = X509_V_FLAG_CRL_CHECK;

	if (!config->crl_file || defects[CLIENT_DEFECT_IGNORE_SERVER_REVOCATION])
		return true;
	if (!(defects[CLIENT_DEFECT_FIRST_SERVER_CRL_ALONE]
				? pem_files_first_crl(trusted, config->crl_file, arena, why)
				: pem_files_crls(trusted, config->crl_file, arena, why)))
		return false;
	if (!defects[CLIENT_DEFECT_SERVER_CRL_OF_LEAF_ALONE])
		flags |= X509_V_FLAG_CRL_CHECK_ALL;
	return X509_STORE_set_flags(trusted, flags) == 1;
}

static bool load_roots(
	SSL_CTX *ctx, const struct verifying_config *config, struct arena *arena, const char **why)
{
	X509_STORE *trusted = SSL_CTX_get_cert_store(ctx);

	if (config->ca_file && X509_STORE_load_file(trusted, config->ca_file) != 1)
		return pem_files_explain(why, arena, "no CA certificates in PEM", config->ca_file);
	return load_lists(trusted, config, arena, why);
}

static bool load_identity(
	SSL_CTX *ctx, const struct verifying_config *config, struct arena *arena, const char **why)
{
	if (!config->certificate_file ||
		(config->passphrase_file && config->defects[CLIENT_DEFECT_FORGET_ENCRYPTED_KEY]))
		return true;
	return pem_files_identity(
		ctx, config->certificate_file, config->key_file, config->passphrase_file, arena, why);
}

bool verifying_files_load(
	SSL_CTX *ctx, const struct verifying_config *config, struct arena *arena, const char **why)
{
	const char *const paths[] = {config->ca_file, config->crl_file, config->certificate_file,
		config->key_file, config->passphrase_file};

	return pem_files_are_there(paths, COUNT_OF(paths), arena, why) &&
		load_roots(ctx, config, arena, why) && load_identity(ctx, config, arena, why);
}

void verifying_files_keep_certificate(SSL_CTX *ctx, SSL_CTX *old)
{
	STACK_OF(X509) *chain = NULL;

	if (!SSL_CTX_get0_certificate(old))
		return;
	SSL_CTX_get0_chain_certs(old, &chain);
	if (SSL_CTX_use_cert_and_key(
			ctx, SSL_CTX_get0_certificate(old), SSL_CTX_get0_privatekey(old), chain, 1) != 1)
		FATAL("libssl refuses a certificate that it had");
}

void verifying_files_keep_trusted(SSL_CTX *ctx, SSL_CTX *old)
{
	trust_store_take(SSL_CTX_get_cert_store(ctx), SSL_CTX_get_cert_store(old), false);
}
