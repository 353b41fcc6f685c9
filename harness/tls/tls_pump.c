#include "tls_pump.h"

#include <string.h>

#include <openssl/err.h>

#include "arena.h"
#include "fatal.h"
#include "hello_records.h"
#include "tls_client.h"
#include "tls_early.h"
#include "tls_recorder.h"
#include "tls_renegotiation.h"
#include "tls_waiting.h"
#include "unsolicited.h"

enum { READ_SIZE = 16 * 1024 };

void tls_pump_init(struct tls_pump *pump, SSL_CTX *ctx, struct tls_recorder *recorder)
{
	memset(pump, 0, sizeof(*pump));
	ERR_clear_error();
	pump->ssl = SSL_new(ctx);
	pump->in = BIO_new(BIO_s_mem());
	pump->out = BIO_new(BIO_s_mem());
	if (!pump->ssl || !pump->in || !pump->out)
		FATAL("out of memory");
	/* an empty queue means "later", not the wire's end */
	BIO_set_mem_eof_return(pump->in, -1);
	BIO_set_mem_eof_return(pump->out, -1);
	SSL_set_bio(pump->ssl, pump->in, pump->out);
	pump->recorder = recorder;
	tls_recorder_bind(recorder, pump->ssl);
	buf_init(&pump->unsent, TLS_QUEUE_MAX);
	buf_init(&pump->output, TLS_QUEUE_MAX);
	buf_init(&pump->arrived, TLS_QUEUE_MAX);
}

void tls_pump_finish(struct tls_pump *pump)
{
	SSL_free(pump->ssl);
	buf_finish(&pump->unsent);
	buf_finish(&pump->output);
	buf_finish(&pump->arrived);
}

static bool shake_hands(struct tls_pump *pump)
{
	int result;

	if (pump->early && !tls_early_step(pump))
		return false;
	if (SSL_is_init_finished(pump->ssl))
		return tls_renegotiation_step(pump);
	ERR_clear_error();
	result = SSL_do_handshake(pump->ssl);
	if (result == 1) {
		tls_early_conclude(pump);
		return tls_renegotiation_step(pump);
	}
	if (!tls_is_waiting(pump->ssl, pump->recorder, result))
		pump->ended = true;
	return false;
}

/* After a fatal alert, and before the handshake is complete, libssl sends none. */
static void say_goodbye(struct tls_pump *pump)
{
	if (pump->closed)
		return;
	ERR_clear_error();
	pump->closed = true;
	if (SSL_shutdown(pump->ssl) < 0)
		ERR_clear_error();
}

static void send_plaintext(struct tls_pump *pump)
{
	while (pump->unsent.len > 0) {
		size_t written = 0;
		int result;

		ERR_clear_error();
		result = SSL_write_ex(pump->ssl, pump->unsent.data, pump->unsent.len, &written);
		if (result != 1) {
			/* the reader goes on: the peer's reason may still be on its way */
			if (!tls_is_waiting(pump->ssl, pump->recorder, result))
				buf_clear(&pump->unsent);
			return;
		}
		buf_consume(&pump->unsent, written);
	}
	if (pump->closing)
		say_goodbye(pump);
}

static void take_plaintext(struct tls_pump *pump)
{
	uint8_t data[READ_SIZE];

	for (;;) {
		size_t len = 0;
		int result;

		ERR_clear_error();
		result = SSL_read_ex(pump->ssl, data, sizeof(data), &len);
		if (result != 1) {
			pump->ended = !tls_is_waiting(pump->ssl, pump->recorder, result);
			return;
		}
		buf_append(&pump->arrived, data, len);
		if (pump->recorder->self == PARTY_SERVER)
			pump->recorder->facts->data_received += len;
		if (pump->arrived.overflowed) {
			tls_recorder_trouble(pump->recorder, "the peer sent more than we can hold");
			pump->ended = true;
			return;
		}
	}
}

