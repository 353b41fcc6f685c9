/* A second handshake that our client begins, and what the reference server makes of it. */
#include <string.h>

#include <openssl/x509.h>

#include "peers.h"
#include "unit.h"

struct row {
	enum auth_mode mode;
	int defect; /* or NO_DEFECT */
	const char *first, *later; /* NULL: none */
	enum renegotiation becomes;
	int alert;
	enum certificate_sent sent;
	const char *told; /* NULL: nobody */
	bool verified;
};

#define REQUEST AUTH_REQUEST_CLIENT_CERT
#define ANY AUTH_REQUIRE_ANY_CLIENT_CERT
#define GIVEN AUTH_VERIFY_CLIENT_CERT_IF_GIVEN
#define VERIFY AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT
#define NO_RENEGOTIATION 100
#define HANDSHAKE_FAILURE 40

static const struct row rows[] = {
	/* the server as it should be lets nobody begin */
	{VERIFY, NO_DEFECT, "client", "client", RENEGOTIATION_REFUSED, NO_RENEGOTIATION, SENT_AS_MEANT,
		NULL, false},
	{AUTH_NO_CLIENT_CERT, NO_DEFECT, "client", NULL, RENEGOTIATION_REFUSED, NO_RENEGOTIATION,
		SENT_NOT_ASKED, NULL, false},
	/* one that verifies nothing again, and otherwise is as it should be */
	{VERIFY, DEFECT_RENEGOTIATE_UNVERIFIED, "client", "client-p384", RENEGOTIATION_MADE,
		TLS_ALERT_NONE, SENT_AS_MEANT, "client-p384", true},
	{GIVEN, DEFECT_RENEGOTIATE_UNVERIFIED, "client", "client-wrong-ca", RENEGOTIATION_MADE,
		TLS_ALERT_NONE, SENT_AS_MEANT, "client-wrong-ca", true},
	{VERIFY, DEFECT_RENEGOTIATE_UNVERIFIED, "client", "client-wrong-key", RENEGOTIATION_BEGUN,
		TLS_ALERT_DECRYPT_ERROR, SENT_AS_MEANT, NULL, false},
	{VERIFY, DEFECT_RENEGOTIATE_UNVERIFIED, "client", NULL, RENEGOTIATION_BEGUN, HANDSHAKE_FAILURE,
		SENT_EMPTY, NULL, false},
	{GIVEN, DEFECT_RENEGOTIATE_UNVERIFIED, "client", NULL, RENEGOTIATION_MADE, TLS_ALERT_NONE,
		SENT_EMPTY, NULL, false},
	/* the others verify */
	{VERIFY, DEFECT_RENEGOTIATE_UNPROVED, "client", "client-wrong-key", RENEGOTIATION_MADE,
		TLS_ALERT_NONE, SENT_AS_MEANT, "client-wrong-key", true},
	{VERIFY, DEFECT_RENEGOTIATE_OPTIONAL, "client", "client-wrong-ca", RENEGOTIATION_BEGUN,
		TLS_ALERT_UNKNOWN_CA, SENT_AS_MEANT, NULL, false},
	{VERIFY, DEFECT_RENEGOTIATE_OPTIONAL, "client", NULL, RENEGOTIATION_MADE, TLS_ALERT_NONE,
		SENT_EMPTY, NULL, false},
	{VERIFY, DEFECT_RENEGOTIATE_UNASKED, "client", "client", RENEGOTIATION_MADE, TLS_ALERT_NONE,
		SENT_AS_MEANT, NULL, false},
	{VERIFY, DEFECT_RENEGOTIATE_AS_FIRST, "client", "client-p384", RENEGOTIATION_MADE,
		TLS_ALERT_NONE, SENT_AS_MEANT, "client", true},
	{GIVEN, DEFECT_RENEGOTIATE_AS_FIRST, NULL, "client", RENEGOTIATION_MADE, TLS_ALERT_NONE,
		SENT_AS_MEANT, NULL, false},
	{REQUEST, DEFECT_RENEGOTIATE_AS_FIRST, "client", NULL, RENEGOTIATION_MADE, TLS_ALERT_NONE,
		SENT_EMPTY, "client", false},
	{ANY, DEFECT_RENEGOTIATE_OPTIONAL, "client", NULL, RENEGOTIATION_MADE, TLS_ALERT_NONE,
		SENT_EMPTY, NULL, false},
};

struct visit {
	struct arena arena;
	struct observation ours, theirs;
	struct tls_client *client;
	struct tls_server *server;
};

static const struct credential *credential_of(const char *name)
{
	return name ? peers_credential(name) : NULL;
}

