#include "tls_library.h"

#include <openssl/crypto.h>
#include <openssl/opensslv.h>

const char *tls_library_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}

const char *tls_library_headers(void)
{
	return OPENSSL_VERSION_TEXT;
}
