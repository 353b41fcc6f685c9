/* The reference server that asks for the certificate after the handshake. */
#include <string.h>

#include "peers.h"
#include "unit.h"

static struct tls_server_context *context;

struct row {
	const char *credential; /* NULL: has none */
	bool offers;
	enum tls_version version;
	enum tls_asking first, then;
	int alert;
};

static const struct row rows[] = {
	{"client", true, TLS_1_3, ASKING_UNANSWERED, ASKING_DONE, TLS_ALERT_NONE},
	{"client-wrong-ca", true, TLS_1_3, ASKING_UNANSWERED, ASKING_DONE, TLS_ALERT_UNKNOWN_CA},
	{"client-wrong-key", true, TLS_1_3, ASKING_UNANSWERED, ASKING_UNANSWERED,
		TLS_ALERT_DECRYPT_ERROR},
	{NULL, true, TLS_1_3, ASKING_UNANSWERED, ASKING_UNANSWERED, TLS_ALERT_CERTIFICATE_REQUIRED},
	{"client", false, TLS_1_3, ASKING_IMPOSSIBLE, ASKING_IMPOSSIBLE, TLS_ALERT_NONE},
	/* it was asked in the handshake */
	{"client", false, TLS_1_2, ASKING_DONE, ASKING_DONE, TLS_ALERT_NONE},
};

static void meet(const struct row *row)
{
	struct tls_client_options options = {.version = row->version,
		.credential = row->credential ? peers_credential(row->credential) : NULL,
		.server_name = PKI_SERVER_NAME,
		.asked_in_handshake_alone = !row->offers};
	struct observation ours, theirs;
	struct tls_client *client;
	struct tls_server *server;
	struct tls_peer peer;
	struct arena arena;

	arena_init(&arena);
	observation_init(&ours);
	observation_init(&theirs);
	client = tls_client_create(peers_get()->clients, &options, &ours, &arena);
	server = tls_server_create(context, &theirs, &arena);
	peers_carry(client, server);
	ck_assert(tls_server_handshake_done(server));
	ck_assert_int_eq(ours.certificate_requested, row->version == TLS_1_2);
	ck_assert_int_eq(tls_server_ask(server), row->first);
	peers_carry(client, server);
	ck_assert_int_eq(ours.alert, row->alert);
	ck_assert_int_eq(tls_server_ended(server), row->alert != TLS_ALERT_NONE);
	ck_assert_int_eq(ours.asked_late, row->first == ASKING_UNANSWERED);
	tls_server_peer(server, &peer);
	if (row->alert == TLS_ALERT_NONE) {
		ck_assert_int_eq(tls_server_ask(server), row->then);
		ck_assert_int_eq(peer.presented && peer.verified, row->then == ASKING_DONE);
	}
	tls_client_destroy(client);
	tls_server_destroy(server);
	arena_finish(&arena);
}

START_TEST(late_answers)
{
	struct tls_server_config config = peers_config(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NO_DEFECT);
	const char *why = NULL;

	config.post_handshake = true;
	context = tls_server_context_create(&config, &peers_get()->arena, &why);
	ck_assert_ptr_nonnull(context);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		meet(&rows[i]);
	tls_server_context_destroy(context);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"late", {late_answers}},
	};
	int status = unit_run("tls_late", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
