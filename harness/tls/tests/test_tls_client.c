/* The reference client and the recorder, against the reference server and against plain libssl. */
#include <string.h>

#include <openssl/ssl.h>

#include "ca_names.h"
#include "clock.h"
#include "peers.h"
#include "unit.h"

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

START_TEST(test_records_its_timeline)
{
	static const struct {
		enum party sender;
		const char *what;
	} expected[] = {
		{PARTY_CLIENT, "ClientHello"},
		{PARTY_SERVER, "ServerHello"},
		{PARTY_CLIENT, "ChangeCipherSpec"},
		{PARTY_SERVER, "EncryptedExtensions"},
		{PARTY_SERVER, "CertificateRequest"},
		{PARTY_SERVER, "Certificate (2 certificates)"},
		{PARTY_SERVER, "CertificateVerify"},
		{PARTY_SERVER, "Finished"},
		{PARTY_CLIENT, "Certificate (2 certificates)"},
		{PARTY_CLIENT, "CertificateVerify"},
		{PARTY_CLIENT, "Finished"},
		{PARTY_CLIENT, "handshake complete"},
		{PARTY_SERVER, "alert warning close_notify"},
	};
	struct exchange exchange;
	uint64_t last = 0;

	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client",
			.version = TLS_1_3});
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		ck_assert_msg(exchange_has_moment(&exchange.client, expected[i].sender, expected[i].what),
			"no %s of the %s", expected[i].what, party_words[expected[i].sender]);
	}
	for (size_t i = 0; i < exchange.client.moment_count; i++) {
		ck_assert_uint_ge(exchange.client.moments[i].at_us, last);
		last = exchange.client.moments[i].at_us;
	}
	ck_assert(exchange.client.moments[0].bytes > 100);
	ck_assert_str_eq(exchange.client.cipher, "TLS_AES_128_GCM_SHA256");
	ck_assert_int_eq(exchange.client.offered, TLS_1_3);
	ck_assert(exchange.client.handshake_done && exchange.client.server_trusted);
	ck_assert_int_eq(exchange.client.alert, TLS_ALERT_NONE);
	exchange_finish(&exchange);
}
END_TEST

START_TEST(test_does_not_talk_to_an_untrusted_server)
{
	const char *why = NULL;
	struct tls_client_context *strangers =
		tls_client_context_create(pki_authority(peers_get()->pki, "other-root", &why));
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = NO_DEFECT,
				.credential = "client",
				.clients = strangers,
				.version = versions[i]});
		ck_assert(!exchange.forwarded && !exchange.client.handshake_done);
		ck_assert(!exchange.client.server_trusted);
		ck_assert_ptr_nonnull(
			strstr(exchange.client.server_trust_error, "unable to get local issuer certificate"));
		ck_assert_int_eq(exchange.client.alert, TLS_ALERT_UNKNOWN_CA);
		ck_assert_int_eq(exchange.client.alert_from, PARTY_CLIENT);
		ck_assert_int_ne(exchange.client.sent, SENT_AS_MEANT);
		ck_assert_int_eq(exchange.server.alert_from, PARTY_CLIENT);
		exchange_finish(&exchange);
	}
	tls_client_context_destroy(strangers);
}
END_TEST

START_TEST(test_trusts_one_more_root)
{
	const char *why = NULL;
	struct pki *pki = peers_get()->pki;
	struct tls_client_context *clients =
		tls_client_context_create(pki_authority(pki, "other-root", &why));
	struct exchange exchange;

	tls_client_context_trust(clients, pki_authority(pki, PKI_SERVER_ROOT, &why));
	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
			.defect = NO_DEFECT,
			.clients = clients,
			.version = TLS_1_3});
	ck_assert(exchange.client.server_trusted && exchange_accepted(&exchange));
	exchange_finish(&exchange);
	tls_client_context_destroy(clients);
}
END_TEST

