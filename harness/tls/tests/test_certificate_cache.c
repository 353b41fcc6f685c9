/* Certificates that a peer sends are parsed once; what is anybody's own is not touched. */
#include <string.h>

#include <openssl/x509.h>

#include "certificate_cache.h"
#include "peers.h"
#include "unit.h"

struct bytes {
	unsigned char der[4096];
	size_t len;
};

static struct bytes bytes_of(const char *credential)
{
	struct bytes bytes = {.len = 0};
	unsigned char *at = bytes.der;
	int len = i2d_X509(peers_credential(credential)->chain[0], NULL);

	ck_assert(len > 0 && (size_t)len < sizeof(bytes.der));
	bytes.len = (size_t)i2d_X509(peers_credential(credential)->chain[0], &at);
	return bytes;
}

/* As libssl does it. `taken`: how many bytes were read. */
static X509 *parse(const unsigned char *der, size_t len, size_t *taken)
{
	const unsigned char *at = der;
	X509 *made = X509_new();
	X509 *certificate = d2i_X509(&made, &at, (long)len);

	ck_assert_ptr_eq(certificate, certificate ? made : NULL);
	*taken = (size_t)(at - der);
	return certificate;
}

static void expect(const struct bytes *bytes, size_t hits)
{
	size_t before = certificate_cache_hits(), taken;
	X509 *certificate = parse(bytes->der, bytes->len, &taken);
	unsigned char *again = NULL;
	int len = i2d_X509(certificate, &again);

	ck_assert_ptr_nonnull(certificate);
	ck_assert_uint_eq(taken, bytes->len);
	ck_assert_uint_eq(certificate_cache_hits() - before, hits);
	ck_assert(len > 0 && (size_t)len == bytes->len && memcmp(again, bytes->der, bytes->len) == 0);
	OPENSSL_free(again);
	X509_free(certificate);
}

START_TEST(test_once_for_all)
{
	struct bytes one, other;

	certificate_cache_begin();
	one = bytes_of("client");
	other = bytes_of("client-expired");
	expect(&one, 0);
	expect(&one, 1);
	expect(&other, 0);
	expect(&other, 1);
	expect(&one, 1);
	/* one bit makes another certificate of it */
	one.der[one.len - 1] ^= 1;
	expect(&one, 0);
}
END_TEST

/* Who hands over nothing gets a certificate that he may change. */
START_TEST(test_of_ones_own)
{
	struct bytes bytes = bytes_of("client");
	size_t before, taken;
	X509 *kept;

	certificate_cache_begin();
	kept = parse(bytes.der, bytes.len, &taken);
	before = certificate_cache_hits();
	for (int i = 0; i < 2; i++) {
		const unsigned char *at = bytes.der;
		X509 *own = d2i_X509(NULL, &at, (long)bytes.len);

		ck_assert(own && own != kept && at == bytes.der + bytes.len);
		X509_free(own);
	}
	ck_assert_uint_eq(certificate_cache_hits(), before);
	X509_free(kept);
}
END_TEST

START_TEST(test_bad_bytes)
{
	struct bytes bytes = bytes_of("client");
	size_t before, taken;
	X509 *certificate;

	certificate_cache_begin();
	before = certificate_cache_hits();
	for (int i = 0; i < 2; i++) {
		/* what follows it is left to whoever reads on, each time */
		certificate = parse(bytes.der, bytes.len + 3, &taken);
		ck_assert(certificate && taken == bytes.len);
		X509_free(certificate);
		ck_assert_ptr_null(parse(bytes.der, bytes.len - 1, &taken));
		ck_assert_ptr_null(parse(bytes.der, 0, &taken));
	}
	ck_assert_uint_eq(certificate_cache_hits(), before);
}
END_TEST

/* As files of several are read: each into what held the one before. */
START_TEST(test_one_after_another)
{
	const struct bytes bytes[] = {bytes_of("client"), bytes_of("client-expired")};
	X509 *reused = X509_new();

	certificate_cache_begin();
	for (size_t i = 0; i < 6; i++) {
		const struct bytes *read = &bytes[i % COUNT_OF(bytes)];
		const unsigned char *at = read->der;
		unsigned char *again = NULL;
		int len;

		ck_assert_ptr_eq(d2i_X509(&reused, &at, (long)read->len), reused);
		len = i2d_X509(reused, &again);
		ck_assert((size_t)len == read->len && memcmp(again, read->der, read->len) == 0);
		OPENSSL_free(again);
	}
	X509_free(reused);
}
END_TEST

/* More than there is room for: one takes another's slot, and each stays what it is. */
START_TEST(test_many)
{
	struct bytes bytes = bytes_of("client");

	certificate_cache_begin();
	for (int round = 0; round < CERTIFICATE_CACHE_SLOTS * 3; round++) {
		bytes.der[bytes.len - 1] = (unsigned char)round;
		bytes.der[bytes.len - 2] = (unsigned char)(round >> 8);
		expect(&bytes, 0);
		expect(&bytes, 1);
	}
}
END_TEST

/* libssl parses by it, on both sides and in both versions. */
START_TEST(test_handshakes)
{
	static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

	for (size_t i = 0; i < 2 * COUNT_OF(versions); i++) {
		struct exchange exchange;
		size_t before = certificate_cache_hits();

		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = NO_DEFECT,
				.credential = "client",
				.version = versions[i / 2]});
		ck_assert(exchange_accepted(&exchange));
		/* each side's leaf and its CA */
		ck_assert(i == 0 || certificate_cache_hits() - before == 4);
		exchange_finish(&exchange);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"cache",
		{test_once_for_all, test_of_ones_own, test_bad_bytes, test_one_after_another, test_many,
			test_handshakes}}};

	return unit_run("certificate_cache", cases, COUNT_OF(cases));
}
