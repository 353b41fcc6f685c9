/*
 * A Certificate message that nobody asked for: what libssl says to it, and that it is well-formed.
 */
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/ssl.h>

#include "handshake.h"
#include "peers.h"
#include "record.h"
#include "traffic_key.h"
#include "unit.h"
#include "unsolicited.h"

enum { TLS_ALERT_UNEXPECTED = TLS_ALERT_UNEXPECTED_MESSAGE };
static const char moment[] = "Certificate (empty, not asked for)";
static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

START_TEST(test_libssl_refuses_it)
{
	static const size_t chunks[] = {0, 1};
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions) * COUNT_OF(chunks); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
				.defect = NO_DEFECT,
				.unsolicited = true,
				.chunk = chunks[i / COUNT_OF(versions)],
				.version = versions[i % COUNT_OF(versions)]});
		ck_assert_msg(!exchange.client.trouble, "%s", exchange.client.trouble);
		ck_assert_int_eq(exchange.client.alert, TLS_ALERT_UNEXPECTED);
		ck_assert_int_eq(exchange.client.alert_from, PARTY_SERVER);
		ck_assert_int_eq(exchange.client.sent, SENT_EMPTY);
		ck_assert(!exchange.client.certificate_requested && !exchange.forwarded);
		ck_assert(exchange_has_moment(&exchange.client, PARTY_CLIENT, moment));
		/* in TLS 1.3 the server has read it whole: it could be decrypted */
		ck_assert(
			exchange_has_moment(&exchange.server, PARTY_SERVER, "alert fatal unexpected_message"));
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_nothing_is_injected_where_it_was_asked_for)
{
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUEST_CLIENT_CERT,
				.defect = NO_DEFECT,
				.unsolicited = true,
				.version = versions[i]});
		ck_assert(exchange_accepted(&exchange));
		ck_assert_int_eq(exchange.client.sent, SENT_EMPTY);
		ck_assert(!exchange_has_moment(&exchange.client, PARTY_CLIENT, moment));
		ck_assert(exchange_has_moment(&exchange.client, PARTY_CLIENT, "Certificate (empty)"));
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_not_sent_is_no_empty)
{
	struct exchange exchange;

	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
			.defect = NO_DEFECT,
			.unsolicited = true,
			.server_name = "other.mtlspec.test",
			.version = TLS_1_3});
	ck_assert(!exchange.client.trouble);
	ck_assert_ptr_nonnull(exchange.client.server_trust_error);
	ck_assert_int_eq(exchange.client.sent, SENT_NOT_YET);
	ck_assert_int_eq(exchange.client.alert_from, PARTY_CLIENT);
	exchange_finish(&exchange);
}
END_TEST

/* A plain libssl server that tells its secret and what it has heard. */
struct plain_server {
	SSL_CTX *ctx;
	SSL *ssl;
	uint8_t secret[TRAFFIC_HASH_LEN];
	struct buf transcript; /* up to its own Finished */
	bool finished;
};

static void on_plain_message(
	int written, int version, int type, const void *data, size_t len, SSL *ssl, void *arg)
{
	struct plain_server *server = arg;

	(void)version;
	(void)ssl;
	if (type != SSL3_RT_HANDSHAKE || server->finished)
		return;
	buf_append(&server->transcript, data, len);
	server->finished = written && *(const uint8_t *)data == HANDSHAKE_FINISHED;
}

