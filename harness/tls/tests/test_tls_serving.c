/* Servers made from memory, against the reference client and against plain libssl. */
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "peers.h"
#include "stranger.h"
#include "unit.h"

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};
enum { SPEED_COUNT = 200, SPEED_US = 5000 };

/* What OpenSSL as a client says to each, at security level 0; TLS_ALERT_NONE: it is good. */
static const struct served {
	const char *credential;
	const char *name; /* NULL: the default one */
	int alert;
} served[] = {
	{"server", NULL, TLS_ALERT_NONE},
	{"server", "127.0.0.1", TLS_ALERT_NONE},
	{"server-hosts", "a.wild.mtlspec.test", TLS_ALERT_NONE},
	{"server-wildcard", NULL, TLS_ALERT_NONE},
	{"server-deep", "a.b.mtlspec.test", TLS_ALERT_NONE},
	{"server-ip", "127.0.0.1", TLS_ALERT_NONE},
	{"server-idn", "xn--bcher-kva.mtlspec.test", TLS_ALERT_NONE},
	{"server-revoked", NULL, TLS_ALERT_NONE},
	{"server-of-revoked-ca", NULL, TLS_ALERT_NONE},
	{"server-revoked-list-expired", NULL, TLS_ALERT_NONE},
	{"server-revoked-list-early", NULL, TLS_ALERT_NONE},
	{"server-revoked-list-forged", NULL, TLS_ALERT_NONE},
	{"server-revoked-list-odd", NULL, TLS_ALERT_NONE},
	{"server-revoked-list-missing", NULL, TLS_ALERT_NONE},
	{"server-must-staple", NULL, TLS_ALERT_NONE},
	{"server-sha1", NULL, TLS_ALERT_NONE},
	{"server-rsa-1024", NULL, TLS_ALERT_NONE},
	{"server-cn-only", NULL, TLS_ALERT_NONE},
	{"server-wildcard-partial", NULL, TLS_ALERT_NONE},
	{"server-wrong-ca", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-second", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-second-revoked", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-addresses", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-one-name", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-impostor-ca", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-self-signed", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-missing-intermediate", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-intermediate-not-ca", NULL, TLS_ALERT_UNKNOWN_CA},
	{"server-name-constraint", NULL, 46},
	{"server-expired", NULL, TLS_ALERT_CERTIFICATE_EXPIRED},
	{"server-not-yet-valid", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-client-eku", NULL, 43},
	{"server-wrong-key", NULL, TLS_ALERT_DECRYPT_ERROR},
	{"server-tampered", NULL, TLS_ALERT_DECRYPT_ERROR},
	{"server-bad-name", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-cn-beside-san", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-wildcard", "a.b.mtlspec.test", TLS_ALERT_BAD_CERTIFICATE},
	{"server-wildcard-bare", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-ip-as-dns", "127.0.0.1", TLS_ALERT_BAD_CERTIFICATE},
	{"server-idn-u-label", "xn--bcher-kva.mtlspec.test", TLS_ALERT_BAD_CERTIFICATE},
	{"server-nul-san", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-name-at-end", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-name-at-start", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-parent-name", NULL, TLS_ALERT_BAD_CERTIFICATE},
	{"server-bad-address", "127.0.0.1", TLS_ALERT_BAD_CERTIFICATE},
};

static struct tls_server_options serving(
	const char *credential, enum auth_mode mode, enum tls_version version)
{
	return (struct tls_server_options){
		.credential = peers_credential(credential), .mode = mode, .version = version};
}

static void expect_served(const struct served *row, enum tls_version version, size_t chunk)
{
	struct tls_server_options options = serving(row->credential, AUTH_NO_CLIENT_CERT, version);
	struct exchange exchange;
	bool good = row->alert == TLS_ALERT_NONE;

	exchange_run(&exchange,
		&(struct exchange_options){
			.serving = &options, .server_name = row->name, .version = version, .chunk = chunk});
	ck_assert_msg(!exchange.server.trouble, "%s: %s", row->credential, exchange.server.trouble);
	ck_assert_msg(exchange.server.alert == row->alert, "%s in %s: %s, not %s", row->credential,
		tls_version_name(version), tls_alert_name(exchange.server.alert),
		tls_alert_name(row->alert));
	ck_assert_int_eq(exchange.server.served, SENT_AS_MEANT);
	ck_assert_int_eq(exchange.server.negotiated, version);
	ck_assert_int_eq(exchange.server.offered, version);
	ck_assert_int_eq(exchange.server.peer_presented, PRESENTED_NONE);
	ck_assert_int_eq(exchange_accepted(&exchange), good);
	ck_assert_uint_eq(exchange.server.data_received, good ? strlen("ping") : 0);
	ck_assert_int_eq(exchange.server.handshake_done, good);
	if (!good)
		ck_assert_int_eq(exchange.server.alert_from, PARTY_CLIENT);
	exchange_finish(&exchange);
}

START_TEST(test_every_credential_is_served)
{
	for (size_t i = 0; i < COUNT_OF(served); i++) {
		for (size_t j = 0; j < COUNT_OF(versions); j++) {
			expect_served(&served[i], versions[j], 0);
			expect_served(&served[i], versions[j], 1);
		}
	}
}
END_TEST

/* No credential of a server was forgotten above. */
START_TEST(test_every_credential_is_tried)
{
	const char *const *names = recipe_credentials(peers_get()->recipe);

	for (; *names; names++) {
		bool tried = strncmp(*names, "server", strlen("server")) != 0;

		for (size_t i = 0; i < COUNT_OF(served); i++)
			tried |= strcmp(served[i].credential, *names) == 0;
		ck_assert_msg(tried, "%s", *names);
	}
}
END_TEST

/* An unusable key must not turn into an empty Certificate message, nor into silence. */
START_TEST(test_what_libssl_can_not_present)
{
	struct credential broken = *peers_credential("server");
	struct tls_server_options options = serving("server", AUTH_NO_CLIENT_CERT, TLS_1_3);
	struct exchange exchange;

	broken.key = peers_credential("client-p384")->key;
	options.credential = &broken;
	exchange_run(&exchange, &(struct exchange_options){.serving = &options, .version = TLS_1_3});
	ck_assert_ptr_nonnull(strstr(exchange.server.trouble, "can't present the credential server ("));
	ck_assert_int_eq(exchange.server.served, SENT_NOT_YET);
	ck_assert_uint_eq(exchange.from_server.len, 0);
	exchange_finish(&exchange);
}
END_TEST

START_TEST(test_sees_that_something_else_was_sent)
{
	struct credential forged = *peers_credential("server");
	struct tls_server_options options = serving("server", AUTH_NO_CLIENT_CERT, TLS_1_3);
	struct exchange exchange;

	forged.der[1] = forged.der[0];
	options.credential = &forged;
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		options.version = versions[i];
		exchange_run(
			&exchange, &(struct exchange_options){.serving = &options, .version = versions[i]});
		ck_assert_int_eq(exchange.server.served, SENT_OTHER);
		ck_assert_ptr_nonnull(exchange.server.trouble);
		exchange_finish(&exchange);
	}
}
END_TEST

/* What the server sees of a client that has `presents` and was configured with `configured`. */
static const struct {
	enum auth_mode mode;
	const char *presents;
	const char *configured;
	enum peer_presented seen;
	int alert; /* of our server, in TLS 1.3 */
} presented[] = {
	{AUTH_NO_CLIENT_CERT, "client", "client", PRESENTED_NONE, TLS_ALERT_NONE},
	{AUTH_REQUEST_CLIENT_CERT, "client", "client", PRESENTED_CONFIGURED, TLS_ALERT_NONE},
	{AUTH_REQUEST_CLIENT_CERT, "client-expired", "client", PRESENTED_OTHER, TLS_ALERT_NONE},
	{AUTH_REQUEST_CLIENT_CERT, "client", NULL, PRESENTED_OTHER, TLS_ALERT_NONE},
	{AUTH_REQUEST_CLIENT_CERT, NULL, "client", PRESENTED_EMPTY, TLS_ALERT_NONE},
	{AUTH_REQUIRE_ANY_CLIENT_CERT, "client-wrong-ca", "client-wrong-ca", PRESENTED_CONFIGURED,
		TLS_ALERT_NONE},
	{AUTH_REQUIRE_ANY_CLIENT_CERT, NULL, NULL, PRESENTED_EMPTY, TLS_ALERT_CERTIFICATE_REQUIRED},
	{AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, NULL, NULL, PRESENTED_EMPTY, TLS_ALERT_NONE},
	{AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, "client-wrong-ca", "client-wrong-ca", PRESENTED_CONFIGURED,
		TLS_ALERT_UNKNOWN_CA},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "client-missing-intermediate", "client", PRESENTED_OTHER,
		TLS_ALERT_UNKNOWN_CA},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "client-rsa", "client-rsa", PRESENTED_CONFIGURED,
		TLS_ALERT_NONE},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, "client", PRESENTED_EMPTY,
		TLS_ALERT_CERTIFICATE_REQUIRED},
};

