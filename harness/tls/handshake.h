#ifndef HANDSHAKE_H
#define HANDSHAKE_H
/*
 * Parsers of those handshake messages from which facts are taken (RFC 5246 section 7.4, RFC 8446
 * section 4). They point into the message. False: the message is not what its definition says.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "credential.h"
#include "scoped.h"
#include "tls_version.h"

enum {
	HANDSHAKE_CLIENT_HELLO = 1,
	HANDSHAKE_SERVER_HELLO = 2,
	HANDSHAKE_CERTIFICATE = 11,
	HANDSHAKE_CERTIFICATE_REQUEST = 13,
	HANDSHAKE_CERTIFICATE_VERIFY = 15,
	HANDSHAKE_CLIENT_KEY_EXCHANGE = 16,
	HANDSHAKE_FINISHED = 20,
	HANDSHAKE_MESSAGE_HASH = 254,
	HANDSHAKE_HEADER_LEN = 4,
};

struct handshake {
	uint8_t type;
	const uint8_t *body;
	size_t len;
};

/* RFC name, or "handshake message" for a number that is not registered. */
const char *handshake_name(uint8_t type);
/* One whole message with its header, and nothing after it. */
WARN_UNUSED bool handshake_read(struct handshake *out, const uint8_t *data, size_t len);

struct certificate_message {
	struct der der[CREDENTIAL_CHAIN_MAX]; /* the first of them */
	size_t count; /* may be more than CREDENTIAL_CHAIN_MAX */
};
WARN_UNUSED bool handshake_certificate(
	struct certificate_message *out, const struct handshake *message, enum tls_version version);

struct certificate_request {
	unsigned ca_names; /* how many */
	struct der authorities; /* they themselves, each with its length in two bytes before it */
	struct der signature_algorithms; /* two bytes each; empty before TLS 1.2 */
	struct der
		certificate_algorithms; /* the same, of the certificates' own; empty: not told apart */
};
WARN_UNUSED bool handshake_certificate_request(
	struct certificate_request *out, const struct handshake *message, enum tls_version version);

/* The scheme's number. Before TLS 1.2 there is none. */
WARN_UNUSED bool handshake_certificate_verify(
	uint16_t *scheme, const struct handshake *message, enum tls_version version);

struct client_hello {
	enum tls_version highest; /* of those that we know, offered by either means */
	bool offers[TLS_VERSION_COUNT]; /* each of them; without supported_versions all up to it */
	struct der suites; /* cipher suites, two bytes each */
	struct der groups; /* named groups (RFC 8422 section 5.1.1), the same; empty: not said */
	struct der signature_algorithms; /* the same */
	struct der certificate_algorithms; /* of the certificates' own, if told apart */
	struct der protocols; /* ALPN (RFC 7301), each with its length in a byte before it */
	struct der server_name; /* host_name of server_name (RFC 6066 section 3); empty: none */
	bool status_requested; /* OCSP (RFC 6066 section 8) */
	bool session_id; /* not empty; in TLS 1.3 that says nothing (RFC 8446 section 4.1.2) */
	bool ticket; /* not empty (RFC 5077 section 3.2) */
	bool pre_shared_key; /* RFC 8446 section 4.2.11 */
};
WARN_UNUSED bool handshake_client_hello(struct client_hello *out, const struct handshake *message);
/* By any of these. */
bool handshake_offers_session(const struct client_hello *hello);

struct server_hello {
	enum tls_version version; /* chosen; from supported_versions where that is present */
	uint8_t cipher[2];
	bool retry; /* a HelloRetryRequest */
};
WARN_UNUSED bool handshake_server_hello(struct server_hello *out, const struct handshake *message);
#endif
