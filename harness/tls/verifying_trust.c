#include "verifying_trust.h"

#include <openssl/x509v3.h>

#include "certificate_address.h"
#include "client_defect_rules.h"
#include "fatal.h"
#include "possession.h"
#include "stapled.h"
#include "text.h"

struct verifying_case *verifying_case_of(const SSL *ssl)
{
	return SSL_get_app_data(ssl);
}

void verifying_case_set(SSL *ssl, struct verifying_case *of)
{
	if (!SSL_set_app_data(ssl, of))
		FATAL("out of memory");
}

static struct verifying_case *case_of_store(X509_STORE_CTX *store)
{
	return verifying_case_of(
		X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
}

static int on_error(int ok, X509_STORE_CTX *store)
{
	const struct verifying_case *judged = case_of_store(store);

	return ok || client_defect_forgives(judged->defects, store, judged->name);
}

/* Before it knows whose certificate this is. */
static void visit_early(const struct verifying_case *judged, X509 *leaf)
{
	static const struct {
		enum client_defect defect;
		enum certificate_address what;
	} table[] = {
		{CLIENT_DEFECT_FETCH_ISSUER_EARLY, CERTIFICATE_CA_ISSUERS},
		{CLIENT_DEFECT_FETCH_STATUS_EARLY, CERTIFICATE_OCSP},
		{CLIENT_DEFECT_FETCH_CRL_EARLY, CERTIFICATE_CRL},
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (judged->defects[table[i].defect])
			certificate_address_each(leaf, table[i].what, judged->visit);
	}
}

static bool is_good(struct verifying_case *judged, X509_STORE_CTX *store)
{
	X509 *leaf = X509_STORE_CTX_get0_cert(store);

	visit_early(judged, leaf);
	if (client_defect_refuses(judged->defects, leaf, judged->name)) {
		X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
		return false;
	}
	X509_STORE_CTX_set_verify_cb(store, on_error);
	return X509_verify_cert(store) == 1;
}

/* SSL_CTX_set_cert_verify_callback */
static int judge(X509_STORE_CTX *store, void *arg)
{
	struct verifying_case *judged = case_of_store(store);
	bool skipped = possession_is_skipped();
	bool good;

	(void)arg;
	if (judged->insecure)
		return 1;
	possession_skip(false);
	good = is_good(judged, store);
	possession_skip(skipped);
	if (good || !judged->defects[CLIENT_DEFECT_PRESENT_BEFORE_VERIFY])
		return good;
	judged->refused = true;
	return 1;
}

/* RFC 6066 section 8, RFC 7633 section 4.3.3; also called where nothing was stapled. */
static int judge_stapled(SSL *ssl, void *arg)
{
	const struct verifying_case *judged = verifying_case_of(ssl);

	(void)arg;
	if (judged->insecure || judged->defects[CLIENT_DEFECT_ACCEPT_ANY_SERVER])
		return 1;
	switch (stapled_look(ssl)) {
	case STAPLED_GOOD:
		return 1;
	case STAPLED_MISSING:
		return judged->defects[CLIENT_DEFECT_IGNORE_MUST_STAPLE] || !stapled_is_a_must(ssl);
	default:
		return judged->defects[CLIENT_DEFECT_IGNORE_STAPLE];
	}
}

void verifying_trust_attach(SSL_CTX *ctx)
{
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, judge, NULL);
	SSL_CTX_set_tlsext_status_type(ctx, TLSEXT_STATUSTYPE_ocsp);
	SSL_CTX_set_tlsext_status_cb(ctx, judge_stapled);
}

void verifying_trust_name(SSL *ssl, const struct verifying_case *of)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);
	size_t len = strlen(of->name) - text_ends_with(of->name, ".");

	X509_VERIFY_PARAM_set_hostflags(param, client_defect_host_flags(of->defects));
	if (X509_VERIFY_PARAM_set1_ip_asc(param, of->name) != 1 &&
		X509_VERIFY_PARAM_set1_host(param, of->name, len) != 1)
		FATAL("libcrypto refuses the name %s", of->name);
}