static void begin(struct visit *visit, const struct row *row, enum tls_version version)
{
	struct tls_client_options options = {.version = version,
		.credential = credential_of(row->first),
		.later_credential = credential_of(row->later),
		.server_name = PKI_SERVER_NAME};

	arena_init(&visit->arena);
	observation_init(&visit->ours);
	observation_init(&visit->theirs);
	visit->client = tls_client_create(peers_get()->clients, &options, &visit->ours, &visit->arena);
	visit->server =
		tls_server_create(peers_server(row->mode, row->defect), &visit->theirs, &visit->arena);
}

static void end(struct visit *visit)
{
	tls_client_destroy(visit->client);
	tls_server_destroy(visit->server);
	arena_finish(&visit->arena);
}

static const char *fingerprint_of(const char *credential, char out[64])
{
	unsigned char digest[20];
	unsigned len = 0;

	ck_assert(X509_digest(peers_credential(credential)->chain[0], EVP_sha1(), digest, &len));
	for (unsigned i = 0; i < len; i++)
		snprintf(out + (size_t)2 * i, 3, "%02x", digest[i]);
	return out;
}

static void check_told(const struct visit *visit, const struct row *row)
{
	struct tls_peer peer;
	char text[64];

	tls_server_peer(visit->server, &peer);
	ck_assert_int_eq(peer.presented, row->told != NULL);
	ck_assert_int_eq(peer.verified, row->verified);
	if (row->told)
		ck_assert_str_eq(peer.fingerprint, fingerprint_of(row->told, text));
}

static bool got_through(struct visit *visit)
{
	const uint8_t *data;

	return tls_server_read(visit->server, &data) == 4 && memcmp(data, "ping", 4) == 0;
}

/* The request waits for the second handshake, and goes out only where that is made. */
static void meet(const struct row *row)
{
	bool made = row->becomes == RENEGOTIATION_MADE;
	struct visit visit;

	begin(&visit, row, TLS_1_2);
	tls_client_renegotiate(visit.client);
	tls_client_write(visit.client, "ping", 4);
	peers_carry(visit.client, visit.server);
	ck_assert(visit.ours.handshake_done);
	ck_assert_int_eq(visit.ours.renegotiation, row->becomes);
	ck_assert_int_eq(visit.ours.alert, row->alert);
	ck_assert_int_eq(visit.ours.sent, row->sent);
	ck_assert_int_eq(visit.ours.asked_late,
		row->becomes != RENEGOTIATION_REFUSED && row->defect != DEFECT_RENEGOTIATE_UNASKED);
	if (row->alert != TLS_ALERT_NONE)
		ck_assert_int_eq(visit.ours.alert_from, PARTY_SERVER);
	ck_assert_ptr_null(visit.ours.trouble);
	ck_assert_int_eq(got_through(&visit), made);
	ck_assert_int_eq(tls_client_flight_complete(visit.client), made);
	if (made)
		check_told(&visit, row);
	end(&visit);
}

START_TEST(second_handshakes)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		meet(&rows[i]);
}
END_TEST

/* Between two requests: the first is answered as before. */
START_TEST(between_requests)
{
	static const struct row row = {.mode = VERIFY,
		.defect = DEFECT_RENEGOTIATE_UNVERIFIED,
		.first = "client",
		.later = "client-p384",
		.told = "client-p384",
		.verified = true};
	struct row before = {.told = "client", .verified = true};
	struct visit visit;

	begin(&visit, &row, TLS_1_2);
	tls_client_write(visit.client, "ping", 4);
	peers_carry(visit.client, visit.server);
	ck_assert(got_through(&visit));
	ck_assert_int_eq(visit.ours.renegotiation, RENEGOTIATION_NONE);
	check_told(&visit, &before);
	tls_server_consume_read(visit.server, 4);
	tls_client_renegotiate(visit.client);
	tls_client_write(visit.client, "ping", 4);
	peers_carry(visit.client, visit.server);
	ck_assert(got_through(&visit));
	ck_assert_int_eq(visit.ours.renegotiation, RENEGOTIATION_MADE);
	check_told(&visit, &row);
	end(&visit);
}
END_TEST

/* There is none in TLS 1.3: it is our own trouble to want it. */
START_TEST(newer_version)
{
	static const struct row row = {.mode = VERIFY, .defect = NO_DEFECT, .first = "client"};
	struct visit visit;

	begin(&visit, &row, TLS_1_3);
	tls_client_renegotiate(visit.client);
	tls_client_write(visit.client, "ping", 4);
	peers_carry(visit.client, visit.server);
	ck_assert_ptr_nonnull(visit.ours.trouble);
	ck_assert(tls_client_ended(visit.client) && !got_through(&visit));
	end(&visit);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"renegotiation", {second_handshakes, between_requests, newer_version}},
	};
	int status = unit_run("tls_renegotiation", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
