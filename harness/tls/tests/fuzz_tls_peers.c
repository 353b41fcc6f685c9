/*
 * Our client and our server joined in memory, twice, the second time with the session of the first;
 * the input is what becomes of the records on their way. A byte each for how the peers are set and
 * how the bytes are cut, then four for each thing that is done to a record:
 *   which one: bit 7 of the second connection, bit 6 of what the server says, its number
 *   what (enum deed), and two arguments
 * Whatever is done, nobody is let in who may not be, nothing arrives that was not said, and each
 * side comes to an end.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/ssl.h>

#include "kept_sessions.h"
#include "peers.h"
#include "record.h"

enum { DEED_LEN = 4, DEEDS_MAX = 32, ROUNDS_MAX = 64, RECORDS_MAX = 128, WIRE_MAX = 512 * 1024 };

enum deed {
	DEED_FLIP, /* bits of a byte: where, in 256ths of the record; which bits */
	DEED_CUT, /* what is behind that; with bit 0 the record's header says so, too */
	DEED_REPEAT,
	DEED_DROP,
	DEED_HOLD, /* goes out behind the next one */
	DEED_SPLICE, /* the other side's last record goes out before it */
	DEED_SPLIT, /* in two records, at that place */
	DEED_TYPE, /* is of another content type */
	DEED_VERSION, /* is of another version */
	DEED_INSERT, /* a record of this type before it, with so many zeros */
	DEED_END, /* and nothing more of this side */
	DEED_COUNT,
};

struct script {
	const uint8_t *deeds;
	size_t count;
};

/* One direction of one connection. */
struct way {
	const struct script *script;
	uint8_t which; /* bits 6 and 7 of its deeds */
	unsigned number; /* of the next record */
	struct buf waiting; /* not yet a whole record */
	struct buf held;
	struct buf last;
	struct buf out; /* what the other side is given */
	size_t delivered;
	bool over;
};

struct world {
	struct arena arena;
	struct observation client_facts;
	struct observation server_facts;
	struct tls_client *client;
	struct tls_server *server;
	struct way up; /* to the server */
	struct way down;
	size_t heard; /* bytes of "ping" that came */
	size_t answered; /* of "pong" */
	bool told;
	bool may_pass;
};

static void fail_unless(bool right)
{
	if (!right)
		abort();
}

static void way_init(struct way *way, const struct script *script, uint8_t which)
{
	memset(way, 0, sizeof(*way));
	way->script = script;
	way->which = which;
	buf_init(&way->waiting, WIRE_MAX);
	buf_init(&way->held, WIRE_MAX);
	buf_init(&way->last, WIRE_MAX);
	buf_init(&way->out, WIRE_MAX);
}

static void way_finish(struct way *way)
{
	buf_finish(&way->waiting);
	buf_finish(&way->held);
	buf_finish(&way->last);
	buf_finish(&way->out);
}

static void put_record(
	struct buf *out, uint8_t type, uint16_t version, const uint8_t *body, size_t len)
{
	uint8_t header[RECORD_HEADER_LEN];

	record_header(header, type, version, len);
	buf_append(out, header, sizeof(header));
	buf_append(out, body, len);
}

static void insert(struct buf *out, const struct record *record, uint8_t type, uint8_t len)
{
	static const uint8_t zeros[256];

	put_record(out, type, record->version, zeros, len);
}

/* Into `out`, in place of the record that stands at `data`. */
static void do_deed(struct way *way, const struct way *other, const struct record *record,
	const uint8_t *data, const uint8_t *deed)
{
	size_t at = record->len * deed[2] / 256;
	struct buf *out = &way->out;

	switch ((enum deed)(deed[1] % DEED_COUNT)) {
	case DEED_FLIP:
		buf_append(out, data, record->size);
		if (!out->overflowed)
			out->data[out->len - record->size + record->size * deed[2] / 256] ^=
				(char)(deed[3] ? deed[3] : 1);
		return;
	case DEED_CUT:
		if (deed[3] & 1)
			put_record(out, record->type, record->version, record->body, at);
		else
			buf_append(out, data, RECORD_HEADER_LEN + at);
		return;
	case DEED_REPEAT:
		buf_append(out, data, record->size);
		buf_append(out, data, record->size);
		return;
	case DEED_DROP:
		return;
	case DEED_HOLD:
		buf_append(&way->held, data, record->size);
		return;
	case DEED_SPLICE:
		buf_append(out, other->last.data, other->last.len);
		break;
	case DEED_SPLIT:
		put_record(out, record->type, record->version, record->body, at);
		put_record(out, record->type, record->version, record->body + at, record->len - at);
		return;
	case DEED_TYPE:
		put_record(out, deed[2], record->version, record->body, record->len);
		return;
	case DEED_VERSION:
		put_record(
			out, record->type, (uint16_t)(deed[2] << 8 | deed[3]), record->body, record->len);
		return;
	case DEED_INSERT:
		insert(out, record, deed[2], deed[3]);
		break;
	case DEED_END:
		way->over = true;
		return;
	default:
		break;
	}
	buf_append(out, data, record->size);
}

