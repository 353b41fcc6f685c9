/* Records from the wire, and whatever handshake messages stand in them, in every version. */
#include <stdlib.h>

#include "arena.h"
#include "client_offer.h"
#include "handshake.h"
#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_protocols(const struct client_hello *hello, const struct handshake *message)
{
	struct arena arena;
	const char **names;
	size_t count;

	arena_init(&arena);
	names = client_offer_protocols(&count, hello, &arena);
	if (count > message->len || (count && !names[count - 1]))
		abort();
	arena_finish(&arena);
}

static void read_in_version(const struct handshake *message, enum tls_version version)
{
	struct certificate_message certificates;
	struct certificate_request request;
	uint16_t scheme;

	if (handshake_certificate(&certificates, message, version)) {
		for (size_t i = 0; i < certificates.count && i < CREDENTIAL_CHAIN_MAX; i++) {
			if (certificates.der[i].len > message->len)
				abort();
		}
	}
	if (handshake_certificate_request(&request, message, version) &&
		request.ca_names * 2 > message->len)
		abort();
	if (handshake_certificate_verify(&scheme, message, version) && message->len < 4)
		abort();
}

static void read_message(const struct handshake *message)
{
	struct server_hello hello;
	struct client_hello client_hello;

	for (enum tls_version version = TLS_1_0; version < TLS_VERSION_COUNT; version++)
		read_in_version(message, version);
	if (handshake_server_hello(&hello, message) && hello.version >= TLS_VERSION_COUNT)
		abort();
	if (handshake_client_hello(&client_hello, message)) {
		if (client_hello.highest >= TLS_VERSION_COUNT ||
			client_hello.server_name.len > message->len)
			abort();
		read_protocols(&client_hello, message);
	}
	if (!handshake_name(message->type))
		abort();
}

static void read_messages(const uint8_t *data, size_t len)
{
	while (len >= HANDSHAKE_HEADER_LEN) {
		size_t size =
			HANDSHAKE_HEADER_LEN + ((size_t)data[1] << 16 | (size_t)data[2] << 8 | data[3]);
		struct handshake message;

		if (handshake_read(&message, data, size < len ? size : len))
			read_message(&message);
		if (size >= len)
			return;
		data += size;
		len -= size;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record record;

	read_messages(data, size);
	while (record_read(&record, data, size) == RECORD_READY) {
		if (record.size > size || record.len > RECORD_BODY_MAX)
			abort();
		read_messages(record.body, record.len);
		data += record.size;
		size -= record.size;
	}
	return 0;
}
