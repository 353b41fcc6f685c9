/*
 * Do our own recorders see all of a handshake between our own client and server? Where the library
 * does something that they do not know, targets would be accused of it.
 */
#include "doctor_check.h"

#include <string.h>

#include "arena.h"
#include "observation.h"
#include "pki.h"
#include "scoped.h"
#include "tls_client.h"
#include "tls_server.h"

enum { EXCHANGES_MAX = 32 };

/* The messages that no handshake with certificates on both sides does without. */
static const struct {
	enum party sender;
	const char *what;
	enum tls_version first;
	enum tls_version last;
} messages[] = {
	{PARTY_CLIENT, "ClientHello", TLS_1_0, TLS_1_3},
	{PARTY_SERVER, "ServerHello", TLS_1_0, TLS_1_3},
	{PARTY_SERVER, "EncryptedExtensions", TLS_1_3, TLS_1_3},
	{PARTY_SERVER, "CertificateRequest", TLS_1_0, TLS_1_3},
	{PARTY_SERVER, "Certificate", TLS_1_0, TLS_1_3},
	{PARTY_SERVER, "CertificateVerify", TLS_1_3, TLS_1_3},
	{PARTY_SERVER, "ServerKeyExchange", TLS_1_0, TLS_1_2},
	{PARTY_SERVER, "ServerHelloDone", TLS_1_0, TLS_1_2},
	{PARTY_CLIENT, "Certificate", TLS_1_0, TLS_1_3},
	{PARTY_CLIENT, "ClientKeyExchange", TLS_1_0, TLS_1_2},
	{PARTY_CLIENT, "CertificateVerify", TLS_1_0, TLS_1_3},
	{PARTY_CLIENT, "Finished", TLS_1_0, TLS_1_3},
	{PARTY_SERVER, "Finished", TLS_1_0, TLS_1_3},
};

/* "Certificate" or "Certificate (2 certificates)", not "CertificateRequest" */
static bool is_message(const char *moment, const char *what)
{
	size_t len = strlen(what);

	return strncmp(moment, what, len) == 0 && (moment[len] == '\0' || moment[len] == ' ');
}

static bool has_message(const struct observation *facts, enum party sender, const char *what)
{
	for (size_t i = 0; i < facts->moment_count; i++) {
		if (facts->moments[i].sender == sender && is_message(facts->moments[i].what, what))
			return true;
	}
	return false;
}

/* "our client recorded no Finished of the server, but: ServerHello, ..." */
static const char *describe_gap(enum party recorder, enum party sender, const char *what,
	const struct observation *facts, struct arena *arena)
{
	const char *text = arena_printf(arena, "our %s recorded no %s of the %s, but",
		party_words[recorder], what, party_words[sender]);
	const char *separator = ": ";

	for (size_t i = 0; i < facts->moment_count; i++) {
		if (facts->moments[i].sender != sender)
			continue;
		text = arena_printf(arena, "%s%s%s", text, separator, facts->moments[i].what);
		separator = ", ";
	}
	return separator[0] == ',' ? text : arena_printf(arena, "%s nothing at all", text);
}

static const char *missing_message(enum tls_version version, enum party recorder,
	const struct observation *facts, struct arena *arena)
{
	for (size_t i = 0; i < COUNT_OF(messages); i++) {
		if (version >= messages[i].first && version <= messages[i].last &&
			!has_message(facts, messages[i].sender, messages[i].what))
			return describe_gap(recorder, messages[i].sender, messages[i].what, facts, arena);
	}
	return NULL;
}

static const char *missing_fact(
	enum tls_version version, const struct observation *client, const struct observation *server)
{
	const struct {
		bool holds;
		const char *otherwise;
	} facts[] = {
		{client->negotiated == version && server->negotiated == version, "another version"},
		{client->certificate_requested, "no certificate was asked for"},
		{client->server_trusted, "our client does not trust our server"},
		{server->served == SENT_AS_MEANT, "our server's certificate is not the one meant"},
		{client->sent == SENT_AS_MEANT, "our client's certificate is not the one meant"},
		{server->peer_presented == PRESENTED_CONFIGURED,
			"our server saw another client certificate than was sent"},
		{client->handshake_done && server->handshake_done, "the handshake did not end"},
		{client->alert == TLS_ALERT_NONE && server->alert == TLS_ALERT_NONE, "an alert was sent"},
		{server->data_received > 0, "no data came through"},
	};

	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		if (!facts[i].holds)
			return facts[i].otherwise;
	}
	return NULL;
}

