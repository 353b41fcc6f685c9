#include "client_offer.h"

#include <string.h>

#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "arena.h"
#include "asked_keys.h"
#include "buf.h"
#include "named_group.h"
#include "text.h"
#include "wire.h"

enum { TEXT_MAX = 8192, SUITE_SCSV_RENEGOTIATION = 0x00ff, SUITE_SCSV_FALLBACK = 0x5600 };

static bool is_listed(struct der list, uint32_t number)
{
	struct wire wire = wire_of(list.data, list.len);

	while (wire.left >= 2) {
		if (wire_number(&wire, 2) == number)
			return true;
	}
	return false;
}

/* Who says nothing takes SHA-1 with either. */
static bool takes_signature(
	const struct client_hello *hello, enum signing_key key, enum tls_version version)
{
	static const uint8_t unsaid[] = {0x02, 0x01, 0x02, 0x03};
	struct der said = hello->signature_algorithms;

	return asked_schemes_take(said.len ? said : (struct der){unsaid, sizeof(unsaid)}, key, version);
}

/* Before TLS 1.3, where the scheme names it, the curve of the key must be one of the groups. */
static bool takes_curve(
	const struct client_hello *hello, enum signing_key key, enum tls_version version)
{
	static const uint16_t curves[SIGNING_KEY_COUNT] = {
		[SIGNING_KEY_P256] = 23, [SIGNING_KEY_P384] = 24, [SIGNING_KEY_P521] = 25};

	return version >= TLS_1_3 || !curves[key] || !hello->groups.len ||
		is_listed(hello->groups, curves[key]);
}

static bool has_curve(const struct client_hello *hello)
{
	struct wire wire = wire_of(hello->groups.data, hello->groups.len);

	while (wire.left >= 2) {
		if (named_group_is_curve((uint16_t)wire_number(&wire, 2)))
			return true;
	}
	return !hello->groups.len;
}

static bool is_rsa(enum signing_key key)
{
	return key == SIGNING_KEY_RSA || key == SIGNING_KEY_RSA_PSS;
}

static bool suite_fits(
	const SSL_CIPHER *suite, const struct client_hello *hello, enum signing_key key)
{
	if (SSL_CIPHER_get_auth_nid(suite) != (is_rsa(key) ? NID_auth_rsa : NID_auth_ecdsa))
		return false;
	/* RSASSA-PSS does not encrypt */
	if (SSL_CIPHER_get_kx_nid(suite) == NID_kx_rsa)
		return key == SIGNING_KEY_RSA;
	return SSL_CIPHER_get_kx_nid(suite) != NID_kx_ecdhe || has_curve(hello);
}

static bool takes_suite(
	const struct client_hello *hello, SSL *ssl, enum signing_key key, enum tls_version version)
{
	struct wire wire = wire_of(hello->suites.data, hello->suites.len);

	if (version >= TLS_1_3)
		return true;
	while (wire.left >= 2) {
		const SSL_CIPHER *suite = SSL_CIPHER_find(ssl, wire_bytes(&wire, 2).at);

		if (suite && sk_SSL_CIPHER_find(SSL_get_ciphers(ssl), suite) >= 0 &&
			suite_fits(suite, hello, key))
			return true;
	}
	return false;
}

bool client_offer_takes(
	const struct client_hello *hello, SSL *ssl, enum signing_key key, enum tls_version version)
{
	return (version < TLS_1_2 || takes_signature(hello, key, version)) &&
		takes_curve(hello, key, version) && takes_suite(hello, ssl, key, version);
}

/* RFC 8701: numbers that mean nothing, on purpose. */
static bool is_grease(uint32_t number)
{
	return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
}

/* A number that is no suite, scheme or group. */
static bool is_signal(uint32_t number)
{
	return is_grease(number) || number == SUITE_SCSV_RENEGOTIATION || number == SUITE_SCSV_FALLBACK;
}

/* libssl's words for the version that a suite begins with. */
static bool is_of_tls12(const SSL_CIPHER *suite)
{
	const char *since = SSL_CIPHER_get_version(suite);

	return strcmp(since, "TLSv1.2") == 0 || strcmp(since, "TLSv1.3") == 0;
}

bool client_offer_goes_below_tls12(const struct client_hello *hello, SSL *ssl)
{
	struct wire wire = wire_of(hello->suites.data, hello->suites.len);

	while (wire.left >= 2) {
		struct wire at = wire_bytes(&wire, 2);
		const SSL_CIPHER *suite = SSL_CIPHER_find(ssl, at.at);
		uint32_t number = wire_number(&at, 2);

		if (is_signal(number))
			continue;
		if (!suite || !is_of_tls12(suite))
			return true;
	}
	return false;
}