static const uint8_t *find_deed(const struct way *way)
{
	for (size_t i = 0; i < way->script->count; i++) {
		const uint8_t *deed = way->script->deeds + i * DEED_LEN;

		if (deed[0] == (way->which | (way->number & 63)) && way->number < 64)
			return deed;
	}
	return NULL;
}

static void pass_record(struct way *way, const struct way *other, const struct record *record)
{
	const uint8_t *data = (const uint8_t *)way->waiting.data;
	const uint8_t *deed = find_deed(way);
	struct buf held = way->held;

	buf_init(&way->held, WIRE_MAX);
	if (deed)
		do_deed(way, other, record, data, deed);
	else
		buf_append(&way->out, data, record->size);
	buf_append(&way->out, held.data, held.len);
	buf_finish(&held);
	buf_clear(&way->last);
	buf_append(&way->last, data, record->size);
	way->number++;
}

/* What one side says, changed, into `out`. */
static void carry(struct way *way, const struct way *other, const uint8_t *data, size_t len)
{
	struct record record;

	buf_append(&way->waiting, data, len);
	while (!way->over && way->number < RECORDS_MAX &&
		record_read(&record, (const uint8_t *)way->waiting.data, way->waiting.len) ==
			RECORD_READY) {
		pass_record(way, other, &record);
		buf_consume(&way->waiting, record.size);
	}
}

static void take_ping(struct world *world)
{
	static const char said[] = "ping";
	const uint8_t *data;
	size_t len = tls_server_read(world->server, &data);

	fail_unless(len <= strlen("ping") - world->heard);
	fail_unless(memcmp(data ? (const void *)data : "", &said[world->heard], len) == 0);
	world->heard += len;
	tls_server_consume_read(world->server, len);
	if (world->heard == strlen("ping") && !world->told) {
		world->told = true;
		tls_server_write(world->server, "pong", strlen("pong"));
		tls_server_close(world->server);
	}
}

static void take_pong(struct world *world)
{
	static const char said[] = "pong";
	const uint8_t *data;
	size_t len = tls_client_read(world->client, &data);

	fail_unless(len <= strlen("pong") - world->answered);
	fail_unless(memcmp(data ? (const void *)data : "", &said[world->answered], len) == 0);
	world->answered += len;
	tls_client_consume_read(world->client, len);
}

static bool step(struct world *world, size_t chunk)
{
	const uint8_t *data;
	size_t len = tls_client_output(world->client, &data);
	bool moved = len > 0;

	carry(&world->up, &world->down, data, len);
	tls_client_consume_output(world->client, len);
	for (size_t at = 0; at < world->up.out.len; at += len) {
		len = world->up.out.len - at < chunk ? world->up.out.len - at : chunk;
		tls_server_receive(world->server, (const uint8_t *)world->up.out.data + at, len);
		take_ping(world);
	}
	buf_clear(&world->up.out);
	len = tls_server_output(world->server, &data);
	moved = moved || len;
	carry(&world->down, &world->up, data, len);
	tls_server_consume_output(world->server, len);
	for (size_t at = 0; at < world->down.out.len; at += len) {
		len = world->down.out.len - at < chunk ? world->down.out.len - at : chunk;
		tls_client_receive(world->client, (const uint8_t *)world->down.out.data + at, len);
		take_pong(world);
	}
	buf_clear(&world->down.out);
	return moved;
}

static void check_facts(const struct observation *facts)
{
	fail_unless(facts->alert >= TLS_ALERT_NONE && facts->alert <= 255);
	fail_unless(facts->negotiated <= TLS_VERSION_COUNT);
	for (size_t i = 0; i < facts->moment_count; i++)
		fail_unless(facts->moments[i].what != NULL);
}

static void check(const struct world *world)
{
	struct tls_peer peer;

	check_facts(&world->client_facts);
	check_facts(&world->server_facts);
	if (tls_server_handshake_done(world->server) || world->heard)
		tls_server_peer(world->server, &peer);
	/* he has nothing, or nothing that is good, and something good is demanded */
	fail_unless(world->may_pass || (!world->heard && !world->answered));
}

