/* The name in a ClientHello, read before libssl sees it; and servers that know no name. */
#include <openssl/ssl.h>

#include "hello_name.h"
#include "peers.h"
#include "unit.h"

static void say_hello(struct exchange *out, const char *name, struct tls_server_context *server)
{
	exchange_run(out,
		&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
			.defect = NO_DEFECT,
			.version = TLS_1_3,
			.server_name = name,
			.nameless = !name,
			.server = server});
}

START_TEST(test_a_name_is_read)
{
	static const char *const names[] = {"server.mtlspec.test", "SERVER.mtlspec.test.", NULL};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct exchange exchange;
		const char *name = NULL;
		const uint8_t *data;
		size_t len = 0;

		say_hello(&exchange, names[i], NULL);
		data = (const uint8_t *)exchange.from_client.data;
		while (
			len <= exchange.from_client.len && !hello_name_read(&name, &exchange.arena, data, len))
			len++;
		/* not before all of the record is there, and what follows does not matter */
		ck_assert_uint_eq(len, 5 + ((size_t)data[3] << 8 | data[4]));
		if (names[i])
			ck_assert_str_eq(name, names[i]);
		else
			ck_assert_ptr_null(name);
		ck_assert(hello_name_read(&name, &exchange.arena, data, exchange.from_client.len));
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_a_name_in_pieces)
{
	struct exchange exchange;
	const char *name = NULL;

	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
			.defect = NO_DEFECT,
			.version = TLS_1_3,
			.opening = {.fragment = {.record = 7}}});
	ck_assert(hello_name_read(&name, &exchange.arena, (const uint8_t *)exchange.from_client.data,
		exchange.from_client.len));
	ck_assert_str_eq(name, PKI_SERVER_NAME);
	exchange_finish(&exchange);
}
END_TEST

START_TEST(test_what_is_no_hello_has_no_name)
{
	static const char *const wrong[] = {"GET / HTTP/1.1\r\n\r\n", "\x15\x03\x01\x00\x02\x02\x28",
		"\x16\x03\x01\x00\x00", "\x16\x03\x01\x00\x05\x02\x00\x00\x01\x00",
		"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", "\x16\x03\x01\x00\x04\x01\xff\xff\xff"};
	static const size_t lens[] = {18, 7, 5, 10, 10, 9};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const char *name = "x";

		ck_assert_msg(
			hello_name_read(&name, &arena, (const uint8_t *)wrong[i], lens[i]), "row %zu", i);
		ck_assert_ptr_null(name);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_who_knows_no_name_says_so)
{
	static const char *const names[] = {"server.mtlspec.test", NULL};
	struct tls_server_config config = peers_config(AUTH_NO_CLIENT_CERT, NO_DEFECT);
	struct tls_server_context *server;
	const char *why = NULL;

	config.knows_no_name = true;
	server = tls_server_context_create(&config, &peers_get()->arena, &why);
	ck_assert_msg(server, "%s", why);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct exchange exchange;

		say_hello(&exchange, names[i], server);
		ck_assert_int_eq(exchange.client.alert, 112); /* unrecognized_name */
		ck_assert(!exchange_accepted(&exchange));
		exchange_finish(&exchange);
	}
	tls_server_context_destroy(server);
}
END_TEST

/* Made at one server, and taken to another that has files of its own. */
static bool is_taken_up(enum tls_version version, int defect, bool shared)
{
	struct tls_server_config config = peers_config(AUTH_NO_CLIENT_CERT, defect);
	struct tls_server_context *servers[2];
	struct ssl_session_st *session = NULL;
	const char *why = NULL;
	bool resumed = false;

	config.tickets = true;
	for (size_t i = 0; i < COUNT_OF(servers); i++) {
		servers[i] = tls_server_context_create(&config, &peers_get()->arena, &why);
		ck_assert_msg(servers[i], "%s", why);
	}
	if (shared)
		tls_server_context_share_sessions(servers[1], servers[0]);
	for (size_t i = 0; i < COUNT_OF(servers); i++) {
		struct exchange exchange;

		exchange_run(&exchange,
			&(struct exchange_options){.version = version,
				.server = servers[i],
				.server_name = i ? "other.mtlspec.test" : NULL,
				.verify_name = PKI_SERVER_NAME,
				.session = &session});
		ck_assert(exchange_accepted(&exchange));
		resumed = exchange.client.resumed;
		exchange_finish(&exchange);
	}
	SSL_SESSION_free(session);
	for (size_t i = 0; i < COUNT_OF(servers); i++)
		tls_server_context_destroy(servers[i]);
	return resumed;
}

START_TEST(test_a_session_is_taken_up_elsewhere_by_a_defect_alone)
{
	for (enum tls_version version = TLS_1_2; version <= TLS_1_3; version++) {
		ck_assert(!is_taken_up(version, NO_DEFECT, false));
		ck_assert(!is_taken_up(version, NO_DEFECT, true));
		ck_assert(!is_taken_up(version, DEFECT_SESSION_ACROSS_HOSTS, false));
		ck_assert(is_taken_up(version, DEFECT_SESSION_ACROSS_HOSTS, true));
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"name", {test_a_name_is_read, test_a_name_in_pieces, test_what_is_no_hello_has_no_name}},
		{"hosts",
			{test_who_knows_no_name_says_so,
				test_a_session_is_taken_up_elsewhere_by_a_defect_alone}},
	};
	int status = unit_run("tls_name", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