START_TEST(test_checks_the_server_name)
{
	static const struct {
		const char *name;
		bool trusted;
	} rows[] = {
		{"server.mtlspec.test", true},
		{"localhost", true},
		{"127.0.0.1", true},
		{"::1", true},
		{"other.mtlspec.test", false},
		{"127.0.0.2", false},
		{"mtlspec.test", false},
	};
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
				.defect = NO_DEFECT,
				.server_name = rows[i].name,
				.version = TLS_1_3});
		ck_assert_msg(exchange_accepted(&exchange) == rows[i].trusted, "%s", rows[i].name);
		ck_assert_int_eq(exchange.client.server_trusted, rows[i].trusted);
		ck_assert_int_eq(exchange.client.server_trust_error == NULL, rows[i].trusted);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_offers_old_versions)
{
	struct exchange exchange;
	struct tls_server_config config = peers_config(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NO_DEFECT);
	struct tls_server_context *old_server;
	const char *why = NULL;

	config.min_version = TLS_1_0;
	old_server = tls_server_context_create(&config, &peers_get()->arena, &why);
	ck_assert_ptr_nonnull(old_server);
	for (enum tls_version version = TLS_1_0; version <= TLS_1_1; version++) {
		struct exchange_options options = {.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client",
			.version = version};

		exchange_run(&exchange, &options);
		ck_assert_int_eq(exchange.client.alert, 70);
		ck_assert_int_eq(exchange.client.alert_from, PARTY_SERVER);
		ck_assert_int_eq(exchange.client.negotiated, TLS_VERSION_NONE);
		exchange_finish(&exchange);
		options.server = old_server;
		exchange_run(&exchange, &options);
		ck_assert(exchange_accepted(&exchange));
		ck_assert_int_eq(exchange.client.negotiated, version);
		ck_assert_int_eq(exchange.client.sent, SENT_AS_MEANT);
		ck_assert_uint_eq(exchange.client.ca_names, 1);
		ck_assert_uint_eq(exchange.client.first_ca_name_count, 1);
		ck_assert_str_eq(exchange.client.first_ca_names[0],
			ca_names_of(
				pki_authority(peers_get()->pki, PKI_CLIENT_ROOT, &why), &peers_get()->arena));
		exchange_finish(&exchange);
	}
	tls_server_context_destroy(old_server);
}
END_TEST

/* Whoever offers TLS 1.1 has offered TLS 1.0, too, and can't tell so in its ClientHello. */
START_TEST(test_takes_an_older_answer_to_an_old_hello)
{
	const struct tls_server_options oldest = {
		.credential = peers_credential("server"), .mode = AUTH_NO_CLIENT_CERT, .version = TLS_1_0};

	for (enum tls_version version = TLS_1_0; version < TLS_VERSION_COUNT; version++) {
		struct exchange_options options = {.mode = AUTH_NO_CLIENT_CERT,
			.defect = NO_DEFECT,
			.version = version,
			.serving = &oldest};
		struct exchange exchange;

		exchange_run(&exchange, &options);
		ck_assert_int_eq(exchange_accepted(&exchange), version < TLS_1_2);
		ck_assert_int_eq(exchange.client.offered, version);
		if (version < TLS_1_3)
			ck_assert_int_eq(exchange.client.negotiated, TLS_1_0);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_refuses_what_libssl_can_not_present)
{
	struct credential broken = *peers_credential("client");
	struct tls_client_options options = {
		.credential = &broken, .version = TLS_1_3, .server_name = PKI_SERVER_NAME};
	struct observation facts;
	struct tls_client *client;
	const uint8_t *data;

	broken.chain[0] = NULL;
	observation_init(&facts);
	client = tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena);
	ck_assert_str_eq(facts.trouble, "libssl can't present the credential client (not parsed)");
	ck_assert(tls_client_ended(client));
	ck_assert_uint_eq(tls_client_output(client, &data), 0);
	tls_client_destroy(client);
	broken = *peers_credential("client");
	broken.key = peers_credential("client-p384")->key;
	observation_init(&facts);
	client = tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena);
	ck_assert_ptr_nonnull(strstr(facts.trouble, "can't present the credential client ("));
	tls_client_destroy(client);
}
END_TEST

START_TEST(test_sees_that_something_else_was_sent)
{
	struct credential forged = *peers_credential("client");
	struct exchange exchange;
	struct tls_client_options options = {
		.credential = &forged, .version = TLS_1_3, .server_name = PKI_SERVER_NAME};
	struct tls_client *client;
	struct tls_server *server;
	const uint8_t *data;
	size_t len;

	memset(&exchange, 0, sizeof(exchange));
	arena_init(&exchange.arena);
	observation_init(&exchange.client);
	observation_init(&exchange.server);
	forged.der[1] = forged.der[0]; /* what goes out is not what it is taken for */
	client = tls_client_create(peers_get()->clients, &options, &exchange.client, &exchange.arena);
	server = tls_server_create(
		peers_server(AUTH_REQUEST_CLIENT_CERT, NO_DEFECT), &exchange.server, &exchange.arena);
	for (int i = 0; i < 4; i++) {
		len = tls_client_output(client, &data);
		tls_server_receive(server, data, len);
		tls_client_consume_output(client, len);
		len = tls_server_output(server, &data);
		tls_client_receive(client, data, len);
		tls_server_consume_output(server, len);
	}
	ck_assert(tls_client_flight_complete(client) && tls_server_handshake_done(server));
	ck_assert_int_eq(exchange.client.sent, SENT_OTHER);
	tls_client_destroy(client);
	tls_server_destroy(server);
	exchange_finish(&exchange);
}
END_TEST

