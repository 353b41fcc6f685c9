#include "certificate_fact.h"

#include <openssl/objects.h>
#include <openssl/x509.h>

bool certificate_is_small_rsa(X509 *certificate)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	return EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) < 2048;
}

bool certificate_is_sha1_signed(X509 *certificate)
{
	int digest = NID_undef;

	return X509_get_signature_info(certificate, &digest, NULL, NULL, NULL) && digest == NID_sha1;
}

bool chain_issuer_name_is_trusted(X509_STORE_CTX *store)
{
	X509 *certificate = X509_STORE_CTX_get_current_cert(store);
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(X509_STORE_CTX_get0_store(store));

	for (int i = 0; certificate && i < sk_X509_OBJECT_num(objects); i++) {
		X509 *trusted = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));

		if (trusted &&
			X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(trusted)) == 0)
			return true;
	}
	return false;
}

bool chain_is_above_leaf(X509_STORE_CTX *store)
{
	return X509_STORE_CTX_get_error_depth(store) > 0;
}