START_TEST(test_what_the_client_presented)
{
	for (size_t i = 0; i < COUNT_OF(presented) * COUNT_OF(versions); i++) {
		size_t row = i / COUNT_OF(versions);
		enum tls_version version = versions[i % COUNT_OF(versions)];
		struct tls_server_options options = serving("server", presented[row].mode, version);
		struct exchange exchange;

		if (presented[row].configured)
			options.expected_client = peers_credential(presented[row].configured);
		exchange_run(&exchange,
			&(struct exchange_options){
				.serving = &options, .credential = presented[row].presents, .version = version});
		ck_assert_msg(exchange.server.peer_presented == presented[row].seen, "row %zu: %s", row,
			peer_presented_words[exchange.server.peer_presented]);
		if (version == TLS_1_3)
			ck_assert_int_eq(exchange.server.alert, presented[row].alert);
		ck_assert_int_eq(exchange_accepted(&exchange), presented[row].alert == TLS_ALERT_NONE);
		ck_assert_int_eq(
			exchange.server.certificate_requested, auth_mode_requests(presented[row].mode));
		exchange_finish(&exchange);
	}
}
END_TEST

/* Configured with a chain, it sends the leaf of it. */
START_TEST(test_leaf_without_its_intermediate)
{
	struct tls_server_options options =
		serving("server", AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, TLS_1_3);
	struct credential configured = *peers_credential("client-missing-intermediate");
	struct exchange exchange;

	configured.der[1] = peers_credential("client")->der[1];
	configured.chain_len = 2;
	options.expected_client = &configured;
	exchange_run(&exchange,
		&(struct exchange_options){
			.serving = &options, .credential = "client-missing-intermediate", .version = TLS_1_3});
	ck_assert_str_eq(peer_presented_words[exchange.server.peer_presented], "leaf alone");
	ck_assert_int_eq(exchange.server.alert, TLS_ALERT_UNKNOWN_CA);
	exchange_finish(&exchange);
}
END_TEST

