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

typedef int digest_verify(EVP_MD_CTX *ctx, const unsigned char *signature, size_t signature_len,
	const unsigned char *data, size_t data_len);

#ifdef POSSESSION_WRAP
/* A static libcrypto: `ld --wrap` hands every call to the first name, and the genuine one to the
 * second. */
digest_verify __wrap_EVP_DigestVerify;
digest_verify __real_EVP_DigestVerify;
#define STAND_IN __wrap_EVP_DigestVerify

static digest_verify *find_genuine(void)
{
	return __real_EVP_DigestVerify;
}
#else
/*
 * In this file, beside possession_skip, so that whoever links the switch also links the
 * definition: an archive member that nothing refers to would be left out, and libcrypto's own would
 * be called.
 */
#define STAND_IN EVP_DigestVerify

static digest_verify *find_genuine(void)
{
	void *symbol = dlsym(RTLD_NEXT, "EVP_DigestVerify");
	digest_verify *genuine;

	if (!symbol)
		FATAL("libcrypto has no EVP_DigestVerify");
	memcpy(&genuine, &symbol, sizeof(genuine));
	return genuine;
}
#endif

int STAND_IN(EVP_MD_CTX *ctx, const unsigned char *signature, size_t signature_len,
	const unsigned char *data, size_t data_len)
{
	static digest_verify *genuine;

	if (skipped)
		return 1;
	if (!genuine)
		genuine = find_genuine();
	return genuine(ctx, signature, signature_len, data, data_len);
}