static void on_plain_secret(const SSL *ssl, const char *line)
{
	struct plain_server *server = SSL_get_app_data(ssl);
	size_t len;

	if (strncmp(line, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", 31) == 0)
		ck_assert(OPENSSL_hexstr2buf_ex(
			server->secret, sizeof(server->secret), &len, strrchr(line, ' ') + 1, '\0'));
}

static void plain_server_init(struct plain_server *server, const char *groups)
{
	memset(server, 0, sizeof(*server));
	buf_init(&server->transcript, 65536);
	server->ctx = SSL_CTX_new(TLS_server_method());
	ck_assert(SSL_CTX_use_certificate_chain_file(server->ctx, peers_file("server.pem")));
	ck_assert(SSL_CTX_use_PrivateKey_file(server->ctx, peers_file("server.key"), SSL_FILETYPE_PEM));
	SSL_CTX_set_keylog_callback(server->ctx, on_plain_secret);
	if (groups)
		ck_assert(SSL_CTX_set1_groups_list(server->ctx, groups));
	server->ssl = SSL_new(server->ctx);
	SSL_set_app_data(server->ssl, server);
	SSL_set_msg_callback(server->ssl, on_plain_message);
	SSL_set_msg_callback_arg(server->ssl, server);
	SSL_set_bio(server->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(server->ssl), -1);
	SSL_set_accept_state(server->ssl);
}

static void plain_server_finish(struct plain_server *server)
{
	SSL_free(server->ssl);
	SSL_CTX_free(server->ctx);
	buf_finish(&server->transcript);
}

/* The client's first encrypted record. */
static void find_encrypted(struct record *out, const uint8_t *data, size_t len)
{
	for (;;) {
		ck_assert_int_eq(record_read(out, data, len), RECORD_READY);
		if (out->type == RECORD_APPLICATION_DATA)
			return;
		data += out->size;
		len -= out->size;
	}
}

static void check_flight(struct plain_server *server, const struct buf *flight)
{
	static const uint8_t empty[] = {HANDSHAKE_CERTIFICATE, 0, 0, 4, 0, 0, 0, 0};
	struct record record;
	struct traffic_key key;
	struct certificate_message certificates;
	struct handshake message;
	uint8_t plain[RECORD_BODY_MAX];
	uint8_t finished[TRAFFIC_HASH_LEN];
	size_t len;

	find_encrypted(&record, (const uint8_t *)flight->data, flight->len);
	traffic_key_derive(&key, server->secret);
	ck_assert(traffic_key_open(plain, &len, &key, &record));
	ck_assert_uint_eq(len, sizeof(empty) + HANDSHAKE_HEADER_LEN + TRAFFIC_HASH_LEN + 1);
	ck_assert_uint_eq(plain[len - 1], RECORD_HANDSHAKE);
	ck_assert(handshake_read(&message, plain, sizeof(empty)));
	ck_assert(handshake_certificate(&certificates, &message, TLS_1_3));
	ck_assert_uint_eq(certificates.count, 0);
	ck_assert(
		handshake_read(&message, plain + sizeof(empty), HANDSHAKE_HEADER_LEN + TRAFFIC_HASH_LEN));
	ck_assert_uint_eq(message.type, HANDSHAKE_FINISHED);
	/* a server that took the Certificate would find its transcript confirmed */
	buf_append(&server->transcript, plain, sizeof(empty));
	traffic_key_finished(
		finished, &key, (const uint8_t *)server->transcript.data, server->transcript.len);
	ck_assert_mem_eq(message.body, finished, sizeof(finished));
}

/* Hello there and back (with a retry if the groups differ), then the client's flight. */
static void talk(struct plain_server *server, struct tls_client *client, struct buf *flight)
{
	for (int i = 0; i < 2; i++) {
		const uint8_t *data;
		char *answer;
		size_t len = tls_client_output(client, &data);
		long answer_len;

		BIO_write(SSL_get_rbio(server->ssl), data, (int)len);
		tls_client_consume_output(client, len);
		ck_assert_int_eq(SSL_do_handshake(server->ssl), -1);
		answer_len = BIO_get_mem_data(SSL_get_wbio(server->ssl), &answer);
		tls_client_receive(client, (uint8_t *)answer, (size_t)answer_len);
		(void)BIO_reset(SSL_get_wbio(server->ssl));
		if (server->finished)
			break;
	}
	buf_clear(flight);
	const uint8_t *data;
	size_t len = tls_client_output(client, &data);
	buf_append(flight, data, len);
}

static void check_against(const char *groups, bool retry)
{
	struct tls_client_options options = {
		.version = TLS_1_3, .server_name = PKI_SERVER_NAME, .unsolicited_certificate = true};
	struct observation facts;
	struct tls_client *client;
	struct plain_server server;
	SCOPED_BUF flight;

	buf_init(&flight, 65536);
	observation_init(&facts);
	plain_server_init(&server, groups);
	client = tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena);
	talk(&server, client, &flight);
	ck_assert_msg(!facts.trouble, "%s", facts.trouble);
	ck_assert_int_eq(exchange_has_moment(&facts, PARTY_SERVER, "HelloRetryRequest"), retry);
	if (retry) /* the server's callback saw both hellos; what counts is that libssl decrypts it */
		ck_assert_int_eq(facts.sent, SENT_EMPTY);
	else
		check_flight(&server, &flight);
	BIO_write(SSL_get_rbio(server.ssl), flight.data, (int)flight.len);
	ck_assert_int_eq(SSL_do_handshake(server.ssl), -1);
	ck_assert_int_eq(SSL_get_error(server.ssl, -1), SSL_ERROR_SSL);
	tls_client_destroy(client);
	plain_server_finish(&server);
}

START_TEST(test_flight_is_well_formed)
{
	check_against(NULL, false);
}
END_TEST

START_TEST(test_survives_a_retry)
{
	check_against("P-384", true);
}
END_TEST

/* Output that does not look as expected stops; nothing else goes out in its place. */
static void expect_failure(enum tls_version version, const uint8_t *data, size_t len)
{
	struct unsolicited *unsolicited = unsolicited_create(version);
	const char *why = NULL;
	SCOPED_BUF out;

	buf_init(&out, 1024);
	ck_assert_int_eq(unsolicited_rewrite(unsolicited, &out, data, len, &why), UNSOLICITED_FAILED);
	ck_assert_ptr_nonnull(why);
	ck_assert_uint_eq(out.len, 0);
	ck_assert_int_eq(unsolicited_rewrite(unsolicited, &out, data, len, &why), UNSOLICITED_FAILED);
	ck_assert_uint_eq(out.len, 0);
	unsolicited_destroy(unsolicited);
}

START_TEST(test_unexpected_output_stops)
{
	static const uint8_t change[] = {20, 3, 3, 0, 1, 1};
	static const uint8_t encrypted[] = {23, 3, 3, 0, 2, 1, 1};
	static const uint8_t junk[] = {'G', 'E', 'T'};

	expect_failure(TLS_1_2, change, sizeof(change));
	expect_failure(TLS_1_2, junk, sizeof(junk));
	expect_failure(TLS_1_3, encrypted, sizeof(encrypted));
}
END_TEST

START_TEST(test_goes_before_the_key_exchange)
{
	static const uint8_t exchange_record[] = {22, 3, 3, 0, 5, 16, 0, 0, 1, 7};
	static const uint8_t expected[] = {
		22, 3, 3, 0, 7, 11, 0, 0, 3, 0, 0, 0, 22, 3, 3, 0, 5, 16, 0, 0, 1, 7};
	struct unsolicited *unsolicited = unsolicited_create(TLS_1_2);
	const char *why = NULL;
	SCOPED_BUF out;

	buf_init(&out, 1024);
	for (size_t i = 0; i < sizeof(exchange_record); i++) {
		bool last = i + 1 == sizeof(exchange_record);

		ck_assert_int_eq(unsolicited_rewrite(unsolicited, &out, exchange_record + i, 1, &why),
			last ? UNSOLICITED_SENT : UNSOLICITED_WAITING);
	}
	ck_assert_uint_eq(out.len, sizeof(expected));
	ck_assert_mem_eq(out.data, expected, sizeof(expected));
	unsolicited_destroy(unsolicited);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"refused",
			{test_libssl_refuses_it, test_nothing_is_injected_where_it_was_asked_for,
				test_not_sent_is_no_empty}},
		{"well-formed", {test_flight_is_well_formed, test_survives_a_retry}},
		{"layout", {test_unexpected_output_stops, test_goes_before_the_key_exchange}},
	};
	int status = unit_run("tls_unsolicited", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