const char *doctor_handshake_gap(enum tls_version version, const struct observation *client,
	const struct observation *server, struct arena *arena)
{
	const char *gap = client->trouble ? client->trouble : server->trouble;

	if (!gap)
		gap = missing_message(version, PARTY_CLIENT, client, arena);
	if (!gap)
		gap = missing_message(version, PARTY_SERVER, server, arena);
	return gap ? gap : missing_fact(version, client, server);
}

static bool carry(struct tls_client *client, struct tls_server *server)
{
	const uint8_t *data;
	size_t there = tls_client_output(client, &data);
	size_t back;

	tls_server_receive(server, data, there);
	tls_client_consume_output(client, there);
	back = tls_server_output(server, &data);
	tls_client_receive(client, data, back);
	tls_server_consume_output(server, back);
	return there + back > 0;
}

struct ends {
	struct tls_client_context *clients;
	struct tls_server_set *servers;
	const struct credential *client;
	const struct credential *server;
};

static const char *shake_hands(
	const struct ends *ends, enum tls_version version, struct arena *arena)
{
	const struct tls_client_options client_options = {
		.credential = ends->client, .version = version, .server_name = PKI_SERVER_NAME};
	const struct tls_server_options server_options = {.credential = ends->server,
		.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.version = version,
		.expected_client = ends->client};
	struct observation seen_by_client;
	struct observation seen_by_server;
	struct tls_client *client;
	struct tls_server *server;

	observation_init(&seen_by_client);
	observation_init(&seen_by_server);
	client = tls_client_create(ends->clients, &client_options, &seen_by_client, arena);
	server = tls_server_create_for(ends->servers, &server_options, &seen_by_server, arena);
	tls_client_write(client, "ping", strlen("ping"));
	for (int i = 0; i < EXCHANGES_MAX && carry(client, server); i++)
		;
	tls_client_destroy(client);
	tls_server_destroy(server);
	return doctor_handshake_gap(version, &seen_by_client, &seen_by_server, arena);
}

static const char *shake_all_hands(struct pki *pki, struct arena *arena)
{
	struct x509_st *client_root;
	struct x509_st *server_root;
	struct ends ends = {0};
	const char *gap = NULL;

	if (!(client_root = pki_authority(pki, PKI_CLIENT_ROOT, &gap)) ||
		!(server_root = pki_authority(pki, PKI_SERVER_ROOT, &gap)) ||
		!(ends.client = pki_credential(pki, PKI_GOOD_CLIENT, &gap)) ||
		!(ends.server = pki_credential(pki, PKI_SERVER, &gap)))
		return arena_strdup(arena, gap);
	ends.clients = tls_client_context_create(server_root);
	ends.servers = tls_server_set_create(client_root, NULL);
	for (enum tls_version version = TLS_1_0; !gap && version < TLS_VERSION_COUNT; version++) {
		gap = shake_hands(&ends, version, arena);
		if (gap)
			gap = arena_printf(arena, "%s: %s", tls_version_name(version), gap);
	}
	tls_server_set_destroy(ends.servers);
	tls_client_context_destroy(ends.clients);
	return gap;
}

struct doctor_check doctor_check_handshakes(const struct recipe *recipe, struct arena *arena)
{
	struct pki *pki = pki_create(recipe);
	const char *gap = shake_all_hands(pki, arena);

	pki_destroy(pki);
	if (gap)
		return (struct doctor_check){"handshakes", CHECK_BAD, gap,
			"this OpenSSL does something that mtlspec does not know, and targets would be accused "
			"of "
			"it: use another OpenSSL, and tell mtlspec's makers"};
	return (struct doctor_check){
		"handshakes", CHECK_OK, "TLS 1.0 to 1.3 recorded whole, both certificates as meant", NULL};
}
