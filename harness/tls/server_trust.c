#include "server_trust.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "arena.h"
#include "fatal.h"
#include "openssl_scoped.h"
#include "text.h"
#include "tls_recorder.h"

enum { NAMES_SHOWN = 4 };

SCOPED_TYPE(EVP_MD_CTX, EVP_MD_CTX *, EVP_MD_CTX_free)

static bool add_certificate(EVP_MD_CTX *digest, const X509 *certificate)
{
	uint8_t fingerprint[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	return X509_digest(certificate, EVP_sha256(), fingerprint, &len) == 1 &&
		EVP_DigestUpdate(digest, fingerprint, len) == 1;
}

/* One digest over all that the judgement depends on: the name and the certificates as presented. */
static void digest_case(
	uint8_t out[SERVER_TRUST_DIGEST_LEN], X509_STORE_CTX *store, const char *name)
{
	SCOPED(EVP_MD_CTX) digest = EVP_MD_CTX_new();
	STACK_OF(X509) *presented = X509_STORE_CTX_get0_untrusted(store);
	const char *text = name ? name : "";
	bool ok = digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1 &&
		EVP_DigestUpdate(digest, text, strlen(text) + 1) == 1 &&
		add_certificate(digest, X509_STORE_CTX_get0_cert(store));

	for (int i = 0; ok && i < sk_X509_num(presented); i++)
		ok = add_certificate(digest, sk_X509_value(presented, i));
	if (!ok || EVP_DigestFinal_ex(digest, out, NULL) != 1)
		FATAL("no SHA-256");
}

/* Another root than the context's, or none at all. */
static bool verify_against(X509_STORE_CTX *store, X509 *root)
{
	SCOPED(BORROWED_CHAIN) roots = sk_X509_new_null();
	bool ok;

	if (!roots || (root && !sk_X509_push(roots, root)))
		FATAL("out of memory");
	X509_STORE_CTX_set0_trusted_stack(store, roots);
	ok = X509_verify_cert(store) == 1;
	X509_STORE_CTX_set0_trusted_stack(store, NULL);
	return ok;
}

/* Verifies once for each server, as long as the context's own root decides. */
static bool verify(
	struct server_trust *trust, X509_STORE_CTX *store, const struct tls_client_options *options)
{
	uint8_t digest[SERVER_TRUST_DIGEST_LEN];

	if (options->trust == TRUST_NOTHING || options->root)
		return verify_against(store, options->trust == TRUST_NOTHING ? NULL : options->root);
	digest_case(digest, store, server_trust_name(options));
	if (trust->has_known && memcmp(trust->known, digest, sizeof(digest)) == 0)
		return true;
	if (X509_verify_cert(store) != 1)
		return false;
	trust->has_known = true;
	memcpy(trust->known, digest, sizeof(digest));
	return true;
}

/* Its DNS names, so that one of them can be asked for; nothing if the names are not the trouble. */
static const char *describe_names(X509_STORE_CTX *store, const struct tls_recorder *recorder)
{
	const char *names = "";
	GENERAL_NAMES *all;

	if (X509_STORE_CTX_get_error(store) != X509_V_ERR_HOSTNAME_MISMATCH)
		return "";
	all = X509_get_ext_d2i(X509_STORE_CTX_get0_cert(store), NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(all) && i < NAMES_SHOWN; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(all, i);

		if (name->type == GEN_DNS)
			names = arena_printf(recorder->arena, "%s%s%s", names, *names ? ", " : "",
				text_clean_dup(recorder->arena,
					(const char *)ASN1_STRING_get0_data(name->d.dNSName),
					(size_t)ASN1_STRING_length(name->d.dNSName)));
	}
	GENERAL_NAMES_free(all);
	return arena_printf(recorder->arena, ": it is made out to %s, not to %s",
		*names ? names : "no DNS name", server_trust_name(&recorder->options));
}

/* SSL_CTX_set_cert_verify_callback */
static int judge_server(X509_STORE_CTX *store, void *arg)
{
	struct server_trust *trust = arg;
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls_recorder *recorder = tls_recorder_of(ssl);
	struct observation *facts = recorder->facts;

	facts->server_trusted = verify(trust, store, &recorder->options);
	if (facts->server_trusted || recorder->options.trust == TRUST_ANYBODY)
		return 1;
	facts->server_trust_error = arena_printf(recorder->arena, "%s (certificate %d)%s",
		X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)),
		X509_STORE_CTX_get_error_depth(store), describe_names(store, recorder));
	return 0;
}

const char *server_trust_name(const struct tls_client_options *options)
{
	return options->verify_name ? options->verify_name : options->server_name;
}

void server_trust_init(struct server_trust *trust, X509 *root)
{
	memset(trust, 0, sizeof(*trust));
	trust->roots = X509_STORE_new();
	if (!trust->roots)
		FATAL("no trust store");
	if (root)
		server_trust_add(trust, root);
}

void server_trust_add(struct server_trust *trust, X509 *root)
{
	if (!X509_STORE_add_cert(trust->roots, root))
		FATAL("the trust store takes no certificate");
}

void server_trust_finish(struct server_trust *trust)
{
	X509_STORE_free(trust->roots);
}

void server_trust_attach(struct server_trust *trust, SSL_CTX *ctx)
{
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, judge_server, trust);
	if (!SSL_CTX_set1_verify_cert_store(ctx, trust->roots))
		FATAL("out of memory");
}
