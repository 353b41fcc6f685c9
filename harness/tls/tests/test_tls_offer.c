/* What a server from memory shows a client that takes little. */
#include <string.h>

#include "client_offer.h"
#include "named_group.h"
#include "peers.h"
#include "stranger.h"
#include "unit.h"

enum { ALERT_HANDSHAKE_FAILURE = 40, ALERT_NO_APPLICATION_PROTOCOL = 120 };

static const struct credential *find(
	void *owner, const struct credential *of, enum signing_key key, const char **why)
{
	return pki_twin(owner, of, key, why);
}

/* In libssl's words; NULL: its own list. */
struct offer {
	enum tls_version server;
	const char *ciphers;
	const char *schemes;
	const char *groups;
	const char *credential;
	const char *twin; /* NULL: none */
};

static struct observation meet(const struct offer *offer, int newest)
{
	const struct tls_server_options options = {.credential = peers_credential(offer->credential),
		.twins = {find, peers_get()->pki},
		.mode = AUTH_NO_CLIENT_CERT,
		.version = offer->server};
	struct stranger stranger;

	stranger_begin(&stranger, &options);
	ck_assert(!newest || SSL_set_max_proto_version(stranger.ssl, newest));
	ck_assert(!offer->ciphers || SSL_set_cipher_list(stranger.ssl, offer->ciphers));
	ck_assert(!offer->schemes || SSL_set1_sigalgs_list(stranger.ssl, offer->schemes));
	ck_assert(!offer->groups || SSL_set1_groups_list(stranger.ssl, offer->groups));
	stranger_run(&stranger);
	stranger_end(&stranger);
	return stranger.facts;
}