START_TEST(test_survives_what_is_no_tls)
{
	static const char answer[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	struct tls_client_options options = {.version = TLS_1_3, .server_name = PKI_SERVER_NAME};
	struct observation facts;
	struct tls_client *client;

	observation_init(&facts);
	client = tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena);
	tls_client_receive(client, (const uint8_t *)answer, sizeof(answer) - 1);
	ck_assert(tls_client_ended(client));
	ck_assert(!facts.handshake_done);
	ck_assert_int_ne(facts.alert_from, PARTY_SERVER);
	ck_assert_int_eq(facts.negotiated, TLS_VERSION_NONE);
	ck_assert_uint_ge(facts.moment_count, 2);
	tls_client_destroy(client);
}
END_TEST

START_TEST(test_warnings_are_no_rejection)
{
	/* unrecognized_name as a warning, which servers send for an SNI that they don't know */
	static const uint8_t warning[] = {21, 3, 3, 0, 2, 1, 112};

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct tls_client_options options = {
			.version = versions[i], .server_name = PKI_SERVER_NAME};
		struct observation facts;
		struct tls_client *client;

		observation_init(&facts);
		client = tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena);
		tls_client_receive(client, warning, sizeof(warning));
		ck_assert(!tls_client_ended(client));
		ck_assert_int_eq(facts.alert, TLS_ALERT_NONE);
		ck_assert(exchange_has_moment(&facts, PARTY_SERVER, "alert warning unrecognized_name"));
		tls_client_destroy(client);
	}
}
END_TEST

/* What the server records when the client says this between the server's flight and its own. */
static void alert_amid_handshake(struct observation *out, uint8_t level, uint8_t description)
{
	const uint8_t record[] = {21, 3, 3, 0, 2, level, description};
	struct tls_client_options options = {.version = TLS_1_3, .server_name = PKI_SERVER_NAME};
	struct arena *arena = &peers_get()->arena;
	struct observation facts;
	struct tls_client *client;
	struct tls_server *server;
	const uint8_t *data;
	size_t len;

	observation_init(&facts);
	observation_init(out);
	client = tls_client_create(peers_get()->clients, &options, &facts, arena);
	server = tls_server_create(peers_server(AUTH_NO_CLIENT_CERT, NO_DEFECT), out, arena);
	len = tls_client_output(client, &data);
	tls_server_receive(server, data, len);
	tls_server_receive(server, record, sizeof(record));
	tls_client_destroy(client);
	tls_server_destroy(server);
}

START_TEST(test_level_says_nothing_in_tls13)
{
	static const struct {
		uint8_t level;
		uint8_t description;
		int alert;
	} rows[] = {
		{1, 48, 48}, {2, 48, 48}, {1, 116, 116}, {1, 0, TLS_ALERT_NONE}, {1, 90, TLS_ALERT_NONE}};
	struct observation facts;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		alert_amid_handshake(&facts, rows[i].level, rows[i].description);
		ck_assert_int_eq(facts.alert, rows[i].alert);
		if (rows[i].alert != TLS_ALERT_NONE)
			ck_assert_int_eq(facts.alert_from, PARTY_CLIENT);
	}
}
END_TEST

START_TEST(test_counts_time_from_the_given_start)
{
	struct tls_client_options options = {
		.version = TLS_1_2, .server_name = PKI_SERVER_NAME, .start_us = clock_now_us() - 5000000};
	struct observation facts;

	observation_init(&facts);
	tls_client_destroy(
		tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena));
	ck_assert_uint_ge(facts.moments[0].at_us, 5000000);
}
END_TEST

/* What libcurl does with an SSL_CTX of its own, here with memory BIOs. */
static void attach_and_run(struct observation *facts, const struct tls_client_options *options,
	struct tls_server_context *server_context, char answer[8])
{
	struct arena *arena = &peers_get()->arena;
	struct tls_recorder *recorder =
		tls_recorder_create(peers_get()->clients, options, facts, arena);
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	struct observation server_facts;
	struct tls_server *server;
	const uint8_t *data;
	char from_client[16384];
	SSL *ssl;
	bool forwarded = false;

