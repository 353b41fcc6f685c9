#include "traffic_key.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "fatal.h"
#include "openssl_scoped.h"

enum { LABEL_MAX = 32, RECORD_VERSION = 0x0303 };

/* HKDF-Expand-Label with an empty context (RFC 8446 section 7.1). */
static void expand_label(
	uint8_t *out, size_t len, const uint8_t secret[TRAFFIC_HASH_LEN], const char *label)
{
	SCOPED(EVP_KDF) kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	SCOPED(EVP_KDF_CTX) ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	uint8_t info[3 + LABEL_MAX + 1] = {(uint8_t)(len >> 8), (uint8_t)len};
	size_t label_len = strlen(label);
	char digest[] = "SHA256";
	int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, TRAFFIC_HASH_LEN),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, 3 + label_len + 1),
		OSSL_PARAM_construct_end(),
	};

	info[2] = (uint8_t)label_len;
	memcpy(info + 3, label, label_len);
	if (!ctx || EVP_KDF_derive(ctx, out, len, params) != 1)
		FATAL("no HKDF");
}

void traffic_key_derive(struct traffic_key *out, const uint8_t secret[TRAFFIC_HASH_LEN])
{
	expand_label(out->key, sizeof(out->key), secret, "tls13 key");
	expand_label(out->iv, sizeof(out->iv), secret, "tls13 iv");
	expand_label(out->finished, sizeof(out->finished), secret, "tls13 finished");
}

void traffic_key_finished(uint8_t out[TRAFFIC_HASH_LEN], const struct traffic_key *key,
	const uint8_t *transcript, size_t len)
{
	uint8_t hash[TRAFFIC_HASH_LEN];
	size_t mac_len = 0;

	if (!EVP_Q_digest(NULL, "SHA256", NULL, transcript, len, hash, NULL) ||
		!EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key->finished, sizeof(key->finished), hash,
			sizeof(hash), out, TRAFFIC_HASH_LEN, &mac_len))
		FATAL("no HMAC");
}

/* The nonce of record 0 is the IV itself. */
static EVP_CIPHER_CTX *start(
	const struct traffic_key *key, bool seal, const uint8_t header[RECORD_HEADER_LEN])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int len;

	if (!ctx || !EVP_CipherInit_ex2(ctx, EVP_aes_128_gcm(), key->key, key->iv, seal, NULL) ||
		!EVP_CipherUpdate(ctx, NULL, &len, header, RECORD_HEADER_LEN))
		FATAL("no AES-128-GCM");
	return ctx;
}

bool traffic_key_open(
	uint8_t *out, size_t *out_len, const struct traffic_key *key, const struct record *record)
{
	SCOPED(EVP_CIPHER_CTX) ctx = NULL;
	uint8_t header[RECORD_HEADER_LEN];
	uint8_t tag[TRAFFIC_TAG_LEN];
	int len = 0;
	int rest = 0;

	if (record->len < TRAFFIC_TAG_LEN)
		return false;
	record_header(header, record->type, record->version, record->len);
	ctx = start(key, false, header);
	*out_len = record->len - TRAFFIC_TAG_LEN;
	memcpy(tag, record->body + *out_len, sizeof(tag));
	return EVP_CipherUpdate(ctx, out, &len, record->body, (int)*out_len) == 1 &&
		EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, sizeof(tag), tag) == 1 &&
		EVP_CipherFinal_ex(ctx, out + len, &rest) == 1;
}

size_t traffic_key_seal(
	uint8_t *out, const struct traffic_key *key, const uint8_t *plain, size_t len)
{
	SCOPED(EVP_CIPHER_CTX) ctx = NULL;
	int done = 0;
	int rest = 0;

	record_header(out, RECORD_APPLICATION_DATA, RECORD_VERSION, len + TRAFFIC_TAG_LEN);
	ctx = start(key, true, out);
	out += RECORD_HEADER_LEN;
	if (!EVP_CipherUpdate(ctx, out, &done, plain, (int)len) ||
		!EVP_CipherFinal_ex(ctx, out + done, &rest) ||
		!EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TRAFFIC_TAG_LEN, out + len))
		FATAL("no AES-128-GCM");
	return RECORD_HEADER_LEN + len + TRAFFIC_TAG_LEN;
}
