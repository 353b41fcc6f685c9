#include "tls_early.h"

#include <openssl/err.h>

#include "tls_pump.h"
#include "tls_recorder.h"
#include "tls_waiting.h"

enum { READ_SIZE = 16 * 1024 };

static void give_up(struct tls_pump *pump, const char *why)
{
	tls_recorder_trouble(pump->recorder, why);
	pump->ended = true;
}

static bool send_early(struct tls_pump *pump)
{
	SSL_SESSION *session = SSL_get0_session(pump->ssl);
	size_t written = 0;

	if (!pump->unsent.len)
		return false;
	pump->early = false;
	if (!session || pump->unsent.len > SSL_SESSION_get_max_early_data(session)) {
		give_up(pump, "the request is larger than the early data that the session allows");
		return false;
	}
	ERR_clear_error();
	if (SSL_write_early_data(pump->ssl, pump->unsent.data, pump->unsent.len, &written) != 1 ||
		written != pump->unsent.len) {
		give_up(pump, "libssl refuses to send early data");
		return false;
	}
	pump->early_len = written;
	pump->recorder->facts->early = EARLY_SENT;
	tls_recorder_note(pump->recorder, pump->recorder->self, "early data", written);
	return true;
}

static bool receive_early(struct tls_pump *pump)
{
	char data[READ_SIZE];

	for (;;) {
		size_t len = 0;
		int result;

		ERR_clear_error();
		result = SSL_read_early_data(pump->ssl, data, sizeof(data), &len);
		if (result == SSL_READ_EARLY_DATA_FINISH) {
			pump->early = false;
			return true;
		}
		if (result == SSL_READ_EARLY_DATA_ERROR) {
			pump->ended = !tls_is_waiting(pump->ssl, pump->recorder, -1);
			return false;
		}
		buf_append(&pump->arrived, data, len);
		pump->recorder->facts->data_received += len;
	}
}

bool tls_early_step(struct tls_pump *pump)
{
	return pump->recorder->self == PARTY_SERVER ? receive_early(pump) : send_early(pump);
}

void tls_early_conclude(struct tls_pump *pump)
{
	struct observation *facts = pump->recorder->facts;

	if (!pump->early_len)
		return;
	if (SSL_get_early_data_status(pump->ssl) == SSL_EARLY_DATA_ACCEPTED) {
		facts->early = EARLY_ACCEPTED;
		buf_consume(&pump->unsent, pump->early_len);
	} else {
		facts->early = EARLY_REJECTED;
	}
	pump->early_len = 0;
}
