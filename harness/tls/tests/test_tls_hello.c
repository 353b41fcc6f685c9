/* Unusual ClientHellos: what libssl's server makes of them, and that they are what was meant. */
#include <string.h>

#include <openssl/ssl.h>

#include "host_spelling.h"
#include "handshake.h"
#include "hello_records.h"
#include "peers.h"
#include "record.h"
#include "unit.h"
#include "wire.h"

enum { HELLO_MAX = 70000 };

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

/* Puts the message at the start of `wire` together again; gives back in how many records it came,
 * none of which may have more than `limit` bytes. */
static size_t gather(struct buf *message, const struct buf *wire, size_t limit)
{
	const uint8_t *data = (const uint8_t *)wire->data;
	size_t left = wire->len;
	size_t records = 0;
	size_t wanted = HANDSHAKE_HEADER_LEN;

	while (message->len < wanted) {
		struct record record;

		ck_assert_int_eq(record_read(&record, data, left), RECORD_READY);
		ck_assert_uint_eq(record.type, RECORD_HANDSHAKE);
		ck_assert_uint_ge(record.len, 1);
		ck_assert_uint_le(record.len, limit);
		buf_append(message, record.body, record.len);
		data += record.size;
		left -= record.size;
		records++;
		if (message->len >= HANDSHAKE_HEADER_LEN)
			wanted = HANDSHAKE_HEADER_LEN +
				((size_t)(uint8_t)message->data[1] << 16 | (size_t)(uint8_t)message->data[2] << 8 |
					(uint8_t)message->data[3]);
	}
	ck_assert_uint_eq(message->len, wanted);
	return records;
}

START_TEST(test_in_records)
{
	static const long limits[] = {1, 5, 64, 16384};

	for (size_t i = 0; i < COUNT_OF(limits) * COUNT_OF(versions); i++) {
		long limit = limits[i / COUNT_OF(versions)];
		struct exchange exchange;
		struct handshake message;
		struct client_hello hello;
		SCOPED_BUF whole;

		buf_init(&whole, HELLO_MAX);
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = NO_DEFECT,
				.credential = "client",
				.opening = {.fragment = {.record = limit}},
				.version = versions[i % COUNT_OF(versions)]});
		ck_assert_msg(!exchange.client.trouble, "%s", exchange.client.trouble);
		ck_assert(exchange_accepted(&exchange));
		ck_assert_uint_eq(
			gather(&whole, &exchange.from_client, (size_t)limit), exchange.client.hello_records);
		ck_assert_uint_eq(
			exchange.client.hello_records, (whole.len + (size_t)limit - 1) / (size_t)limit);
		ck_assert(handshake_read(&message, (const uint8_t *)whole.data, whole.len));
		ck_assert(handshake_client_hello(&hello, &message));
		ck_assert(exchange_has_moment(&exchange.client, PARTY_CLIENT,
			arena_printf(&exchange.arena, "ClientHello in %zu records of up to %ld bytes",
				exchange.client.hello_records, limit)));
		exchange_finish(&exchange);
	}
}
END_TEST

/* Whoever must be refused is refused as ever. */
START_TEST(test_in_records_refused)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct exchange exchange;

		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = NO_DEFECT,
				.credential = "client-wrong-ca",
				.opening = {.fragment = {.record = 10}},
				.version = versions[i]});
		ck_assert(!exchange.forwarded);
		ck_assert_int_eq(exchange.client.alert, TLS_ALERT_UNKNOWN_CA);
		ck_assert_int_eq(exchange.client.sent, SENT_AS_MEANT);
		exchange_finish(&exchange);
	}
}
END_TEST

static size_t answer_to(SSL *server, struct tls_client *client)
{
	const uint8_t *data;
	char *answer;
	size_t len = tls_client_output(client, &data);
	long answer_len;

	BIO_write(SSL_get_rbio(server), data, (int)len);
	tls_client_consume_output(client, len);
	(void)SSL_do_handshake(server);
	answer_len = BIO_get_mem_data(SSL_get_wbio(server), &answer);
	tls_client_receive(client, (uint8_t *)answer, (size_t)answer_len);
	(void)BIO_reset(SSL_get_wbio(server));
	return len;
}