static void put_list(struct buf *out, const char *title, struct der list, SSL *ssl,
	const char *(*name)(uint16_t number, SSL *ssl, struct arena *arena), struct arena *arena)
{
	struct wire wire = wire_of(list.data, list.len);
	const char *before = title;

	while (wire.left >= 2) {
		uint16_t number = (uint16_t)wire_number(&wire, 2);

		if (is_signal(number))
			continue;
		buf_printf(out, "%s%s", before, name(number, ssl, arena));
		before = ", ";
	}
}

static const char *suite_name(uint16_t number, SSL *ssl, struct arena *arena)
{
	const unsigned char wire[] = {(unsigned char)(number >> 8), (unsigned char)number};
	const SSL_CIPHER *suite = SSL_CIPHER_find(ssl, wire);

	return suite ? SSL_CIPHER_standard_name(suite) : arena_printf(arena, "0x%04x", number);
}

static const char *scheme_name(uint16_t number, SSL *ssl, struct arena *arena)
{
	(void)ssl;
	return signature_scheme_name(number, arena);
}

static const char *group_name(uint16_t number, SSL *ssl, struct arena *arena)
{
	(void)ssl;
	return named_group_name(number, arena);
}

/* RFC 7301 section 3.1: each name with its length in a byte before it. */
const char **client_offer_protocols(
	size_t *count, const struct client_hello *hello, struct arena *arena)
{
	struct wire wire = wire_of(hello->protocols.data, hello->protocols.len);
	const char **names = NULL;

	*count = 0;
	while (!wire.bad && wire.left) {
		struct wire name = wire_vector(&wire, 1);

		if (!wire.bad)
			*ARENA_PUSH(arena, names, *count) =
				text_clean_dup(arena, (const char *)name.at, name.left);
	}
	return names;
}

static void put_protocols(struct buf *out, const struct client_hello *hello, struct arena *arena)
{
	size_t count;
	const char **names = client_offer_protocols(&count, hello, arena);

	buf_puts(out, count ? "; ALPN " : "");
	buf_put_list(out, names, count);
}

const char *client_offer_text(const struct client_hello *hello, SSL *ssl, struct arena *arena)
{
	SCOPED_BUF out;

	buf_init(&out, TEXT_MAX);
	for (int version = 0; version < TLS_VERSION_COUNT; version++) {
		if (hello->offers[version])
			buf_printf(
				&out, "%s%s", out.len ? ", " : "", tls_version_name((enum tls_version)version));
	}
	put_list(&out, "; suites ", hello->suites, ssl, suite_name, arena);
	put_list(&out, "; signature algorithms ", hello->signature_algorithms, ssl, scheme_name, arena);
	put_list(&out, "; groups ", hello->groups, ssl, group_name, arena);
	put_protocols(&out, hello, arena);
	return arena_strndup(arena, buf_text(&out), out.len);
}

/* The scheme of the signature upon a certificate, or 0: none that we know. */
static uint16_t scheme_of(X509 *certificate)
{
	static const struct {
		int key;
		int digest;
		uint16_t scheme;
	} rows[] = {
		{NID_X9_62_id_ecPublicKey, NID_sha1, 0x0203},
		{NID_X9_62_id_ecPublicKey, NID_sha256, 0x0403},
		{NID_X9_62_id_ecPublicKey, NID_sha384, 0x0503},
		{NID_X9_62_id_ecPublicKey, NID_sha512, 0x0603},
		{NID_rsaEncryption, NID_sha1, 0x0201},
		{NID_rsaEncryption, NID_sha256, 0x0401},
		{NID_rsaEncryption, NID_sha384, 0x0501},
		{NID_rsaEncryption, NID_sha512, 0x0601},
		{NID_ED25519, NID_undef, 0x0807},
		{NID_ED448, NID_undef, 0x0808},
	};
	int digest = NID_undef;
	int key = NID_undef;

	if (!X509_get_signature_info(certificate, &digest, &key, NULL, NULL))
		return 0;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].key == key && rows[i].digest == digest)
			return rows[i].scheme;
	}
	return 0;
}

const char *client_offer_lacks(
	const struct client_hello *hello, const struct credential *credential, struct arena *arena)
{
	struct der said = hello->certificate_algorithms.len ? hello->certificate_algorithms
														: hello->signature_algorithms;
	SCOPED_BUF out;
	uint16_t before = 0;

	buf_init(&out, TEXT_MAX);
	for (size_t i = 0; said.len && i < credential->chain_len; i++) {
		uint16_t scheme = credential->chain[i] ? scheme_of(credential->chain[i]) : 0;

		if (scheme == before || !scheme || is_listed(said, scheme))
			continue;
		buf_printf(&out, "%s%s", out.len ? ", " : "", signature_scheme_name(scheme, arena));
		before = scheme;
	}
	return out.len ? arena_strndup(arena, buf_text(&out), out.len) : NULL;
}
