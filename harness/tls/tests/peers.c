#include "peers.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/ssl.h>

#include "fatal.h"
#include "kept_sessions.h"
#include "recipe.h"
#include "tmpdir.h"

enum { WIRE_MAX = 1024 * 1024 };

static struct peers *the_peers;

struct peers *peers_get(void)
{
	struct peers *peers = the_peers;
	struct recipe *recipe;
	struct x509_st *root;
	const char *why = NULL;

	if (peers)
		return peers;
	peers = the_peers = fatal_alloc(sizeof(*peers));
	memset(peers, 0, sizeof(*peers));
	arena_init(&peers->arena);
	diag_init(&peers->diag);
	recipe = recipe_read(&peers->arena, &peers->diag, TEST_SOURCE_DIR "/ca-fixtures/pki.yaml");
	if (!recipe)
		FATAL("pki.yaml is wrong");
	peers->recipe = recipe;
	peers->pki = pki_create(recipe);
	if (!tmpdir_create(&peers->dir, &why, &peers->arena) ||
		!pki_write_runtime(peers->pki, peers->dir, &peers->arena, &why))
		FATAL("%s", why);
	root = pki_authority(peers->pki, PKI_SERVER_ROOT, &why);
	if (!root)
		FATAL("%s", why);
	peers->clients = tls_client_context_create(root);
	root = pki_authority(peers->pki, PKI_CLIENT_ROOT, &why);
	if (!root)
		FATAL("%s", why);
	peers->set = tls_server_set_create(root, NULL);
	return peers;
}

void peers_destroy(void)
{
	if (!the_peers)
		return;
	for (size_t i = 0; i < AUTH_MODE_COUNT; i++) {
		for (size_t j = 0; j <= DEFECT_COUNT; j++)
			tls_server_context_destroy(the_peers->servers[i][j]);
	}
	tls_client_context_destroy(the_peers->clients);
	tls_server_set_destroy(the_peers->set);
	pki_destroy(the_peers->pki);
	tmpdir_remove(the_peers->dir);
	diag_finish(&the_peers->diag);
	arena_finish(&the_peers->arena);
	free(the_peers);
	the_peers = NULL;
}

const struct credential *peers_credential(const char *name)
{
	const char *why = NULL;
	const struct credential *credential = pki_credential(peers_get()->pki, name, &why);

	if (!credential)
		FATAL("%s: %s", name, why);
	return credential;
}

char *peers_file(const char *name)
{
	return arena_printf(&peers_get()->arena, "%s/%s", peers_get()->dir, name);
}

struct tls_server_config peers_config(enum auth_mode mode, int defect)
{
	struct tls_server_config config = {
		.mode = mode,
		.min_version = TLS_1_2,
		.max_version = TLS_1_3,
		.certificate_file = peers_file("server.pem"),
		.key_file = peers_file("server.key"),
		.client_ca_file = peers_file("client-ca.pem"),
		.client_crl_file = peers_file("client-ca.crl.pem"),
	};

	if (defect != NO_DEFECT)
		config.defects[defect] = true;
	return config;
}

struct tls_server_context *peers_server(enum auth_mode mode, int defect)
{
	struct tls_server_context **slot = &peers_get()->servers[mode][defect + 1];
	struct tls_server_config config = peers_config(mode, defect);
	const char *why = NULL;

	if (!*slot)
		*slot = tls_server_context_create(&config, &peers_get()->arena, &why);
	if (!*slot)
		FATAL("%s", why);
	return *slot;
}

static bool to_server(
	struct exchange *out, struct tls_client *client, struct tls_server *server, size_t chunk)
{
	const uint8_t *data;
	size_t len = tls_client_output(client, &data);

	if (chunk && len > chunk)
		len = chunk;
	if (len == 0)
		return false;
	buf_append(&out->from_client, data, len);
	tls_server_receive(server, data, len);
	tls_client_consume_output(client, len);
	return true;
}

static bool to_client(
	struct exchange *out, struct tls_client *client, struct tls_server *server, size_t chunk)
{
	const uint8_t *data;
	size_t len = tls_server_output(server, &data);

