/* Early data of the reference client, and of the reference server. */
#include <string.h>

#include <openssl/ssl.h>

#include "kept_sessions.h"
#include "peers.h"
#include "unit.h"

static struct tls_server_context *make_server(int defect, bool early)
{
	struct tls_server_config config = peers_config(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, defect);
	struct tls_server_context *server;
	const char *why = NULL;

	config.tickets = true;
	config.early_data = early;
	server = tls_server_context_create(&config, &peers_get()->arena, &why);
	ck_assert_ptr_nonnull(server);
	return server;
}

static void come(struct exchange *out, struct tls_server_context *server, bool early,
	const char *name, SSL_SESSION **session)
{
	exchange_run(out,
		&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client",
			.version = TLS_1_3,
			.server = server,
			.session = session,
			.server_name = name,
			.verify_name = name ? "server.mtlspec.test" : NULL,
			.early = early});
	ck_assert(exchange_accepted(out));
}

START_TEST(early_is_accepted)
{
	/* a server need not look at the name: it stands in no ticket */
	static const char *const names[] = {NULL, "other.mtlspec.test"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tls_server_context *server = make_server(NO_DEFECT, true);
		SSL_SESSION *session = NULL;
		struct exchange exchange;

		come(&exchange, server, false, NULL, &session);
		ck_assert_int_eq(exchange.client.early, EARLY_NONE);
		ck_assert_uint_gt(tls_client_early_room(session), 4);
		exchange_finish(&exchange);
		come(&exchange, server, true, names[i], &session);
		ck_assert_int_eq(exchange.client.early, EARLY_ACCEPTED);
		ck_assert(exchange.client.resumed && exchange.client.handshake_done);
		ck_assert(exchange_has_moment(&exchange.client, PARTY_CLIENT, "early data"));
		ck_assert(exchange.peer.presented && exchange.peer.verified);
		exchange_finish(&exchange);
		SSL_SESSION_free(session);
		tls_server_context_destroy(server);
	}
}
END_TEST

/* The request comes all the same. */
START_TEST(early_is_taken_once)
{
	struct tls_server_context *server = make_server(NO_DEFECT, true);
	SSL_SESSION *first = NULL;
	SSL_SESSION *again;
	struct exchange exchange;

	come(&exchange, server, false, NULL, &first);
	exchange_finish(&exchange);
	again = SSL_SESSION_dup(first);
	come(&exchange, server, true, NULL, &first);
	ck_assert_int_eq(exchange.client.early, EARLY_ACCEPTED);
	exchange_finish(&exchange);
	come(&exchange, server, true, NULL, &again);
	ck_assert_int_eq(exchange.client.early, EARLY_REJECTED);
	ck_assert(exchange.peer.verified);
	exchange_finish(&exchange);
	SSL_SESSION_free(first);
	SSL_SESSION_free(again);
	tls_server_context_destroy(server);
}
END_TEST

START_TEST(early_is_not_allowed)
{
	struct tls_server_context *server = make_server(NO_DEFECT, false);
	SSL_SESSION *session = NULL;
	struct exchange exchange;

	come(&exchange, server, false, NULL, &session);
	exchange_finish(&exchange);
	ck_assert_ptr_nonnull(session);
	ck_assert_uint_eq(tls_client_early_room(session), 0);
	ck_assert_uint_eq(tls_client_early_room(NULL), 0);
	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client",
			.version = TLS_1_3,
			.server = server,
			.session = &session,
			.early = true});
	ck_assert(!exchange.forwarded);
	ck_assert_ptr_nonnull(strstr(exchange.client.trouble, "early data"));
	exchange_finish(&exchange);
	SSL_SESSION_free(session);
	tls_server_context_destroy(server);
}
END_TEST

START_TEST(early_defect)
{
	struct tls_server_context *server = make_server(DEFECT_EARLY_IS_NOBODYS, true);
	SSL_SESSION *session = NULL;
	struct exchange exchange;

	for (int early = 0; early <= 1; early++) {
		come(&exchange, server, early, NULL, &session);
		ck_assert_int_eq(exchange.peer.presented, !early);
		exchange_finish(&exchange);
	}
	SSL_SESSION_free(session);
	tls_server_context_destroy(server);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"early", {early_is_accepted, early_is_taken_once, early_is_not_allowed, early_defect}},
	};
	int status = unit_run("tls_early", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