/* A client that does not trust the server: not a byte for it, and no certificate either. */
START_TEST(test_untrusted_server_gets_nothing)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct tls_server_options options =
			serving("server-wrong-ca", AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, versions[i]);
		struct exchange exchange;

		options.expected_client = peers_credential("client");
		exchange_run(&exchange,
			&(struct exchange_options){
				.serving = &options, .credential = "client", .version = versions[i]});
		ck_assert_int_eq(exchange.server.peer_presented, PRESENTED_NONE);
		ck_assert_uint_eq(exchange.server.data_received, 0);
		ck_assert_int_eq(exchange.server.alert, TLS_ALERT_UNKNOWN_CA);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_staples_where_asked)
{
	const char *why = NULL;
	const struct der *good = pki_staple(peers_get()->pki, "server", PKI_STAPLE_GOOD, &why);

	for (int asks = 0; asks < 2; asks++) {
		for (int has = 0; has < 2; has++) {
			for (size_t i = 0; i < COUNT_OF(versions); i++) {
				struct tls_server_options options =
					serving("server", AUTH_NO_CLIENT_CERT, versions[i]);
				struct stranger stranger;
				const unsigned char *got = NULL;
				long len;

				options.staple = has ? good : NULL;
				stranger_begin(&stranger, &options);
				if (asks)
					SSL_set_tlsext_status_type(stranger.ssl, TLSEXT_STATUSTYPE_ocsp);
				stranger_run(&stranger);
				ck_assert(stranger.done);
				ck_assert_int_eq(stranger.facts.staple_sent, asks && has);
				ck_assert_int_eq(stranger.facts.served, SENT_AS_MEANT);
				len = SSL_get_tlsext_status_ocsp_resp(stranger.ssl, &got);
				ck_assert_int_eq(len, asks && has ? (long)good->len : -1);
				if (len > 0)
					ck_assert_mem_eq(got, good->data, good->len);
				stranger_end(&stranger);
			}
		}
	}
}
END_TEST

/* The names in the CertificateRequest: the trusted root, another CA, or none. */
START_TEST(test_ca_names)
{
	const char *why = NULL;
	struct x509_st *root = pki_authority(peers_get()->pki, PKI_CLIENT_ROOT, &why);
	struct x509_st *other = pki_authority(peers_get()->pki, "other-root", &why);

	for (size_t i = 0; i < 3 * COUNT_OF(versions); i++) {
		struct tls_server_options options =
			serving("server", AUTH_REQUEST_CLIENT_CERT, versions[i % COUNT_OF(versions)]);
		struct stranger stranger;
		struct x509_st *named = i / 2 == 0 ? root : i / 2 == 1 ? other : NULL;
		const STACK_OF(X509_NAME) * names;

		options.ca_name = i / 2 == 1 ? other : NULL;
		options.no_ca_names = !named;
		stranger_begin(&stranger, &options);
		stranger_run(&stranger);
		ck_assert(stranger.done);
		names = SSL_get0_peer_CA_list(stranger.ssl);
		ck_assert_uint_eq(stranger.facts.ca_names, named != NULL);
		ck_assert_int_eq(names ? sk_X509_NAME_num(names) : 0, named != NULL);
		if (named)
			ck_assert_int_eq(
				X509_NAME_cmp(sk_X509_NAME_value(names, 0), X509_get_subject_name(named)), 0);
		/* what our own server says is no news */
		ck_assert_uint_eq(stranger.facts.first_ca_name_count, 0);
		ck_assert_int_eq(stranger.facts.peer_presented, PRESENTED_EMPTY);
		stranger_end(&stranger);
	}
}
END_TEST

