#include "possession.h"

#include <openssl/evp.h>

#include "stand_in.h"

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
STAND_IN_DECLARE(digest_verify, EVP_DigestVerify);

int STAND_IN(EVP_DigestVerify)(EVP_MD_CTX *ctx, const unsigned char *signature,
	size_t signature_len, const unsigned char *data, size_t data_len)
{
	static digest_verify *genuine;

	if (skipped)
		return 1;
	if (!genuine)
		STAND_IN_FIND(genuine, EVP_DigestVerify);
	return genuine(ctx, signature, signature_len, data, data_len);
}
