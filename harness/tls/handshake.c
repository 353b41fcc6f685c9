#include "handshake.h"

#include <string.h>

#include "wire.h"

enum { RANDOM_LEN = 32 };
enum {
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_STATUS_REQUEST = 5,
	EXTENSION_SUPPORTED_GROUPS = 10,
	EXTENSION_SIGNATURE_ALGORITHMS = 13,
	EXTENSION_ALPN = 16,
	EXTENSION_SESSION_TICKET = 35,
	EXTENSION_PRE_SHARED_KEY = 41,
	EXTENSION_SUPPORTED_VERSIONS = 43,
	EXTENSION_CERTIFICATE_AUTHORITIES = 47,
	EXTENSION_SIGNATURE_ALGORITHMS_CERT = 50,
};

/* SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3). */
static const uint8_t retry_random[RANDOM_LEN] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11,
	0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e,
	0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

static const char *const names[] = {
	[0] = "HelloRequest",
	[HANDSHAKE_CLIENT_HELLO] = "ClientHello",
	[HANDSHAKE_SERVER_HELLO] = "ServerHello",
	[4] = "NewSessionTicket",
	[5] = "EndOfEarlyData",
	[8] = "EncryptedExtensions",
	[HANDSHAKE_CERTIFICATE] = "Certificate",
	[12] = "ServerKeyExchange",
	[HANDSHAKE_CERTIFICATE_REQUEST] = "CertificateRequest",
	[14] = "ServerHelloDone",
	[HANDSHAKE_CERTIFICATE_VERIFY] = "CertificateVerify",
	[HANDSHAKE_CLIENT_KEY_EXCHANGE] = "ClientKeyExchange",
	[HANDSHAKE_FINISHED] = "Finished",
	[22] = "CertificateStatus",
	[24] = "KeyUpdate",
	[25] = "CompressedCertificate",
};

const char *handshake_name(uint8_t type)
{
	return type < COUNT_OF(names) && names[type] ? names[type] : "handshake message";
}

bool handshake_read(struct handshake *out, const uint8_t *data, size_t len)
{
	struct wire wire = wire_of(data, len);
	struct wire body;

	out->type = (uint8_t)wire_number(&wire, 1);
	body = wire_vector(&wire, 3);
	out->body = body.at;
	out->len = body.left;
	return wire_complete(&wire);
}

bool handshake_certificate(
	struct certificate_message *out, const struct handshake *message, enum tls_version version)
{
	struct wire wire = wire_of(message->body, message->len);
	struct wire list;

	memset(out, 0, sizeof(*out));
	if (message->type != HANDSHAKE_CERTIFICATE)
		return false;
	if (version == TLS_1_3)
		wire_vector(&wire, 1); /* certificate_request_context */
	list = wire_vector(&wire, 3);
	while (!list.bad && list.left > 0) {
		struct wire one = wire_vector(&list, 3);

		if (version == TLS_1_3)
			wire_vector(&list, 2); /* extensions */
		if (out->count < CREDENTIAL_CHAIN_MAX)
			out->der[out->count] = (struct der){one.at, one.left};
		out->count++;
	}
	return wire_complete(&wire) && wire_complete(&list);
}

static bool take_names(struct certificate_request *out, struct wire names_list)
{
	out->authorities = (struct der){names_list.at, names_list.left};
	while (!names_list.bad && names_list.left > 0) {
		wire_vector(&names_list, 2);
		out->ca_names++;
	}
	return wire_complete(&names_list);
}

/* Those that say what the client may present; the others are none of ours. */
static bool read_request_extension(struct certificate_request *out, uint32_t type, struct wire data)
{
	struct wire list;

	if (type != EXTENSION_CERTIFICATE_AUTHORITIES && type != EXTENSION_SIGNATURE_ALGORITHMS &&
		type != EXTENSION_SIGNATURE_ALGORITHMS_CERT)
		return true;
	list = wire_vector(&data, 2);
	if (!wire_complete(&data))
		return false;
	if (type == EXTENSION_CERTIFICATE_AUTHORITIES)
		return take_names(out, list);
	if (type == EXTENSION_SIGNATURE_ALGORITHMS)
		out->signature_algorithms = (struct der){list.at, list.left};
	else
		out->certificate_algorithms = (struct der){list.at, list.left};
	return true;
}

static bool read_request_13(struct certificate_request *out, struct wire wire)
{
	struct wire extensions;
	bool ok = true;

	wire_vector(&wire, 1); /* certificate_request_context */
	extensions = wire_vector(&wire, 2);
	while (!extensions.bad && extensions.left > 0) {
		uint32_t type = wire_number(&extensions, 2);
		struct wire data = wire_vector(&extensions, 2);

		ok = read_request_extension(out, type, data) && ok;
	}
	return ok && wire_complete(&wire) && wire_complete(&extensions);
}

bool handshake_certificate_request(
	struct certificate_request *out, const struct handshake *message, enum tls_version version)
{
	struct wire wire = wire_of(message->body, message->len);
	struct wire ca_names;

	memset(out, 0, sizeof(*out));
	if (message->type != HANDSHAKE_CERTIFICATE_REQUEST)
		return false;
	if (version == TLS_1_3)
		return read_request_13(out, wire);
	wire_vector(&wire, 1); /* certificate_types */
	if (version == TLS_1_2) {
		struct wire algorithms = wire_vector(&wire, 2);

		out->signature_algorithms = (struct der){algorithms.at, algorithms.left};
	}
	ca_names = wire_vector(&wire, 2);
	return wire_complete(&wire) && take_names(out, ca_names);
}

