/* What steps of a scenario ask of the reference client: whom it trusts, and sessions. */
#include <string.h>

#include <openssl/ssl.h>

#include "kept_sessions.h"
#include "peers.h"
#include "tls_setup.h"
#include "unit.h"

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

static void meet(struct exchange *out, enum tls_version version, enum trust trust, const char *root,
	const char *name)
{
	const char *why = NULL;

	exchange_run(out,
		&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client",
			.version = version,
			.trust = trust,
			.root = root ? pki_authority(peers_get()->pki, root, &why) : NULL,
			.server_name = name});
}

START_TEST(test_trusting_nothing_refuses_everybody)
{
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		/* also after the same server was trusted a moment ago */
		meet(&exchange, versions[i], TRUST_ROOT, NULL, NULL);
		ck_assert(exchange_accepted(&exchange));
		exchange_finish(&exchange);
		meet(&exchange, versions[i], TRUST_NOTHING, NULL, NULL);
		ck_assert(!exchange.forwarded && !exchange.client.server_trusted);
		ck_assert_ptr_nonnull(exchange.client.server_trust_error);
		ck_assert_int_eq(exchange.client.alert, TLS_ALERT_UNKNOWN_CA);
		ck_assert_int_eq(exchange.client.alert_from, PARTY_CLIENT);
		ck_assert_int_eq(exchange.server.alert, TLS_ALERT_UNKNOWN_CA);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_trusting_anybody_takes_everybody)
{
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		meet(&exchange, versions[i], TRUST_ANYBODY, NULL, "other.mtlspec.test");
		ck_assert(exchange_accepted(&exchange) && !exchange.client.server_trusted);
		ck_assert_ptr_null(exchange.client.server_trust_error);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_another_root)
{
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		meet(&exchange, versions[i], TRUST_ROOT, "server-root", NULL);
		ck_assert(exchange_accepted(&exchange) && exchange.client.server_trusted);
		exchange_finish(&exchange);
		meet(&exchange, versions[i], TRUST_ROOT, "other-root", NULL);
		ck_assert(!exchange.forwarded);
		ck_assert_int_eq(exchange.client.alert, TLS_ALERT_UNKNOWN_CA);
		exchange_finish(&exchange);
		meet(&exchange, versions[i], TRUST_ROOT, "server-root", "other.mtlspec.test");
		ck_assert(!exchange.forwarded && exchange.client.server_trust_error);
		exchange_finish(&exchange);
	}
}
END_TEST

/* The name that is sent and the name that is verified are two things. */
START_TEST(test_names)
{
	static const struct {
		const char *sent, *verified;
		bool trusted;
	} rows[] = {
		{PKI_SERVER_NAME, NULL, true},
		{NULL, PKI_SERVER_NAME, true},
		{NULL, "other.mtlspec.test", false},
		{"other.mtlspec.test", PKI_SERVER_NAME, true},
		{PKI_SERVER_NAME, "other.mtlspec.test", false},
		{"127.0.0.1", PKI_SERVER_NAME, true},
	};

	for (size_t i = 0; i < COUNT_OF(rows) * COUNT_OF(versions); i++) {
		const char *sent = rows[i / 2].sent;
		struct exchange exchange;

		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
				.defect = NO_DEFECT,
				.version = versions[i % 2],
				.nameless = !sent,
				.server_name = sent,
				.verify_name = rows[i / 2].verified});
		ck_assert_int_eq(exchange_accepted(&exchange), rows[i / 2].trusted);
		ck_assert_int_eq(exchange.client.server_trusted, rows[i / 2].trusted);
		if (sent && sent[0] != '1')
			ck_assert_str_eq(exchange.server.server_name, sent);
		else
			ck_assert_ptr_null(exchange.server.server_name);
		if (!rows[i / 2].trusted)
			ck_assert_ptr_nonnull(
				strstr(exchange.client.server_trust_error, "not to other.mtlspec.test"));
		exchange_finish(&exchange);
	}
}
END_TEST

/* A plain libssl server that gives tickets; ours never does. */
static SSL_CTX *ticket_server(enum tls_version version)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	tls_setup_context(ctx, version, version);
	ck_assert(tls_setup_credential(NULL, ctx, peers_credential(PKI_SERVER)));
	SSL_CTX_clear_options(ctx, SSL_OP_NO_TICKET);
	ck_assert(SSL_CTX_set_num_tickets(ctx, 1));
	return ctx;
}

/*
 * One handshake and a word from the server; the client's sessions go to `out`, or it keeps none.
 * Who has taken one up leaves without a word.
 */