/* A server that wants another group is told Hello a second time. */
START_TEST(test_in_records_after_a_retry)
{
	struct tls_client_options options = {.version = TLS_1_3,
		.server_name = PKI_SERVER_NAME,
		.opening = {.fragment = {.record = 50}}};
	struct observation facts;
	struct tls_client *client;
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	SSL *server;
	size_t first;

	ck_assert(SSL_CTX_use_certificate_chain_file(ctx, peers_file("server.pem")));
	ck_assert(SSL_CTX_use_PrivateKey_file(ctx, peers_file("server.key"), SSL_FILETYPE_PEM));
	ck_assert(SSL_CTX_set1_groups_list(ctx, "P-384"));
	server = SSL_new(ctx);
	SSL_set_bio(server, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(server), -1);
	SSL_set_accept_state(server);
	observation_init(&facts);
	client = tls_client_create(peers_get()->clients, &options, &facts, &peers_get()->arena);
	first = facts.hello_records;
	ck_assert_uint_gt(first, 2);
	answer_to(server, client);
	ck_assert(exchange_has_moment(&facts, PARTY_SERVER, "HelloRetryRequest"));
	/* (the second one may be far smaller: it leaves out a share that the server does not take) */
	ck_assert_uint_gt(facts.hello_records, first + 2);
	answer_to(server, client);
	ck_assert_int_eq(facts.negotiated, TLS_1_3);
	answer_to(server, client);
	ck_assert(SSL_is_init_finished(server));
	ck_assert_ptr_null(facts.trouble);
	tls_client_destroy(client);
	SSL_free(server);
	SSL_CTX_free(ctx);
}
END_TEST

START_TEST(test_only_records_are_split)
{
	static const uint8_t hello[] = {22, 3, 1, 0, 5, 1, 0, 0, 1, 9};
	static const uint8_t change[] = {20, 3, 3, 0, 1, 1};
	static const uint8_t split[] = {22, 3, 1, 0, 3, 1, 0, 0, 22, 3, 1, 0, 2, 1, 9};
	size_t records = 0;
	size_t bytes = 0;
	SCOPED_BUF out;

	buf_init(&out, 64);
	ck_assert(hello_records_split(&out, &records, &bytes, hello, sizeof(hello), 3));
	ck_assert_uint_eq(out.len, sizeof(split));
	ck_assert_mem_eq(out.data, split, sizeof(split));
	ck_assert_uint_eq(records, 2);
	ck_assert_uint_eq(bytes, 5);
	buf_clear(&out);
	ck_assert(hello_records_split(&out, &records, &bytes, change, sizeof(change), 1));
	ck_assert_uint_eq(out.len, sizeof(change));
	ck_assert_uint_eq(records, 2);
	ck_assert(!hello_records_split(&out, &records, &bytes, hello, sizeof(hello) - 1, 3));
	ck_assert(!hello_records_split(&out, &records, &bytes, (const uint8_t *)"GET", 3, 3));
}
END_TEST

/* How many extensions of that type the ClientHello has, and the length of the last. */
static size_t count_extensions(const struct buf *hello, unsigned type, size_t *len)
{
	struct wire wire = wire_of((const uint8_t *)hello->data, hello->len);
	size_t count = 0;

	wire_bytes(&wire, HANDSHAKE_HEADER_LEN + 2 + 32);
	wire_vector(&wire, 1);
	wire_vector(&wire, 2);
	wire_vector(&wire, 1);
	wire = wire_vector(&wire, 2);
	while (wire.left && !wire.bad) {
		unsigned number = wire_number(&wire, 2);
		struct wire data = wire_vector(&wire, 2);

		if (number == type) {
			count++;
			*len = data.left;
		}
	}
	ck_assert(!wire.bad);
	return count;
}