START_TEST(test_twins_by_what_is_offered)
{
	static const struct offer offers[] = {
		{TLS_1_2, NULL, NULL, NULL, "server", NULL},
		{TLS_1_3, NULL, NULL, NULL, "server", NULL},
		{TLS_1_2, "ECDHE-RSA-AES128-GCM-SHA256", NULL, NULL, "server", "server+rsa2048"},
		{TLS_1_2, "DHE-RSA-AES128-GCM-SHA256", NULL, NULL, "server", "server+rsa2048"},
		{TLS_1_2, "AES128-SHA", NULL, NULL, "server", "server+rsa2048"},
		{TLS_1_2, NULL, "RSA+SHA256", NULL, "server", "server+rsa2048"},
		{TLS_1_2, NULL, "ed25519", NULL, "server", "server+ed25519"},
		/* the curve of the key is none of its groups */
		{TLS_1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", NULL, "X25519:P-384", "server", "server+p384"},
		{TLS_1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", NULL, "X25519", "server", "server+ed25519"},
		{TLS_1_3, NULL, "rsa_pss_rsae_sha256", NULL, "server", "server+rsa2048"},
		{TLS_1_3, NULL, "ed25519", NULL, "server", "server+ed25519"},
		{TLS_1_3, NULL, "ed448", NULL, "server", "server+ed448"},
		{TLS_1_3, NULL, "rsa_pss_pss_sha256", NULL, "server", "server+rsa-pss"},
		{TLS_1_3, NULL, "rsa_pss_rsae_sha256", NULL, "server-wildcard", "server-wildcard+rsa2048"},
		{TLS_1_3, NULL, "rsa_pss_rsae_sha256", NULL, "server-rsa-1024", NULL},
		/* groups that nobody has by default, or few */
		{TLS_1_3, NULL, NULL, "X448", "server", NULL},
		{TLS_1_3, NULL, NULL, "ffdhe3072", "server", NULL},
		{TLS_1_2, "ECDHE-RSA-AES128-GCM-SHA256", NULL, "brainpoolP256r1", "server",
			"server+rsa2048"},
		{TLS_1_2, "ECDHE-RSA-AES128-GCM-SHA256", NULL, "secp256k1", "server", "server+rsa2048"},
	};

	for (size_t i = 0; i < COUNT_OF(offers); i++) {
		/* some groups are of TLS 1.2 alone */
		const struct observation facts =
			meet(&offers[i], offers[i].groups && offers[i].server == TLS_1_2 ? TLS1_2_VERSION : 0);

		ck_assert_msg(facts.handshake_done, "row %zu: %s; it offers %s", i,
			tls_alert_name(facts.alert), facts.client_offers ? facts.client_offers : "?");
		ck_assert_int_eq(facts.served, SENT_AS_MEANT);
		ck_assert_pstr_eq(facts.twin, offers[i].twin);
		ck_assert_int_eq(facts.why_twin != NULL, offers[i].twin != NULL);
		ck_assert(!facts.trouble && !facts.client_offers && !facts.unsent);
		ck_assert(!facts.version_not_offered);
	}
}
END_TEST

/* Each bad one's twin is as bad. */
START_TEST(test_twins_are_as_bad)
{
	static const struct {
		const char *credential;
		int alert;
	} rows[] = {{"server-expired", TLS_ALERT_CERTIFICATE_EXPIRED},
		{"server-wrong-ca", TLS_ALERT_UNKNOWN_CA}, {"server-self-signed", TLS_ALERT_UNKNOWN_CA},
		{"server-tampered", TLS_ALERT_DECRYPT_ERROR}, {"server-wrong-key", TLS_ALERT_DECRYPT_ERROR},
		{"server-client-eku", 43}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct offer offer = {
			TLS_1_3, NULL, "rsa_pss_rsae_sha256", NULL, rows[i].credential, NULL};
		const struct observation facts = meet(&offer, 0);

		ck_assert_int_eq(facts.served, SENT_AS_MEANT);
		ck_assert_ptr_nonnull(facts.twin);
		ck_assert_msg(facts.alert == rows[i].alert && facts.alert_from == PARTY_CLIENT, "%s: %s",
			rows[i].credential, tls_alert_name(facts.alert));
	}
}
END_TEST

/* It is our server that gives up, and what the client offers is told. */
START_TEST(test_nothing_in_common)
{
	static const struct {
		struct offer offer;
		const char *says;
		const char *unsent;
	} rows[] = {
		{{TLS_1_2, "ADH-AES128-SHA256", NULL, "X448", "server", NULL},
			", TLS_DH_anon_WITH_AES_128_CBC_SHA256; signature algorithms ", NULL},
		{{TLS_1_2, "ADH-AES128-SHA256", "ed448", NULL, "server", NULL},
			"; signature algorithms ed448; groups ", NULL},
		{{TLS_1_3, NULL, "ed25519", "X448", "server-rsa-1024", NULL}, "; groups x448",
			"server-rsa-1024 has an RSA key, for which the client offers nothing"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct observation facts = meet(&rows[i].offer, 0);

		ck_assert_int_eq(facts.alert, ALERT_HANDSHAKE_FAILURE);
		ck_assert_int_eq(facts.alert_from, PARTY_SERVER);
		ck_assert_int_eq(facts.served, SENT_NOT_YET);
		ck_assert_ptr_null(facts.twin);
		ck_assert_msg(facts.client_offers && strstr(facts.client_offers, "tls1.2, tls1.3") &&
				strstr(facts.client_offers, rows[i].says),
			"row %zu: %s", i, facts.client_offers ? facts.client_offers : "?");
		ck_assert_pstr_eq(facts.unsent, rows[i].unsent);
	}
}
END_TEST

START_TEST(test_version_that_is_not_offered)
{
	const struct offer offer = {TLS_1_3, NULL, NULL, NULL, "server", NULL};
	const struct observation facts = meet(&offer, TLS1_2_VERSION);

	ck_assert(facts.version_not_offered);
	ck_assert_int_eq(facts.alert, TLS_ALERT_PROTOCOL_VERSION);
	ck_assert_msg(strstr(facts.client_offers, "tls1.2; suites "), "%s", facts.client_offers);
}
END_TEST

/* The chain above a twin is signed as ever: who may not be able to verify that is known. */
/* Suites of TLS 1.2 alone: what is older can't be spoken with it, as whoever offers others has to
 * say by itself. */
START_TEST(test_version_out_of_reach)
{
	static const struct offer modern = {TLS_1_1, "ECDHE+AESGCM", NULL, NULL, "server", NULL};
	static const struct offer any = {TLS_1_1, "ALL:@SECLEVEL=0", NULL, NULL, "server", NULL};
	struct observation facts = meet(&modern, 0);

	ck_assert(facts.version_out_of_reach);
	ck_assert_int_eq(facts.alert, ALERT_HANDSHAKE_FAILURE);
	ck_assert_int_eq(facts.alert_from, PARTY_SERVER);
	facts = meet(&any, 0);
	ck_assert(!facts.version_out_of_reach);
	ck_assert_int_eq(facts.alert_from, PARTY_CLIENT);
}
END_TEST

START_TEST(test_chain_that_is_signed_otherwise)
{
	static const struct offer offers[] = {
		{TLS_1_3, NULL, "rsa_pss_rsae_sha256:ECDSA+SHA384", NULL, "server", NULL},
		{TLS_1_3, NULL, "rsa_pss_rsae_sha256:ECDSA+SHA256", NULL, "server", NULL},
	};

	ck_assert_pstr_eq(meet(&offers[0], 0).chain_not_offered, "ecdsa_secp256r1_sha256");
	ck_assert_ptr_null(meet(&offers[1], 0).chain_not_offered);
}
END_TEST

/* HTTP/2 is chosen where HTTP/1.1 is not offered; and without either it is our server that ends. */
START_TEST(test_protocols)
{
	static const struct {
		const char *offered; /* each with its length before it */
		const char *chosen; /* NULL: nothing is said */
		const char *told; /* NULL: it went well */
	} rows[] = {
		{"\x02h2", "h2", NULL},
		{"\x08grpc-exp\x02h2", "h2", NULL},
		{"\x02h2\x08http/1.1", NULL, NULL},
		{"\x08http/1.1", NULL, NULL},
		{"\x08http/1.0", NULL, NULL},
		{"\x04mqtt\x03h\x1b[", NULL, "; ALPN mqtt, h\\x1b["},
		{"\x03h2c", NULL, "; ALPN h2c"},
	};

	for (size_t i = 0; i < 2 * COUNT_OF(rows); i++) {
		const struct tls_server_options options = {.credential = peers_credential("server"),
			.mode = AUTH_NO_CLIENT_CERT,
			.version = i % 2 ? TLS_1_3 : TLS_1_2};
		const char *offered = rows[i / 2].offered;
		const char *chosen = rows[i / 2].chosen;
		const unsigned char *seen;
		struct stranger stranger;
		unsigned len;

		stranger_begin(&stranger, &options);
		ck_assert_int_eq(SSL_set_alpn_protos(stranger.ssl, (const unsigned char *)offered,
							 (unsigned)strlen(offered)),
			0);
		stranger_run(&stranger);
		SSL_get0_alpn_selected(stranger.ssl, &seen, &len);
		ck_assert_msg(len == (chosen ? strlen(chosen) : 0), "row %zu", i / 2);
		ck_assert(!chosen || memcmp(seen, chosen, len) == 0);
		ck_assert_int_eq(stranger.done, !rows[i / 2].told);
		ck_assert_int_eq(stranger.facts.http2, chosen != NULL);
		if (rows[i / 2].told) {
			ck_assert_int_eq(stranger.facts.alert, ALERT_NO_APPLICATION_PROTOCOL);
			ck_assert_int_eq(stranger.facts.alert_from, PARTY_SERVER);
			ck_assert_ptr_nonnull(strstr(stranger.facts.client_offers, rows[i / 2].told));
		}
		stranger_end(&stranger);
	}
}
END_TEST

/* What the client says and signs with, and that it is asked for what was meant. */
START_TEST(test_what_a_client_says_and_signs)
{
	static const unsigned char wire[] = {2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
	static const char *const asked[] = {NULL, "rsa_pss_rsae_sha512:RSA+SHA512", "ed25519"};
	static const char *const signs[] = {"rsa_pss_rsae_sha256", "rsa_pss_rsae_sha512", NULL};

	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		const struct tls_server_options options = {.credential = peers_credential("server"),
			.mode = AUTH_REQUEST_CLIENT_CERT,
			.version = TLS_1_3,
			.schemes = asked[i]};
		const struct credential *client = peers_credential("client-rsa");
		struct stranger stranger;

		stranger_begin(&stranger, &options);
		ck_assert(!SSL_set_alpn_protos(stranger.ssl, wire, sizeof(wire)));
		ck_assert(SSL_use_cert_and_key(stranger.ssl, client->chain[0], client->key, NULL, 1));
		stranger_run(&stranger);
		ck_assert(stranger.done && !stranger.facts.trouble);
		ck_assert_uint_eq(stranger.facts.protocol_count, 2);
		ck_assert_str_eq(stranger.facts.protocols[1], "http/1.1");
		ck_assert(!signs[i] == !stranger.facts.signature);
		if (signs[i])
			ck_assert_str_eq(stranger.facts.signature, signs[i]);
		ck_assert_uint_eq(stranger.facts.signature_scheme_count, i == 0 ? 0 : i == 1 ? 2 : 1);
		stranger_end(&stranger);
	}
}
END_TEST

START_TEST(test_schemes_that_libssl_does_not_know)
{
	const struct tls_server_options options = {.credential = peers_credential("server"),
		.mode = AUTH_REQUEST_CLIENT_CERT,
		.version = TLS_1_3,
		.schemes = "sm2sig_sm3"};
	struct stranger stranger;

	stranger_begin(&stranger, &options);
	stranger_run(&stranger);
	ck_assert_ptr_nonnull(strstr(stranger.facts.trouble, "can't ask for signatures by sm2sig_sm3"));
	stranger_end(&stranger);
}
END_TEST

START_TEST(test_group_names)
{
	ck_assert_str_eq(named_group_name(29, &peers_get()->arena), "x25519");
	ck_assert_str_eq(named_group_name(256, &peers_get()->arena), "ffdhe2048");
	ck_assert_str_eq(named_group_name(0x1a1b, &peers_get()->arena), "0x1a1b");
	ck_assert(named_group_is_curve(23) && named_group_is_curve(4588));
	ck_assert(!named_group_is_curve(256) && !named_group_is_curve(260));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"offer",
			{test_twins_by_what_is_offered, test_twins_are_as_bad, test_nothing_in_common,
				test_version_that_is_not_offered, test_version_out_of_reach,
				test_chain_that_is_signed_otherwise}},
		{"protocols", {test_protocols}},
		{"signing", {test_what_a_client_says_and_signs, test_schemes_that_libssl_does_not_know}},
		{"groups", {test_group_names}},
	};
	int failed = unit_run("tls_offer", cases, COUNT_OF(cases));

	peers_destroy();
	return failed;
}
