/* Which of our server certificates are good for which name: with OpenSSL's own rules, and with
 * those of RFC 9525, which knows neither a common name nor a wildcard within a label. */
#include <string.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "world.h"

#define HOST X509_V_ERR_HOSTNAME_MISMATCH
#define ADDRESS X509_V_ERR_IP_ADDRESS_MISMATCH

static const struct {
	const char *credential;
	const char *name;
	int strict; /* error of X509_verify_cert by RFC 9525 */
	int by_default;
} rows[] = {
	{"server", PKI_SERVER_NAME, 0, 0},
	{"server", "SERVER.mtlspec.TEST", 0, 0},
	{"server", "127.0.0.1", 0, 0},
	{"server", "::1", 0, 0},
	{"server", "127.0.0.2", ADDRESS, ADDRESS},
	{"server", "server.mtlspec.test.", HOST, HOST},
	{"server", "mtlspec server", HOST, HOST},
	{"server-bad-name", PKI_SERVER_NAME, HOST, HOST},
	{"server-bad-name", "elsewhere.mtlspec.test", 0, 0},
	{"server-name-at-end", PKI_SERVER_NAME, HOST, HOST},
	{"server-name-at-start", PKI_SERVER_NAME, HOST, HOST},
	{"server-parent-name", PKI_SERVER_NAME, HOST, HOST},
	{"server-bad-address", "127.0.0.1", ADDRESS, ADDRESS},
	{"server-bad-address", PKI_SERVER_NAME, 0, 0},
	{"server-cn-only", PKI_SERVER_NAME, HOST, 0},
	{"server-cn-beside-san", PKI_SERVER_NAME, HOST, HOST},
	{"server-wildcard", PKI_SERVER_NAME, 0, 0},
	{"server-wildcard", "a.b.mtlspec.test", HOST, HOST},
	{"server-wildcard", "mtlspec.test", HOST, HOST},
	{"server-deep", "a.b.mtlspec.test", 0, 0},
	{"server-wildcard-bare", PKI_SERVER_NAME, HOST, HOST},
	{"server-wildcard-partial", PKI_SERVER_NAME, HOST, 0},
	{"server-ip", "127.0.0.1", 0, 0},
	{"server-ip", PKI_SERVER_NAME, HOST, HOST},
	{"server-ip-as-dns", "127.0.0.1", ADDRESS, ADDRESS},
	{"server-idn", "xn--bcher-kva.mtlspec.test", 0, 0},
	{"server-idn-u-label", "xn--bcher-kva.mtlspec.test", HOST, HOST},
	{"server-idn-u-label",
		"b\xc3\xbc"
		"cher.mtlspec.test",
		0, 0},
	{"server-nul-san", PKI_SERVER_NAME, HOST, HOST},
	{"server-nul-san", "evil.example", HOST, HOST},
};

static int verify(
	struct world *world, const struct credential *credential, const char *name, unsigned flags)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	X509_VERIFY_PARAM *param;
	int error;

	ck_assert(X509_STORE_add_cert(store, world_authority(world, PKI_SERVER_ROOT)));
	ck_assert(sk_X509_push(chain, credential->chain[1]));
	ck_assert(X509_STORE_CTX_init(ctx, store, credential->chain[0], chain));
	X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_SERVER);
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_hostflags(param, flags);
	if (!X509_VERIFY_PARAM_set1_ip_asc(param, name))
		ck_assert(X509_VERIFY_PARAM_set1_host(param, name, 0));
	X509_verify_cert(ctx);
	error = X509_STORE_CTX_get_error(ctx);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_free(chain);
	ERR_clear_error();
	return error;
}

static void check(bool strict)
{
	unsigned flags =
		strict ? X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS : 0;
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int expected = strict ? rows[i].strict : rows[i].by_default;
		int error =
			verify(&world, world_credential(&world, rows[i].credential), rows[i].name, flags);

		ck_assert_msg(error == expected, "%s for %s: %s, not %s", rows[i].credential, rows[i].name,
			X509_verify_cert_error_string(error), X509_verify_cert_error_string(expected));
	}
	world_end(&world);
}

START_TEST(test_by_rfc_9525)
{
	check(true);
}
END_TEST

START_TEST(test_by_openssl)
{
	check(false);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"names", {test_by_rfc_9525, test_by_openssl}}};

	return unit_run("ca_server_name", cases, COUNT_OF(cases));
}