/* What it is to be, of the input's first byte. */
struct setting {
	enum tls_version version;
	enum auth_mode mode;
	const char *credential;
	bool from_files;
	struct opening opening;
};

static struct setting read_setting(uint8_t byte)
{
	static const char *const credentials[] = {"client", NULL, "client-wrong-ca", "client-expired"};
	static const enum auth_mode modes[] = {AUTH_NO_CLIENT_CERT, AUTH_REQUIRE_ANY_CLIENT_CERT,
		AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT};
	struct setting setting = {.version = byte & 1 ? TLS_1_3 : TLS_1_2,
		.mode = modes[byte >> 1 & 3],
		.credential = credentials[byte >> 3 & 3],
		.from_files = byte & 32};

	setting.opening.fragment.record = byte & 64 ? 50 : 0;
	return setting;
}

static bool may_pass(const struct setting *setting)
{
	bool good = setting->credential && strcmp(setting->credential, "client") == 0;

	switch (setting->mode) {
	case AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT:
		return good;
	case AUTH_VERIFY_CLIENT_CERT_IF_GIVEN:
		return good || !setting->credential;
	case AUTH_REQUIRE_ANY_CLIENT_CERT:
		return setting->credential != NULL;
	default:
		return true;
	}
}

static struct tls_server_context *server_of_files(enum auth_mode mode)
{
	static struct tls_server_context *contexts[AUTH_MODE_COUNT];
	struct tls_server_config config = peers_config(mode, NO_DEFECT);
	const char *why = NULL;

	config.tickets = true;
	if (!contexts[mode])
		contexts[mode] = tls_server_context_create(&config, &peers_get()->arena, &why);
	fail_unless(contexts[mode]);
	return contexts[mode];
}

static void begin(struct world *world, const struct setting *setting,
	struct tls_server_options *serving, SSL_SESSION *resume)
{
	const struct tls_client_options options = {
		.credential = setting->credential ? peers_credential(setting->credential) : NULL,
		.version = setting->version,
		.server_name = PKI_SERVER_NAME,
		.opening = setting->opening,
		.keeps_session = true,
		.resume = resume,
	};

	arena_init(&world->arena);
	observation_init(&world->client_facts);
	observation_init(&world->server_facts);
	*serving = (struct tls_server_options){.credential = peers_credential(PKI_SERVER),
		.mode = setting->mode,
		.version = setting->version,
		.expected_client = options.credential,
		.tickets = true};
	world->may_pass = may_pass(setting);
	world->client =
		tls_client_create(peers_get()->clients, &options, &world->client_facts, &world->arena);
	world->server = setting->from_files
		? tls_server_create(server_of_files(setting->mode), &world->server_facts, &world->arena)
		: tls_server_create_for(peers_get()->set, serving, &world->server_facts, &world->arena);
	tls_client_write(world->client, "ping", strlen("ping"));
}

/* The session that the client was given, the caller's; or NULL. */
static SSL_SESSION *talk(const struct setting *setting, size_t chunk, const struct script *script,
	uint8_t connection, SSL_SESSION *resume)
{
	struct tls_server_options serving;
	struct world world = {.heard = 0};
	struct kept_sessions kept = {.count = 0};
	SSL_SESSION *session = NULL;
	int rounds = 0;

	way_init(&world.up, script, connection);
	way_init(&world.down, script, connection | 64);
	begin(&world, setting, &serving, resume);
	while (rounds < ROUNDS_MAX && step(&world, chunk))
		rounds++;
	fail_unless(rounds < ROUNDS_MAX);
	check(&world);
	tls_client_take_sessions(world.client, &kept);
	if (kept.count)
		session = kept.items[--kept.count];
	kept_sessions_finish(&kept);
	tls_client_close(world.client);
	tls_client_destroy(world.client);
	tls_server_destroy(world.server);
	way_finish(&world.up);
	way_finish(&world.down);
	arena_finish(&world.arena);
	return session;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool begun;
	struct setting setting;
	struct script script;
	SSL_SESSION *session;
	size_t chunk;

	if (size < 2)
		return 0;
	if (!begun)
		atexit(peers_destroy);
	begun = true;
	setting = read_setting(data[0]);
	/* in pieces of few bytes only what is small: each costs a call */
	chunk = data[1] ? (size_t)data[1] * 8 : WIRE_MAX;
	script.deeds = data + 2;
	script.count = (size - 2) / DEED_LEN < DEEDS_MAX ? (size - 2) / DEED_LEN : DEEDS_MAX;
	session = talk(&setting, chunk, &script, 0, NULL);
	SSL_SESSION_free(session ? talk(&setting, chunk, &script, 128, session) : NULL);
	SSL_SESSION_free(session);
	return 0;
}