	/* what libcurl would have done before the hook */
	SSL_CTX_set_options(ctx, SSL_OP_ALL | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
	ck_assert(tls_recorder_attach(recorder, ctx));
	ssl = SSL_new(ctx);
	SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(ssl), -1);
	BIO_set_mem_eof_return(SSL_get_wbio(ssl), -1);
	SSL_set_connect_state(ssl);
	SSL_set_tlsext_host_name(ssl, PKI_SERVER_NAME);
	observation_init(&server_facts);
	server = tls_server_create(server_context, &server_facts, arena);
	memset(answer, 0, 8);
	for (int i = 0; i < 8; i++) {
		int len;

		if (SSL_do_handshake(ssl) == 1 && !forwarded)
			forwarded = SSL_write(ssl, "ping", 4) == 4;
		if (forwarded)
			SSL_read(ssl, answer, 7);
		len = BIO_read(SSL_get_wbio(ssl), from_client, sizeof(from_client));
		if (len > 0)
			tls_server_receive(server, (uint8_t *)from_client, (size_t)len);
		if (tls_server_read(server, &data) == 4) {
			tls_server_consume_read(server, 4);
			tls_server_write(server, "pong", 4);
		}
		len = (int)tls_server_output(server, &data);
		if (len > 0)
			BIO_write(SSL_get_rbio(ssl), data, len);
		tls_server_consume_output(server, (size_t)len);
	}
	SSL_free(ssl);
	SSL_CTX_free(ctx);
	tls_server_destroy(server);
	tls_recorder_destroy(recorder);
}

START_TEST(test_attached_client_gives_the_same_facts)
{
	static const char *const names[] = {NULL, "client", "client-expired", "client-wrong-key",
		"client-sha1", "client-rsa-1024", "client-ed25519", "client-rsa-pss"};

	for (size_t i = 0; i < COUNT_OF(names) * COUNT_OF(versions) * AUTH_MODE_COUNT; i++) {
		enum auth_mode mode = (enum auth_mode)(i % AUTH_MODE_COUNT);
		enum tls_version version = versions[i / AUTH_MODE_COUNT % COUNT_OF(versions)];
		const char *name = names[i / AUTH_MODE_COUNT / COUNT_OF(versions)];
		struct tls_client_options options = {.credential = name ? peers_credential(name) : NULL,
			.version = version,
			.server_name = PKI_SERVER_NAME};
		struct exchange exchange;
		struct observation facts;
		char answer[8];

		exchange_run(&exchange,
			&(struct exchange_options){
				.mode = mode, .defect = NO_DEFECT, .credential = name, .version = version});
		observation_init(&facts);
		attach_and_run(&facts, &options, peers_server(mode, NO_DEFECT), answer);
		ck_assert_str_eq(answer, exchange.answer);
		ck_assert_int_eq(facts.alert, exchange.client.alert);
		ck_assert_int_eq(facts.alert_from, exchange.client.alert_from);
		ck_assert_int_eq(facts.sent, exchange.client.sent);
		ck_assert_int_eq(facts.offered, exchange.client.offered);
		ck_assert_int_eq(facts.negotiated, exchange.client.negotiated);
		ck_assert_str_eq(facts.cipher, exchange.client.cipher);
		ck_assert_int_eq(facts.certificate_requested, exchange.client.certificate_requested);
		ck_assert_uint_eq(facts.ca_names, exchange.client.ca_names);
		ck_assert_int_eq(facts.handshake_done, exchange.client.handshake_done);
		ck_assert_int_eq(facts.server_trusted, exchange.client.server_trusted);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_attached_client_checks_the_server)
{
	struct tls_client_options options = {.version = TLS_1_3, .server_name = "other.mtlspec.test"};
	struct observation facts;
	char answer[8];

	observation_init(&facts);
	attach_and_run(&facts, &options, peers_server(AUTH_NO_CLIENT_CERT, NO_DEFECT), answer);
	ck_assert_str_eq(answer, "");
	ck_assert(!facts.server_trusted && facts.server_trust_error);
	ck_assert_int_eq(facts.alert_from, PARTY_CLIENT);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"facts",
			{test_records_its_timeline, test_counts_time_from_the_given_start,
				test_warnings_are_no_rejection, test_level_says_nothing_in_tls13,
				test_survives_what_is_no_tls}},
		{"trust",
			{test_does_not_talk_to_an_untrusted_server, test_trusts_one_more_root,
				test_checks_the_server_name}},
		{"sent",
			{test_refuses_what_libssl_can_not_present, test_sees_that_something_else_was_sent}},
		{"old-versions", {test_offers_old_versions, test_takes_an_older_answer_to_an_old_hello}},
		{"attached",
			{test_attached_client_gives_the_same_facts, test_attached_client_checks_the_server}},
	};
	int status = unit_run("tls_client", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
