#include "unsolicited.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "fatal.h"
#include "handshake.h"
#include "openssl_scoped.h"
#include "record.h"
#include "traffic_key.h"

enum { TRANSCRIPT_MAX = 1024 * 1024, HELD_MAX = 1024 * 1024 };
enum { FINISHED_LEN = HANDSHAKE_HEADER_LEN + TRAFFIC_HASH_LEN };

static const uint8_t empty_12[] = {HANDSHAKE_CERTIFICATE, 0, 0, 3, 0, 0, 0};
static const uint8_t empty_13[] = {HANDSHAKE_CERTIFICATE, 0, 0, 4, 0, 0, 0, 0};

struct unsolicited {
	enum tls_version version;
	enum unsolicited_state state;
	const char *why;
	struct buf held; /* libssl's output that is not a whole record yet */
	/* TLS 1.3 only */
	struct buf transcript; /* up to the server's Finished */
	bool has_secret;
	bool server_finished;
	bool own_finished_seen;
	uint8_t own_finished[FINISHED_LEN]; /* as libssl wrote it */
	uint8_t secret[TRAFFIC_HASH_LEN];
};

struct unsolicited *unsolicited_create(enum tls_version version)
{
	struct unsolicited *unsolicited = fatal_alloc(sizeof(*unsolicited));

	memset(unsolicited, 0, sizeof(*unsolicited));
	unsolicited->version = version;
	buf_init(&unsolicited->held, HELD_MAX);
	buf_init(&unsolicited->transcript, TRANSCRIPT_MAX);
	return unsolicited;
}

void unsolicited_destroy(struct unsolicited *unsolicited)
{
	if (!unsolicited)
		return;
	OPENSSL_cleanse(unsolicited->secret, sizeof(unsolicited->secret));
	buf_finish(&unsolicited->held);
	buf_finish(&unsolicited->transcript);
	free(unsolicited);
}

void unsolicited_secret(struct unsolicited *unsolicited, const char *line)
{
	static const char label[] = "CLIENT_HANDSHAKE_TRAFFIC_SECRET ";
	const char *hex = strrchr(line, ' ');
	size_t len = 0;

	if (strncmp(line, label, sizeof(label) - 1) != 0)
		return;
	unsolicited->has_secret = OPENSSL_hexstr2buf_ex(unsolicited->secret,
								  sizeof(unsolicited->secret), &len, hex + 1, '\0') == 1 &&
		len == sizeof(unsolicited->secret);
}

