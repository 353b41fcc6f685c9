#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "pki_check.h"
#include "pki_slot.h"

SCOPED_TYPE(X509_STORE, X509_STORE *, X509_STORE_free)
SCOPED_TYPE(X509_STORE_CTX, X509_STORE_CTX *, X509_STORE_CTX_free)

bool pki_chain_holds(const struct credential *credential, X509 *root, int *error)
{
	SCOPED(X509_STORE) store = X509_STORE_new();
	SCOPED(X509_STORE_CTX) ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	bool ok = store && ctx && chain && X509_STORE_add_cert(store, root);

	for (size_t i = 1; ok && i < credential->chain_len; i++)
		ok = sk_X509_push(chain, credential->chain[i]) > 0;
	if (ok && X509_STORE_CTX_init(ctx, store, credential->chain[0], chain)) {
		X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), 0);
		/* whom servers trust need not be a root */
		X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_PARTIAL_CHAIN);
		ok = X509_verify_cert(ctx) == 1;
		*error = X509_STORE_CTX_get_error(ctx);
	}
	sk_X509_free(chain);
	ERR_clear_error();
	return ok;
}