	if (chunk && len > chunk)
		len = chunk;
	if (len == 0)
		return false;
	buf_append(&out->from_server, data, len);
	tls_client_receive(client, data, len);
	tls_server_consume_output(server, len);
	return true;
}

static void serve(struct exchange *out, struct tls_server *server)
{
	const uint8_t *data;
	size_t len = tls_server_read(server, &data);

	if (len < strlen("ping") || out->forwarded)
		return;
	out->forwarded = true;
	tls_server_consume_read(server, len);
	tls_server_peer(server, &out->peer);
	tls_server_write(server, out->peer.refuse_after_forward ? "late" : "pong", strlen("pong"));
	tls_server_close(server);
}

static struct tls_server *make_server(struct exchange *out, const struct exchange_options *options)
{
	struct tls_server_context *context = options->server;

	if (options->serving)
		return tls_server_create_for(peers_get()->set, options->serving, &out->server, &out->arena);
	if (!context)
		context = peers_server(options->mode, options->defect);
	return tls_server_create(context, &out->server, &out->arena);
}

/* The last that it was given, or NULL; the caller's. */
static SSL_SESSION *last_session(struct tls_client *client)
{
	struct kept_sessions kept = {.count = 0};
	SSL_SESSION *last = NULL;

	tls_client_take_sessions(client, &kept);
	if (kept.count)
		last = kept.items[--kept.count];
	kept_sessions_finish(&kept);
	return last;
}

void exchange_run(struct exchange *out, const struct exchange_options *options)
{
	struct peers *peers = peers_get();
	const char *name = options->server_name ? options->server_name : PKI_SERVER_NAME;
	struct tls_client_options client_options = {
		.credential = options->credential ? peers_credential(options->credential) : NULL,
		.version = options->version,
		.server_name = options->nameless ? NULL : name,
		.verify_name = options->verify_name,
		.unsolicited_certificate = options->unsolicited,
		.opening = options->opening,
		.trust = options->trust,
		.root = options->root,
		.keeps_session = options->session != NULL,
		.resume = options->session ? *options->session : NULL,
		.early_data = options->early,
	};
	struct tls_client *client;
	struct tls_server *server;
	const uint8_t *data;
	size_t len;

	memset(out, 0, sizeof(*out));
	arena_init(&out->arena);
	buf_init(&out->from_client, WIRE_MAX);
	buf_init(&out->from_server, WIRE_MAX);
	observation_init(&out->client);
	observation_init(&out->server);
	client = tls_client_create(options->clients ? options->clients : peers->clients,
		&client_options, &out->client, &out->arena);
	server = make_server(out, options);
	tls_client_write(client, "ping", strlen("ping"));
	for (bool moved = true; moved;) {
		moved = false;
		while (to_server(out, client, server, options->chunk))
			moved = true;
		serve(out, server);
		while (to_client(out, client, server, options->chunk))
			moved = true;
	}
	len = tls_client_read(client, &data);
	if (len > 0)
		memcpy(out->answer, data, len < sizeof(out->answer) ? len : sizeof(out->answer) - 1);
	if (options->session) {
		SSL_SESSION_free(*options->session);
		*options->session = last_session(client);
	}
	tls_client_destroy(client);
	tls_server_destroy(server);
}

void exchange_finish(struct exchange *exchange)
{
	buf_finish(&exchange->from_client);
	buf_finish(&exchange->from_server);
	arena_finish(&exchange->arena);
}

bool exchange_accepted(const struct exchange *exchange)
{
	return exchange->forwarded && strcmp(exchange->answer, "pong") == 0;
}

bool exchange_has_moment(const struct observation *facts, enum party sender, const char *what)
{
	for (size_t i = 0; i < facts->moment_count; i++) {
		if (facts->moments[i].sender == sender && strcmp(facts->moments[i].what, what) == 0)
			return true;
	}
	return false;
}

void peers_carry(struct tls_client *client, struct tls_server *server)
{
	for (bool moved = true; moved;) {
		const uint8_t *data;
		size_t len = tls_client_output(client, &data);

		moved = len > 0;
		tls_server_receive(server, data, len);
		tls_client_consume_output(client, len);
		len = tls_server_output(server, &data);
		moved = moved || len > 0;
		tls_client_receive(client, data, len);
		tls_server_consume_output(server, len);
	}
}