static void visit_all(struct kept_sessions *out, struct observation *facts, SSL_CTX *ctx,
	enum tls_version version, SSL_SESSION *resume)
{
	struct tls_client_options options = {.version = version,
		.server_name = PKI_SERVER_NAME,
		.resume = resume,
		.keeps_session = out != NULL};
	SSL *ssl = SSL_new(ctx);
	struct tls_client *client;
	bool has_session;
	const uint8_t *data;
	size_t len;

	observation_init(facts);
	client = tls_client_create(peers_get()->clients, &options, facts, &peers_get()->arena);
	SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(ssl), -1);
	SSL_set_accept_state(ssl);
	for (int i = 0; i < 6; i++) {
		char bytes[16384];
		int got;

		len = tls_client_output(client, &data);
		if (len)
			BIO_write(SSL_get_rbio(ssl), data, (int)len);
		tls_client_consume_output(client, len);
		if (SSL_do_handshake(ssl) == 1 && i == 4)
			SSL_write(ssl, "word", 4);
		got = BIO_read(SSL_get_wbio(ssl), bytes, sizeof(bytes));
		if (got > 0)
			tls_client_receive(client, (uint8_t *)bytes, (size_t)got);
	}
	ck_assert_uint_eq(tls_client_read(client, &data), 4);
	ck_assert_int_eq(facts->session_offered, resume != NULL);
	has_session = tls_client_has_session(client);
	if (out)
		tls_client_take_sessions(client, out);
	ck_assert(has_session == (out && out->count));
	if (!resume) {
		tls_client_close(client);
		ck_assert_uint_gt(tls_client_output(client, &data), 0);
	}
	tls_client_destroy(client);
	SSL_free(ssl);
}

/* The last of them. */
static SSL_SESSION *visit(struct observation *facts, SSL_CTX *ctx, enum tls_version version,
	SSL_SESSION *resume, bool keeps)
{
	struct kept_sessions kept = {.count = 0};
	SSL_SESSION *last = NULL;

	visit_all(keeps ? &kept : NULL, facts, ctx, version, resume);
	if (kept.count)
		last = kept.items[--kept.count];
	kept_sessions_finish(&kept);
	return last;
}

START_TEST(test_sessions_are_kept_and_resumed)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		SSL_CTX *ctx = ticket_server(versions[i]);
		SSL_CTX *stranger = ticket_server(versions[i]);
		struct observation facts;
		SSL_SESSION *session = visit(&facts, ctx, versions[i], NULL, true);

		ck_assert_ptr_nonnull(session);
		ck_assert(!facts.resumed && facts.server_trusted);
		/* a session may be used more than once, whatever became of the connection before */
		for (int again = 0; again < 3; again++) {
			ck_assert_ptr_null(visit(&facts, ctx, versions[i], session, false));
			ck_assert(facts.resumed && facts.handshake_done);
		}
		ck_assert_ptr_null(visit(&facts, stranger, versions[i], session, false));
		ck_assert(!facts.resumed && facts.handshake_done);
		SSL_SESSION_free(session);
		SSL_CTX_free(ctx);
		SSL_CTX_free(stranger);
	}
}
END_TEST

/* Each of several tickets is offered once, the same again only where that is asked for. */
START_TEST(test_tickets_are_offered_in_turn)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct kept_sessions kept = {.count = 0};
		SSL_CTX *ctx = ticket_server(versions[i]);
		struct observation facts;
		bool once = versions[i] == TLS_1_3;
		SSL_SESSION *first;

		ck_assert(!kept_sessions_left(&kept) && !kept_sessions_offer(&kept));
		for (int visits = 0; visits < 2; visits++)
			kept_sessions_add(&kept, visit(&facts, ctx, versions[i], NULL, true));
		first = kept_sessions_offer(&kept);
		ck_assert_ptr_eq(first, kept.items[0]);
		ck_assert_ptr_eq(kept_sessions_same(&kept), first);
		ck_assert(kept_sessions_has(&kept, first) && !kept_sessions_has(&kept, NULL));
		ck_assert_ptr_eq(kept_sessions_offer(&kept), kept.items[1]);
		ck_assert_ptr_eq(kept_sessions_same(&kept), kept.items[1]);
		ck_assert_int_eq(kept_sessions_left(&kept), !once);
		ck_assert_ptr_eq(kept_sessions_offer(&kept), once ? NULL : kept.items[1]);
		/* an alert ends what was offered */
		kept_sessions_end(&kept);
		ck_assert(!kept_sessions_left(&kept) && !kept_sessions_offer(&kept));
		ck_assert_ptr_eq(kept_sessions_same(&kept), kept.items[1]);
		kept_sessions_add(&kept, visit(&facts, ctx, versions[i], NULL, true));
		ck_assert_ptr_eq(kept_sessions_offer(&kept), kept.items[2]);
		while (kept.count < KEPT_SESSIONS_MAX)
			kept_sessions_add(&kept, SSL_SESSION_dup(first));
		kept_sessions_add(&kept, SSL_SESSION_dup(first));
		ck_assert_uint_eq(kept.count, KEPT_SESSIONS_MAX);
		kept_sessions_finish(&kept);
		SSL_CTX_free(ctx);
	}
}
END_TEST