START_TEST(test_more_in_it)
{
	static const long lengths[] = {0, 1, 2000, 20000, 60000};

	for (size_t i = 0; i < COUNT_OF(lengths) * COUNT_OF(versions); i++) {
		long wanted = lengths[i / COUNT_OF(versions)];
		bool grease = wanted != 1;
		struct exchange exchange;
		size_t len = 0;
		SCOPED_BUF whole;

		buf_init(&whole, HELLO_MAX);
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = NO_DEFECT,
				.credential = "client",
				.opening = {.hello = {.extension = wanted, .grease = grease}},
				.version = versions[i % COUNT_OF(versions)]});
		ck_assert_msg(!exchange.client.trouble, "%s", exchange.client.trouble);
		ck_assert(exchange_accepted(&exchange));
		(void)gather(&whole, &exchange.from_client, RECORD_BODY_MAX);
		ck_assert_uint_eq(count_extensions(&whole, 0xff6d, &len), wanted ? 1 : 0);
		ck_assert(!wanted || len == (size_t)wanted);
		ck_assert_uint_eq(count_extensions(&whole, 0x2a2a, &len), grease ? 1 : 0);
		ck_assert(!grease || len == 0);
		ck_assert_uint_eq(count_extensions(&whole, 0xcaca, &len), grease ? 1 : 0);
		ck_assert(!grease || len == 1);
		ck_assert_uint_eq(exchange.client.hello_records, 0);
		exchange_finish(&exchange);
	}
}
END_TEST

/* What is verified is the name as ever. */
START_TEST(test_name_in_it)
{
	static const struct {
		const char *name; /* NULL: the usual */
		enum host_spelling way;
		const char *sent; /* NULL: trouble */
	} rows[] = {
		{NULL, HOST_CAPITALS, "SERVER.MTLSPEC.TEST"},
		{NULL, HOST_DOT, PKI_SERVER_NAME "."},
		{"127.0.0.1", HOST_DOT, NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct exchange exchange;
		struct handshake message;
		struct client_hello hello;
		SCOPED_BUF whole;

		buf_init(&whole, HELLO_MAX);
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
				.defect = NO_DEFECT,
				.server_name = rows[i].name,
				.opening = {.hello = {.name = rows[i].way}},
				.version = TLS_1_3});
		ck_assert_int_eq(exchange.client.trouble != NULL, !rows[i].sent);
		(void)gather(&whole, &exchange.from_client, RECORD_BODY_MAX);
		ck_assert(handshake_read(&message, (const uint8_t *)whole.data, whole.len));
		ck_assert(handshake_client_hello(&hello, &message));
		if (rows[i].sent) {
			ck_assert(exchange_accepted(&exchange));
			ck_assert_uint_eq(hello.server_name.len, strlen(rows[i].sent));
			ck_assert_mem_eq(hello.server_name.data, rows[i].sent, strlen(rows[i].sent));
			ck_assert(exchange_has_moment(&exchange.client, PARTY_CLIENT,
				arena_printf(&exchange.arena, "server name %s", rows[i].sent)));
		}
		exchange_finish(&exchange);
	}
}
END_TEST

/* The defect: whoever does not fit in one record is let in; however that came over TCP. */
START_TEST(test_whole_hello_only)
{
	static const size_t chunks[] = {0, 1};
	static const char *const bad[] = {NULL, "client-wrong-ca", "client-expired"};

	for (size_t i = 0; i < COUNT_OF(versions) * COUNT_OF(chunks) * COUNT_OF(bad) * 2; i++) {
		bool split = i % 2;
		struct exchange exchange;

		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = DEFECT_WHOLE_HELLO_ONLY,
				.credential = bad[i / 2 % COUNT_OF(bad)],
				.opening = {.fragment = {.record = split ? 100 : 0}},
				.chunk = chunks[i / 2 / COUNT_OF(bad) % COUNT_OF(chunks)],
				.version = versions[i / 2 / COUNT_OF(bad) / COUNT_OF(chunks)]});
		ck_assert_int_eq(exchange_accepted(&exchange), split);
		ck_assert_int_eq(exchange.client.alert == TLS_ALERT_NONE, split);
		exchange_finish(&exchange);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"records",
			{test_in_records, test_in_records_refused, test_in_records_after_a_retry,
				test_only_records_are_split}},
		{"more", {test_more_in_it, test_name_in_it}},
		{"lax", {test_whole_hello_only}},
	};
	int status = unit_run("tls_hello", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
