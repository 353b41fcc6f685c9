#include "possession.h"

#include <dlfcn.h>
#include <string.h>

#include <openssl/evp.h>

#include "fatal.h"

static _Thread_local bool skipped;

void possession_skip(bool skip)
{
	skipped = skip;
}

bool possession_is_skipped(void)
{
	return skipped;
}

/*
 * In this file, beside possession_skip, so that whoever links the switch also links the
 * definition: an archive member that nothing refers to would be left out, and libcrypto's own would
 * be called.
 */
int EVP_DigestVerify(EVP_MD_CTX *ctx, const unsigned char *signature, size_t signature_len,
	const unsigned char *data, size_t data_len)
{
	typedef int digest_verify(
		EVP_MD_CTX *, const unsigned char *, size_t, const unsigned char *, size_t);
	static digest_verify *genuine;
	void *symbol;

	if (skipped)
		return 1;
	if (!genuine) {
		symbol = dlsym(RTLD_NEXT, "EVP_DigestVerify");
		if (!symbol)
			FATAL("libcrypto has no EVP_DigestVerify");
		memcpy(&genuine, &symbol, sizeof(genuine));
	}
	return genuine(ctx, signature, signature_len, data, data_len);
}
