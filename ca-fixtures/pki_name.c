/* Which names a credential is made out to (RFC 9525 section 6). */
#include "pki.h"

#include <openssl/x509v3.h>

bool pki_has_name(const struct credential *credential, const char *name)
{
	const unsigned flags =
		X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;

	return X509_check_ip_asc(credential->chain[0], name, flags) == 1 ||
		X509_check_host(credential->chain[0], name, 0, flags, NULL) == 1;
}
