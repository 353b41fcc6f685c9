/* What is expected of a CertificateRequest, of a client's Hello and of its signature. */
#include <string.h>

#include "scenario_fixture.h"

#define HEAD "title: t\nwhy: w\nrules: r\n"
#define SERVER "target: server\nclient: {present: client}\nexpect:\n  "
#define CLIENT "target: client\nserver: {present: client}\nexpect:\n  "

static const struct step_expectation *read_one(
	struct fixture *f, const char *text, enum auth_mode mode)
{
	const struct scenario *scenario = fixture_read(f, text);

	ck_assert_msg(scenario, "refused: %s", text);
	return &scenario->steps->expect[mode];
}

START_TEST(test_request_is_read)
{
	const struct step_expectation *expect;
	struct fixture f;

	fixture_begin(&f);
	expect = read_one(&f, HEAD SERVER "NoClientCert: {outcome: accept, request: {asked: false}}\n",
		AUTH_NO_CLIENT_CERT);
	ck_assert_int_eq(expect->asked, ASKED_NO);
	ck_assert(!expect->ca_names.given && !expect->schemes.given);
	expect = read_one(&f,
		HEAD SERVER "RequestClientCert: {outcome: either, level: should, request: {asked: true,\n"
					"    ca_names: configured, sigalgs: [ed25519, ecdsa_sha1]}}\n",
		AUTH_REQUEST_CLIENT_CERT);
	ck_assert_int_eq(expect->asked, ASKED_YES);
	ck_assert(expect->ca_names.given && expect->ca_names.configured);
	ck_assert_uint_eq(expect->schemes.only_count, 2);
	ck_assert_str_eq(expect->schemes.only[1], "ecdsa_sha1");
	expect = read_one(&f,
		HEAD SERVER "RequestClientCert: {outcome: accept, request: {sigalgs_not: sha1}}\n",
		AUTH_REQUEST_CLIENT_CERT);
	ck_assert_int_eq(expect->asked, ASKED_UNCHECKED);
	ck_assert_str_eq(expect->schemes.never[0], "sha1");
	fixture_end(&f);
}
END_TEST

START_TEST(test_hello_is_read)
{
	const struct hello_rule *rule;
	struct fixture f;

	fixture_begin(&f);
	rule = &read_one(&f, HEAD CLIENT "NoClientCert: {outcome: accept, sni: told, alpn: none}\n",
		AUTH_NO_CLIENT_CERT)
				->hello;
	ck_assert_int_eq(rule->sni, SNI_TOLD);
	ck_assert(rule->protocols_given && !rule->protocol_count && !rule->signature.given);
	rule = &read_one(&f,
		HEAD CLIENT "RequestClientCert: {reject: unknown_ca, sni: a.test, alpn: [h2, x],\n"
					"    signature: ed25519}\n",
		AUTH_REQUEST_CLIENT_CERT)
				->hello;
	ck_assert_int_eq(rule->sni, SNI_NAMED);
	ck_assert_str_eq(rule->name, "a.test");
	ck_assert_uint_eq(rule->protocol_count, 2);
	ck_assert_str_eq(rule->signature.only[0], "ed25519");
	rule = &read_one(&f, HEAD CLIENT "NoClientCert: {outcome: either, level: should, sni: none}\n",
		AUTH_NO_CLIENT_CERT)
				->hello;
	ck_assert_int_eq(rule->sni, SNI_NONE);
	ck_assert(!rule->protocols_given);
	fixture_end(&f);
}
END_TEST

START_TEST(test_offered_schemes_are_read)
{
	const struct scenario *scenario;
	struct fixture f;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD "target: client\nserver: {present: client, sigalgs: [ed25519, rsa_pkcs1_sha1]}\n"
			 "expect: {RequestClientCert: accept}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert_uint_eq(scenario->steps->server.schemes.count, 2);
	fixture_end(&f);
}
END_TEST

static const struct fixture_refusal refusals[] = {
	{SERVER "RequestClientCert: {outcome: accept, request: {}}\n", 7, 49, "'request' says nothing"},
	{SERVER "RequestClientCert: {outcome: accept, request: {asked: false, ca_names: [x]}}\n", 7, 57,
		"who is not asked is told nothing"},
	{SERVER "RequestClientCert: {outcome: accept, request: {asked: false}}\n", 7, 22,
		"RequestClientCert asks for a certificate"},
	{SERVER "NoClientCert: {outcome: accept, request: {asked: true}}\n", 7, 17,
		"NoClientCert asks for no certificate"},
	{SERVER "NoClientCert: {outcome: accept, request: {sigalgs: ed25519}}\n", 7, 17,
		"NoClientCert asks for no certificate"},
	{SERVER "RequestClientCert: {outcome: accept, request: {sigalgs: [ed25591]}}\n", 7, 60,
		"unknown signature scheme 'ed25591'"},
	{SERVER "RequestClientCert: {outcome: accept, request: {sigalgs: [sha1]}}\n", 7, 60,
		"unknown signature scheme 'sha1'"},
	{SERVER
		"RequestClientCert: {outcome: accept, request: {sigalgs: [ed448], sigalgs_not: [md5]}}\n",
		7, 82, "'sigalgs' and 'sigalgs_not': give one of them"},
	{SERVER "RequestClientCert: {outcome: accept, sni: told}\n", 7, 22,
		"'sni', 'alpn' and 'signature' are expected of a target that is a client"},
	{CLIENT "RequestClientCert: {outcome: accept, request: {asked: true}}\n", 7, 22,
		"a target that is a client gives no answer"},
	{CLIENT "NoClientCert: {outcome: accept, signature: ed25519}\n", 7, 17,
		"NoClientCert asks for no certificate: nothing is signed"},
	{CLIENT "RequestClientCert: {outcome: accept, signature_not: [md4]}\n", 7, 56,
		"unknown signature scheme 'md4' (and no hash: md5, sha1)"},
	{CLIENT "RequestClientCert: {outcome: accept, alpn: [none, h2]}\n", 7, 47,
		"'none' stands alone, not beside protocols"},
	{CLIENT "RequestClientCert: {outcome: accept, sni: 'a b'}\n", 7, 45, "'a b' is no host name"},
	{"target: client\nserver: {present: client}\nclient: {present: none}\nexpect:\n"
	 "  RequestClientCert: {outcome: accept, signature: ed448}\n",
		8, 22, "a client without a certificate signs nothing"},
	{"target: client\nserver: {present: client, sigalgs: ed448}\n"
	 "expect: {NoClientCert: accept}\n",
		5, 36, "'sigalgs': in none of these modes our server asks for a certificate"},
	{"target: client\nserver: {present: client, sigalgs: x}\n"
	 "expect: {RequestClientCert: accept}\n",
		5, 36, "unknown signature scheme 'x'"},
};

START_TEST(test_contradictions)
{
	fixture_expect_refusals(HEAD, refusals, COUNT_OF(refusals));
}
END_TEST

struct unit_case hello_case(void)
{
	return (struct unit_case){"hello",
		{test_request_is_read, test_hello_is_read, test_offered_schemes_are_read,
			test_contradictions}};
}