bool handshake_certificate_verify(
	uint16_t *scheme, const struct handshake *message, enum tls_version version)
{
	struct wire wire = wire_of(message->body, message->len);

	if (message->type != HANDSHAKE_CERTIFICATE_VERIFY || version < TLS_1_2)
		return false;
	*scheme = (uint16_t)wire_number(&wire, 2);
	wire_vector(&wire, 2); /* signature */
	return wire_complete(&wire);
}

static bool read_server_name(struct client_hello *out, struct wire data)
{
	struct wire list = wire_vector(&data, 2);

	while (!list.bad && list.left > 0) {
		bool is_host_name = wire_number(&list, 1) == 0;
		struct wire name = wire_vector(&list, 2);

		if (is_host_name)
			out->server_name = (struct der){name.at, name.left};
	}
	return wire_complete(&data) && wire_complete(&list);
}

static bool read_supported_versions(struct client_hello *out, struct wire data)
{
	struct wire list = wire_vector(&data, 1);

	/* RFC 8446 section 4.2.1: where this is present, the older field says nothing */
	out->highest = TLS_VERSION_NONE;
	memset(out->offers, 0, sizeof(out->offers));
	while (!list.bad && list.left > 0) {
		enum tls_version version = tls_version_from_wire((uint16_t)wire_number(&list, 2));

		out->offers[version] = version != TLS_VERSION_NONE;
		if (version > out->highest)
			out->highest = version;
	}
	return wire_complete(&data) && wire_complete(&list);
}

/* Numbers of two bytes each. */
static bool read_list(struct der *out, struct wire data)
{
	struct wire list = wire_vector(&data, 2);

	*out = (struct der){list.at, list.left};
	return wire_complete(&data);
}

static bool read_client_extension(struct client_hello *out, uint32_t type, struct wire data)
{
	switch (type) {
	case EXTENSION_SERVER_NAME:
		return read_server_name(out, data);
	case EXTENSION_SUPPORTED_VERSIONS:
		return read_supported_versions(out, data);
	case EXTENSION_STATUS_REQUEST:
		out->status_requested = wire_number(&data, 1) == 1;
		return true;
	case EXTENSION_SUPPORTED_GROUPS:
		return read_list(&out->groups, data);
	case EXTENSION_SIGNATURE_ALGORITHMS:
		return read_list(&out->signature_algorithms, data);
	case EXTENSION_SIGNATURE_ALGORITHMS_CERT:
		return read_list(&out->certificate_algorithms, data);
	case EXTENSION_ALPN:
		return read_list(&out->protocols, data);
	case EXTENSION_SESSION_TICKET:
		out->ticket = data.left > 0;
		return true;
	case EXTENSION_PRE_SHARED_KEY:
		out->pre_shared_key = true;
		return true;
	default:
		return true;
	}
}

static bool read_client_extensions(struct client_hello *out, struct wire extensions)
{
	bool ok = true;

	while (!extensions.bad && extensions.left > 0) {
		uint32_t type = wire_number(&extensions, 2);
		struct wire data = wire_vector(&extensions, 2);

		ok = read_client_extension(out, type, data) && ok;
	}
	return ok && wire_complete(&extensions);
}

bool handshake_client_hello(struct client_hello *out, const struct handshake *message)
{
	struct wire wire = wire_of(message->body, message->len);
	struct wire extensions;
	struct wire suites;

	memset(out, 0, sizeof(*out));
	if (message->type != HANDSHAKE_CLIENT_HELLO)
		return false;
	out->highest = tls_version_from_wire((uint16_t)wire_number(&wire, 2));
	for (int version = TLS_1_0; version <= (int)out->highest; version++)
		out->offers[version] = true;
	wire_bytes(&wire, RANDOM_LEN);
	out->session_id = wire_vector(&wire, 1).left > 0;
	suites = wire_vector(&wire, 2);
	out->suites = (struct der){suites.at, suites.left};
	wire_vector(&wire, 1); /* compression methods */
	if (wire_complete(&wire))
		return true; /* extensions may be absent before TLS 1.3 */
	extensions = wire_vector(&wire, 2);
	return wire_complete(&wire) && read_client_extensions(out, extensions);
}

bool handshake_offers_session(const struct client_hello *hello)
{
	return hello->pre_shared_key ||
		(!hello->offers[TLS_1_3] && (hello->session_id || hello->ticket));
}

bool handshake_server_hello(struct server_hello *out, const struct handshake *message)
{
	struct wire wire = wire_of(message->body, message->len);
	struct wire random;
	struct wire extensions;

	memset(out, 0, sizeof(*out));
	if (message->type != HANDSHAKE_SERVER_HELLO)
		return false;
	out->version = tls_version_from_wire((uint16_t)wire_number(&wire, 2));
	random = wire_bytes(&wire, RANDOM_LEN);
	out->retry = random.left == RANDOM_LEN && memcmp(random.at, retry_random, RANDOM_LEN) == 0;
	wire_vector(&wire, 1); /* session id */
	out->cipher[0] = (uint8_t)wire_number(&wire, 1);
	out->cipher[1] = (uint8_t)wire_number(&wire, 1);
	wire_number(&wire, 1); /* compression */
	if (wire_complete(&wire))
		return true; /* extensions may be absent before TLS 1.3 */
	extensions = wire_vector(&wire, 2);
	while (!extensions.bad && extensions.left > 0) {
		uint32_t type = wire_number(&extensions, 2);
		struct wire data = wire_vector(&extensions, 2);

		if (type == EXTENSION_SUPPORTED_VERSIONS)
			out->version = tls_version_from_wire((uint16_t)wire_number(&data, 2));
	}
	return wire_complete(&wire) && wire_complete(&extensions);
}