/* All tickets of a connection, not the last alone. */
START_TEST(test_all_tickets_are_kept)
{
	struct kept_sessions kept = {.count = 0};
	SSL_CTX *ctx = ticket_server(TLS_1_3);
	struct observation facts;

	ck_assert(SSL_CTX_set_num_tickets(ctx, 3));
	visit_all(&kept, &facts, ctx, TLS_1_3, NULL);
	ck_assert_uint_eq(kept.count, 3);
	for (int i = 0; i < 3; i++) {
		visit_all(NULL, &facts, ctx, TLS_1_3, kept_sessions_offer(&kept));
		ck_assert(facts.resumed && facts.session_offered);
	}
	ck_assert(!kept_sessions_left(&kept));
	kept_sessions_finish(&kept);
	SSL_CTX_free(ctx);
}
END_TEST

START_TEST(test_nothing_is_kept_unasked)
{
	SSL_CTX *ctx = ticket_server(TLS_1_3);
	struct observation facts;

	ck_assert_ptr_null(visit(&facts, ctx, TLS_1_3, NULL, false));
	SSL_CTX_free(ctx);
	SSL_SESSION_free(NULL);
}
END_TEST

START_TEST(test_our_server_gives_no_ticket_unasked)
{
	struct exchange exchange;
	SSL_SESSION *session = NULL;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_NO_CLIENT_CERT,
				.defect = NO_DEFECT,
				.version = versions[i],
				.session = &session});
		ck_assert(exchange_accepted(&exchange));
		ck_assert_ptr_null(session);
		exchange_finish(&exchange);
	}
}
END_TEST

/* Visits our own server, which gives tickets, with the session of the visit before. */
static void come_back(struct exchange *out, struct tls_server_context *server,
	const char *credential, enum tls_version version, SSL_SESSION **session)
{
	exchange_run(out,
		&(struct exchange_options){
			.server = server, .credential = credential, .version = version, .session = session});
	ck_assert_ptr_nonnull(*session);
}

/* A ticket stands for what was judged when it was given, and for nothing better. */
START_TEST(test_our_server_recalls_what_it_judged)
{
	static const struct {
		enum auth_mode mode;
		int defect;
		const char *credential;
		bool verified;
		bool refused_late;
	} rows[] = {
		{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NO_DEFECT, "client", true, false},
		{AUTH_REQUIRE_ANY_CLIENT_CERT, NO_DEFECT, "client-wrong-ca", false, false},
		{AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, NO_DEFECT, NULL, false, false},
		{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, DEFECT_FORWARD_BEFORE_VERIFY, "client-expired", false,
			true},
	};

	for (size_t i = 0; i < COUNT_OF(rows) * COUNT_OF(versions); i++) {
		enum tls_version version = versions[i % COUNT_OF(versions)];
		struct tls_server_config config = peers_config(rows[i / 2].mode, rows[i / 2].defect);
		struct tls_server_context *server;
		SSL_SESSION *session = NULL;
		const char *why = NULL;

		config.tickets = true;
		server = tls_server_context_create(&config, &peers_get()->arena, &why);
		ck_assert_ptr_nonnull(server);
		for (int visits = 0; visits < 3; visits++) {
			struct exchange exchange;

			come_back(&exchange, server, rows[i / 2].credential, version, &session);
			ck_assert_int_eq(exchange.client.resumed, visits > 0);
			ck_assert_int_eq(exchange.client.sent == SENT_NOT_ASKED, visits > 0);
			ck_assert_int_eq(exchange.peer.presented, rows[i / 2].credential != NULL);
			ck_assert_int_eq(exchange.peer.verified, rows[i / 2].verified);
			ck_assert_int_eq(exchange.peer.refuse_after_forward, rows[i / 2].refused_late);
			exchange_finish(&exchange);
		}
		SSL_SESSION_free(session);
		tls_server_context_destroy(server);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"trust",
			{test_trusting_nothing_refuses_everybody, test_trusting_anybody_takes_everybody,
				test_another_root, test_names}},
		{"session",
			{test_sessions_are_kept_and_resumed, test_tickets_are_offered_in_turn,
				test_all_tickets_are_kept, test_nothing_is_kept_unasked,
				test_our_server_gives_no_ticket_unasked, test_our_server_recalls_what_it_judged}},
	};
	int status = unit_run("tls_session", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