void unsolicited_prepare(SSL_CTX *ctx)
{
	if (!SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256"))
		FATAL("libssl lacks TLS_AES_128_GCM_SHA256");
}

/* After a HelloRetryRequest a hash stands for the first ClientHello (RFC 8446 section 4.4.1). */
static void fold_first_hello(struct buf *transcript)
{
	uint8_t folded[HANDSHAKE_HEADER_LEN + TRAFFIC_HASH_LEN] = {
		HANDSHAKE_MESSAGE_HASH, 0, 0, TRAFFIC_HASH_LEN};

	if (!EVP_Q_digest(NULL, "SHA256", NULL, transcript->data, transcript->len,
			folded + HANDSHAKE_HEADER_LEN, NULL))
		FATAL("no SHA-256");
	buf_clear(transcript);
	buf_append(transcript, folded, sizeof(folded));
}

void unsolicited_message(struct unsolicited *unsolicited, const uint8_t *data, size_t len)
{
	struct handshake message;
	struct server_hello hello;

	if (!handshake_read(&message, data, len))
		return;
	if (message.type == HANDSHAKE_CERTIFICATE_REQUEST && unsolicited->state == UNSOLICITED_WAITING)
		unsolicited->state = UNSOLICITED_ASKED;
	if (unsolicited->version != TLS_1_3 || unsolicited->own_finished_seen)
		return;
	if (message.type == HANDSHAKE_FINISHED && unsolicited->server_finished) {
		unsolicited->own_finished_seen = len == FINISHED_LEN;
		if (unsolicited->own_finished_seen)
			memcpy(unsolicited->own_finished, data, len);
		return;
	}
	if (handshake_server_hello(&hello, &message) && hello.retry)
		fold_first_hello(&unsolicited->transcript);
	unsolicited->server_finished = message.type == HANDSHAKE_FINISHED;
	buf_append(&unsolicited->transcript, data, len);
}

static void fail(struct unsolicited *unsolicited, const char *why)
{
	unsolicited->state = UNSOLICITED_FAILED;
	unsolicited->why = why;
}

static void rewrite_12(
	struct unsolicited *unsolicited, struct buf *out, const struct record *record)
{
	uint8_t header[RECORD_HEADER_LEN];

	if (record->type == RECORD_CHANGE_CIPHER_SPEC) {
		fail(unsolicited, "no record begins with ClientKeyExchange: nowhere to put a Certificate");
		return;
	}
	if (record->type != RECORD_HANDSHAKE || record->len == 0 ||
		record->body[0] != HANDSHAKE_CLIENT_KEY_EXCHANGE)
		return;
	record_header(header, RECORD_HANDSHAKE, record->version, sizeof(empty_12));
	buf_append(out, header, sizeof(header));
	buf_append(out, empty_12, sizeof(empty_12));
	unsolicited->state = UNSOLICITED_SENT;
}

/* Do we know the transcript and the key as libssl does? */
static bool retells(const struct unsolicited *unsolicited, const struct traffic_key *key)
{
	const struct buf *transcript = &unsolicited->transcript;
	uint8_t finished[TRAFFIC_HASH_LEN];

	if (!unsolicited->own_finished_seen || transcript->overflowed)
		return false;
	traffic_key_finished(finished, key, (const uint8_t *)transcript->data, transcript->len);
	return memcmp(unsolicited->own_finished + HANDSHAKE_HEADER_LEN, finished, sizeof(finished)) ==
		0;
}

/* Certificate and Finished over it, in the place of libssl's Finished. */
static void write_flight(
	struct unsolicited *unsolicited, struct buf *out, const struct traffic_key *key)
{
	uint8_t plain[sizeof(empty_13) + FINISHED_LEN + 1];
	uint8_t sealed[RECORD_HEADER_LEN + sizeof(plain) + TRAFFIC_TAG_LEN];
	uint8_t *finished = plain + sizeof(empty_13);
	struct buf *transcript = &unsolicited->transcript;

	memcpy(plain, empty_13, sizeof(empty_13));
	memcpy(finished, unsolicited->own_finished, HANDSHAKE_HEADER_LEN);
	buf_append(transcript, empty_13, sizeof(empty_13));
	traffic_key_finished(
		finished + HANDSHAKE_HEADER_LEN, key, (const uint8_t *)transcript->data, transcript->len);
	plain[sizeof(plain) - 1] = RECORD_HANDSHAKE;
	buf_append(out, sealed, traffic_key_seal(sealed, key, plain, sizeof(plain)));
	unsolicited->state = UNSOLICITED_SENT;
}

/* True: the record was replaced. */
static bool rewrite_13(
	struct unsolicited *unsolicited, struct buf *out, const struct record *record)
{
	struct traffic_key key;
	uint8_t plain[RECORD_BODY_MAX];
	size_t len = 0;

	if (record->type != RECORD_APPLICATION_DATA)
		return false;
	if (!unsolicited->has_secret) {
		fail(unsolicited, "encrypted before the handshake traffic secret was known");
		return false;
	}
	traffic_key_derive(&key, unsolicited->secret);
	if (!traffic_key_open(plain, &len, &key, record)) {
		fail(unsolicited, "the client's first encrypted record does not open");
		return false;
	}
	/* an alert of ours (the server is not trusted) ends the connection: nothing to smuggle */
	if (len > 0 && plain[len - 1] == RECORD_ALERT)
		return false;
	if (len != FINISHED_LEN + 1 || memcmp(plain, unsolicited->own_finished, FINISHED_LEN) != 0) {
		fail(unsolicited, "the client's first encrypted record is not its Finished alone");
		return false;
	}
	if (!retells(unsolicited, &key)) {
		fail(unsolicited, "the handshake can't be retold");
		return false;
	}
	write_flight(unsolicited, out, &key);
	return true;
}

static void pass_record(
	struct unsolicited *unsolicited, struct buf *out, const uint8_t *data, const struct record *r)
{
	bool replaced = false;

	if (unsolicited->state == UNSOLICITED_WAITING) {
		if (unsolicited->version == TLS_1_3)
			replaced = rewrite_13(unsolicited, out, r);
		else
			rewrite_12(unsolicited, out, r);
	}
	if (!replaced && unsolicited->state != UNSOLICITED_FAILED)
		buf_append(out, data, r->size);
}

enum unsolicited_state unsolicited_rewrite(struct unsolicited *unsolicited, struct buf *out,
	const uint8_t *data, size_t len, const char **why)
{
	struct buf *held = &unsolicited->held;
	struct record record;

	buf_append(held, data, len);
	if (held->overflowed)
		fail(unsolicited, "more output than can be held back");
	while (unsolicited->state != UNSOLICITED_FAILED && held->len > 0) {
		const uint8_t *start = (const uint8_t *)held->data;
		enum record_state state = record_read(&record, start, held->len);

		if (state == RECORD_BAD)
			fail(unsolicited, "libssl wrote something that is no TLS record");
		if (state != RECORD_READY)
			break;
		pass_record(unsolicited, out, start, &record);
		buf_consume(held, record.size);
	}
	*why = unsolicited->why;
	return unsolicited->state;
}