START_TEST(test_sees_what_the_client_asks_for)
{
	static const char *const names[] = {"server.mtlspec.test", "a.b.mtlspec.test", NULL};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tls_server_options options = serving("server", AUTH_NO_CLIENT_CERT, TLS_1_3);
		struct stranger stranger;

		stranger_begin(&stranger, &options);
		if (names[i])
			SSL_set_tlsext_host_name(stranger.ssl, names[i]);
		stranger_run(&stranger);
		ck_assert(stranger.done);
		if (names[i])
			ck_assert_str_eq(stranger.facts.server_name, names[i]);
		else
			ck_assert_ptr_null(stranger.facts.server_name);
		ck_assert_int_eq(stranger.facts.offered, TLS_1_3);
		ck_assert_uint_gt(stranger.facts.data_received, 0);
		stranger_end(&stranger);
	}
}
END_TEST

/* Nothing in common: it is the client that must refuse, and one that does not is let in. */
START_TEST(test_tls_1_1_is_refused_by_the_client)
{
	for (int old = 0; old < 2; old++) {
		struct tls_server_options options = serving("server", AUTH_NO_CLIENT_CERT, TLS_1_1);
		struct stranger stranger;

		stranger_begin(&stranger, &options);
		if (old)
			SSL_set_min_proto_version(stranger.ssl, TLS1_1_VERSION);
		if (old)
			SSL_set_max_proto_version(stranger.ssl, TLS1_2_VERSION);
		stranger_run(&stranger);
		ck_assert_int_eq(stranger.done, old);
		ck_assert_int_eq(stranger.facts.negotiated, TLS_1_1);
		ck_assert_int_eq(stranger.facts.offered, old ? TLS_1_2 : TLS_1_3);
		ck_assert_int_eq(stranger.facts.alert, old ? TLS_ALERT_NONE : 70);
		ck_assert_int_eq(stranger.facts.alert_from, old ? PARTY_NONE : PARTY_CLIENT);
		ck_assert_int_eq(stranger.facts.data_received > 0, old);
		stranger_end(&stranger);
	}
}
END_TEST

START_TEST(test_every_mode_in_old_versions)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		for (enum tls_version version = TLS_1_0; version <= TLS_1_1; version++) {
			struct tls_server_options options = serving("server", (enum auth_mode)mode, version);
			struct exchange exchange;

			options.expected_client = peers_credential("client");
			exchange_run(&exchange,
				&(struct exchange_options){
					.serving = &options, .credential = "client", .version = version});
			ck_assert(exchange_accepted(&exchange));
			ck_assert_int_eq(exchange.server.peer_presented,
				mode == AUTH_NO_CLIENT_CERT ? PRESENTED_NONE : PRESENTED_CONFIGURED);
			exchange_finish(&exchange);
		}
	}
}
END_TEST

/* Contexts are made once; what is left for each connection costs the processor far less than its
 * handshake. */
START_TEST(test_a_server_costs_little)
{
	struct tls_server_options options =
		serving("server", AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, TLS_1_3);
	struct observation facts;
	clock_t before;

	observation_init(&facts);
	tls_server_destroy(
		tls_server_create_for(peers_get()->set, &options, &facts, &peers_get()->arena));
	before = clock();
	for (int i = 0; i < SPEED_COUNT; i++)
		tls_server_destroy(
			tls_server_create_for(peers_get()->set, &options, &facts, &peers_get()->arena));
	ck_assert_int_lt((clock() - before) / SPEED_COUNT, SPEED_US * CLOCKS_PER_SEC / 1000000);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"credentials",
			{test_every_credential_is_served, test_every_credential_is_tried,
				test_what_libssl_can_not_present, test_sees_that_something_else_was_sent}},
		{"presented",
			{test_what_the_client_presented, test_leaf_without_its_intermediate,
				test_untrusted_server_gets_nothing}},
		{"request", {test_staples_where_asked, test_ca_names, test_sees_what_the_client_asks_for}},
		{"strangers", {test_tls_1_1_is_refused_by_the_client, test_every_mode_in_old_versions}},
		{"speed", {test_a_server_costs_little}},
	};
	int status = unit_run("tls_serving", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