static void rewrite(struct tls_pump *pump, const uint8_t *data, size_t len)
{
	struct tls_recorder *recorder = pump->recorder;
	bool was_sent = recorder->facts->sent == SENT_EMPTY;
	const char *why = NULL;

	switch (unsolicited_rewrite(pump->unsolicited, &pump->output, data, len, &why)) {
	case UNSOLICITED_SENT:
		if (!was_sent)
			tls_recorder_note(recorder, recorder->self, "Certificate (empty, not asked for)", 0);
		recorder->facts->sent = SENT_EMPTY;
		break;
	case UNSOLICITED_FAILED:
		tls_recorder_trouble(recorder, why);
		pump->ended = true;
		break;
	case UNSOLICITED_WAITING:
	case UNSOLICITED_ASKED:
		break;
	}
}

/* Before a ServerHello has come: a ClientHello. */
static void split_hello(struct tls_pump *pump, const uint8_t *data, size_t len)
{
	struct tls_recorder *recorder = pump->recorder;
	size_t records = 0;
	size_t bytes = 0;

	if (!hello_records_split(&pump->output, &records, &bytes, data, len, pump->hello_limit)) {
		tls_recorder_trouble(recorder, "libssl wrote something that is no TLS record");
		pump->ended = true;
		return;
	}
	if (!records)
		return;
	recorder->facts->hello_records += records;
	tls_recorder_note(recorder, recorder->self,
		arena_printf(recorder->arena, "ClientHello in %zu records of up to %zu bytes", records,
			pump->hello_limit),
		bytes);
}

static void drain_output(struct tls_pump *pump)
{
	char *data = NULL;
	long len = BIO_get_mem_data(pump->out, &data);

	if (len <= 0)
		return;
	if (pump->hello_limit && pump->recorder->facts->negotiated == TLS_VERSION_NONE)
		split_hello(pump, (const uint8_t *)data, (size_t)len);
	else if (pump->unsolicited)
		rewrite(pump, (const uint8_t *)data, (size_t)len);
	else
		buf_append(&pump->output, data, (size_t)len);
	(void)BIO_reset(pump->out);
	if (pump->output.overflowed) {
		tls_recorder_trouble(pump->recorder, "more output than we can hold");
		pump->ended = true;
	}
}

void tls_pump_step(struct tls_pump *pump)
{
	if (!pump->ended && shake_hands(pump)) {
		send_plaintext(pump);
		take_plaintext(pump);
	}
	drain_output(pump);
}

void tls_pump_close(struct tls_pump *pump)
{
	pump->closing = true;
	tls_pump_step(pump);
	/* nothing more can come, so what could not be sent never will be */
	if (pump->ended)
		say_goodbye(pump);
	drain_output(pump);
}

bool tls_pump_peer_closed(const struct tls_pump *pump)
{
	return pump->ended && (SSL_get_shutdown(pump->ssl) & SSL_RECEIVED_SHUTDOWN);
}

void tls_pump_receive(struct tls_pump *pump, const uint8_t *data, size_t len)
{
	size_t written = 0;

	if (pump->ended || len == 0)
		return;
	if (!BIO_write_ex(pump->in, data, len, &written) || written != len)
		FATAL("out of memory");
	tls_pump_step(pump);
}

void tls_pump_write(struct tls_pump *pump, const void *data, size_t len)
{
	buf_append(&pump->unsent, data, len);
	if (pump->unsent.overflowed) {
		tls_recorder_trouble(pump->recorder, "more to send than we can hold");
		pump->ended = true;
	}
	tls_pump_step(pump);
}

size_t tls_pump_output(const struct tls_pump *pump, const uint8_t **data)
{
	*data = (const uint8_t *)pump->output.data;
	return pump->output.len;
}

size_t tls_pump_read(const struct tls_pump *pump, const uint8_t **data)
{
	*data = (const uint8_t *)pump->arrived.data;
	return pump->arrived.len;
}
