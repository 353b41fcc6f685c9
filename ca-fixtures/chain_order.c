#include "chain_order.h"

#include <string.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

bool chain_is_issued_by(X509 *certificate, X509 *issuer)
{
	bool issued = X509_check_issued(issuer, certificate) == X509_V_OK &&
		X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;

	ERR_clear_error();
	return issued;
}

bool chain_is_root(X509 *certificate)
{
	return X509_get_extension_flags(certificate) & EXFLAG_SS;
}

/* Those between move one place back. */
static void bring(X509 **certificates, size_t from, size_t to)
{
	X509 *moved = certificates[from];

	memmove(&certificates[to + 1], &certificates[to], (from - to) * sizeof(moved));
	certificates[to] = moved;
}

void chain_order(X509 **certificates, size_t count, const EVP_PKEY *leaf_key)
{
	size_t leaf = 0;

	while (leaf < count && X509_check_private_key(certificates[leaf], leaf_key) != 1)
		leaf++;
	ERR_clear_error();
	if (!leaf || leaf == count)
		return;
	bring(certificates, leaf, 0);
	for (size_t place = 1; place < count; place++) {
		size_t next = place;

		while (next < count && !chain_is_issued_by(certificates[place - 1], certificates[next]))
			next++;
		if (next == count)
			return;
		bring(certificates, next, place);
	}
}
