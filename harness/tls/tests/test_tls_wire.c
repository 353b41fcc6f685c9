/* Readers of bytes from the wire: vectors, records, handshake messages. */
#include <string.h>

#include "arena.h"
#include "ca_names.h"
#include "handshake.h"
#include "record.h"
#include "unit.h"
#include "wire.h"

START_TEST(test_numbers_and_vectors)
{
	static const uint8_t data[] = {1, 2, 3, 4, 2, 9, 8, 0, 0, 1, 7};
	struct wire wire = wire_of(data, sizeof(data));
	struct wire part;

	ck_assert_uint_eq(wire_number(&wire, 1), 1);
	ck_assert_uint_eq(wire_number(&wire, 3), 0x020304);
	part = wire_vector(&wire, 1);
	ck_assert_uint_eq(part.left, 2);
	ck_assert_uint_eq(part.at[0], 9);
	part = wire_vector(&wire, 3);
	ck_assert_uint_eq(part.left, 1);
	ck_assert(wire_complete(&wire));
	ck_assert(!wire_complete(&part));
}
END_TEST

START_TEST(test_reading_past_the_end_is_bad)
{
	static const uint8_t data[] = {5, 1};
	struct wire wire = wire_of(data, sizeof(data));

	ck_assert_uint_eq(wire_vector(&wire, 1).left, 0);
	ck_assert(wire.bad && !wire_complete(&wire));
	ck_assert_uint_eq(wire_number(&wire, 1), 0);
	wire = wire_of(NULL, 0);
	ck_assert(wire_complete(&wire));
	ck_assert_uint_eq(wire_number(&wire, 4), 0);
	ck_assert(wire.bad);
}
END_TEST

START_TEST(test_record_byte_by_byte)
{
	static const uint8_t data[] = {21, 3, 1, 0, 2, 2, 48, 22};
	struct record record;

	for (size_t len = 0; len < 7; len++)
		ck_assert_int_eq(record_read(&record, data, len), RECORD_MORE);
	for (size_t len = 7; len <= sizeof(data); len++) {
		ck_assert_int_eq(record_read(&record, data, len), RECORD_READY);
		ck_assert_uint_eq(record.type, RECORD_ALERT);
		ck_assert_uint_eq(record.version, 0x0301);
		ck_assert_uint_eq(record.len, 2);
		ck_assert_uint_eq(record.size, 7);
		ck_assert_ptr_eq(record.body, data + 5);
	}
}
END_TEST

START_TEST(test_what_is_no_record)
{
	static const uint8_t rows[][5] = {{'H', 'T', 'T', 'P', '/'}, {19, 3, 3, 0, 0}, {24, 3, 3, 0, 0},
		{22, 2, 3, 0, 0}, {22, 3, 3, 0x48, 1}, {22, 3, 3, 0xff, 0xff}};
	static const uint8_t longest[] = {22, 3, 3, 0x48, 0};
	struct record record;

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_int_eq(record_read(&record, rows[i], sizeof(rows[i])), RECORD_BAD);
	ck_assert_int_eq(record_read(&record, rows[0], 1), RECORD_BAD);
	ck_assert_int_eq(record_read(&record, longest, sizeof(longest)), RECORD_MORE);
}
END_TEST

START_TEST(test_record_header)
{
	static const uint8_t expected[] = {23, 3, 3, 0x12, 0x34};
	uint8_t header[RECORD_HEADER_LEN];

	record_header(header, RECORD_APPLICATION_DATA, 0x0303, 0x1234);
	ck_assert_mem_eq(header, expected, sizeof(expected));
}
END_TEST

START_TEST(test_message_frame)
{
	static const uint8_t finished[] = {20, 0, 0, 2, 7, 7};
	struct handshake message;

	ck_assert(handshake_read(&message, finished, sizeof(finished)));
	ck_assert_uint_eq(message.type, HANDSHAKE_FINISHED);
	ck_assert_uint_eq(message.len, 2);
	ck_assert(!handshake_read(&message, finished, sizeof(finished) - 1));
	ck_assert(!handshake_read(&message, finished, 3));
}
END_TEST

START_TEST(test_message_names)
{
	static const struct {
		uint8_t type;
		const char *name;
	} rows[] = {{0, "HelloRequest"}, {1, "ClientHello"}, {2, "ServerHello"},
		{4, "NewSessionTicket"}, {5, "EndOfEarlyData"}, {8, "EncryptedExtensions"},
		{11, "Certificate"}, {12, "ServerKeyExchange"}, {13, "CertificateRequest"},
		{14, "ServerHelloDone"}, {15, "CertificateVerify"}, {16, "ClientKeyExchange"},
		{20, "Finished"}, {22, "CertificateStatus"}, {24, "KeyUpdate"},
		{25, "CompressedCertificate"}, {3, "handshake message"}, {255, "handshake message"}};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_str_eq(handshake_name(rows[i].type), rows[i].name);
}
END_TEST

static bool read_certificate(
	struct certificate_message *out, const uint8_t *body, size_t len, enum tls_version version)
{
	struct handshake message = {HANDSHAKE_CERTIFICATE, body, len};

	return handshake_certificate(out, &message, version);
}

START_TEST(test_certificate)
{
	static const uint8_t empty_12[] = {0, 0, 0};
	static const uint8_t empty_13[] = {0, 0, 0, 0};
	static const uint8_t two_12[] = {0, 0, 9, 0, 0, 1, 'a', 0, 0, 2, 'b', 'c'};
	static const uint8_t two_13[] = {
		1, 'x', 0, 0, 15, 0, 0, 1, 'a', 0, 0, 0, 0, 2, 'b', 'c', 0, 2, 'e', 'e'};
	struct certificate_message out;

	ck_assert(read_certificate(&out, empty_12, sizeof(empty_12), TLS_1_2));
	ck_assert_uint_eq(out.count, 0);
	ck_assert(!read_certificate(&out, empty_12, sizeof(empty_12), TLS_1_3));
	ck_assert(read_certificate(&out, empty_13, sizeof(empty_13), TLS_1_3));
	ck_assert_uint_eq(out.count, 0);
	for (int i = 0; i < 2; i++) {
		if (i == 0)
			ck_assert(read_certificate(&out, two_12, sizeof(two_12), TLS_1_2));
		else
			ck_assert(read_certificate(&out, two_13, sizeof(two_13), TLS_1_3));
		ck_assert_uint_eq(out.count, 2);
		ck_assert_uint_eq(out.der[0].len, 1);
		ck_assert_uint_eq(out.der[1].len, 2);
		ck_assert_mem_eq(out.der[1].data, "bc", 2);
	}
	for (size_t len = 0; len < sizeof(two_13); len++)
		ck_assert(!read_certificate(&out, two_13, len, TLS_1_3));
}
END_TEST

START_TEST(test_more_certificates_than_kept)
{
	uint8_t body[3 + 4 * (CREDENTIAL_CHAIN_MAX + 3)] = {0, 0, 4 * (CREDENTIAL_CHAIN_MAX + 3)};
	struct certificate_message out;

	for (size_t i = 0; i < CREDENTIAL_CHAIN_MAX + 3; i++)
		body[3 + 4 * i + 2] = 1;
	ck_assert(read_certificate(&out, body, sizeof(body), TLS_1_2));
	ck_assert_uint_eq(out.count, CREDENTIAL_CHAIN_MAX + 3);
	ck_assert_uint_eq(out.der[CREDENTIAL_CHAIN_MAX - 1].len, 1);
}
END_TEST

static bool read_request(
	struct certificate_request *out, const uint8_t *body, size_t len, enum tls_version version)
{
	struct handshake message = {HANDSHAKE_CERTIFICATE_REQUEST, body, len};

	return handshake_certificate_request(out, &message, version);
}

/* CN=a in each of two kinds of strings, an empty name, one with a tail, and no name at all. */
START_TEST(test_ca_names)
{
	static const uint8_t list[] = {0, 14, 0x30, 12, 0x31, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1,
		'a', 0, 14, 0x30, 12, 0x31, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 0x13, 1, 'a', 0, 2, 0x30, 0, 0,
		3, 0x30, 0, 0, 0, 2, 'n', 'o'};
	static const char *const texts[] = {"CN=a", "CN=a", "", "#300000", "#6e6f"};
	struct arena arena;
	size_t count;
	const char **names;

	arena_init(&arena);
	names = ca_names_read(&count, (struct der){list, sizeof(list)}, &arena);
	ck_assert_uint_eq(count, COUNT_OF(texts));
	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(names[i], texts[i]);
	ca_names_read(&count, (struct der){list, 0}, &arena);
	ck_assert_uint_eq(count, 0);
	/* what was cut off is not told */
	for (size_t len = 1; len < 16; len++) {
		ca_names_read(&count, (struct der){list, len}, &arena);
		ck_assert_uint_eq(count, 0);
	}
	arena_finish(&arena);
}
END_TEST

/* However many there are. */
START_TEST(test_many_ca_names)
{
	uint8_t list[4 * 1000];
	struct arena arena;
	size_t count;

	for (size_t i = 0; i < sizeof(list); i += 4)
		memcpy(list + i, (const uint8_t[]){0, 2, 0x30, 0}, 4);
	arena_init(&arena);
	ca_names_read(&count, (struct der){list, sizeof(list)}, &arena);
	ck_assert_uint_eq(count, CA_NAMES_KEPT);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_certificate_request)
{
	static const uint8_t old[] = {2, 1, 64, 0, 7, 0, 1, 'a', 0, 2, 'b', 'c'};
	static const uint8_t tls12[] = {1, 64, 0, 2, 4, 3, 0, 3, 0, 1, 'a'};
	static const uint8_t tls13[] = {0, 0, 31, 0, 13, 0, 4, 0, 2, 8, 4, 0, 5, 0, 0, 0, 50, 0, 4, 0,
		2, 4, 1, 0, 47, 0, 7, 0, 5, 0, 3, 'a', 'b', 'c'};
	static const uint8_t plain13[] = {0, 0, 0};
	struct certificate_request out;

	ck_assert(read_request(&out, old, sizeof(old), TLS_1_1));
	ck_assert_uint_eq(out.ca_names, 2);
	ck_assert_uint_eq(out.authorities.len, 7);
	ck_assert_uint_eq(out.signature_algorithms.len, 0);
	ck_assert(read_request(&out, tls12, sizeof(tls12), TLS_1_2));
	ck_assert_uint_eq(out.ca_names, 1);
	ck_assert_uint_eq(out.signature_algorithms.len, 2);
	ck_assert(read_request(&out, tls13, sizeof(tls13), TLS_1_3));
	ck_assert_uint_eq(out.ca_names, 1);
	ck_assert_uint_eq(out.authorities.len, 5);
	ck_assert_uint_eq(out.authorities.data[2], 'a');
	ck_assert_uint_eq(out.signature_algorithms.data[0], 8);
	ck_assert_uint_eq(out.certificate_algorithms.len, 2);
	ck_assert_uint_eq(out.certificate_algorithms.data[1], 1);
	ck_assert(read_request(&out, plain13, sizeof(plain13), TLS_1_3));
	ck_assert_uint_eq(out.ca_names, 0);
	for (size_t len = 0; len < sizeof(tls13); len++)
		ck_assert(!read_request(&out, tls13, len, TLS_1_3));
	for (size_t len = 0; len < sizeof(tls12); len++)
		ck_assert(!read_request(&out, tls12, len, TLS_1_2));
}
END_TEST

START_TEST(test_certificate_verify)
{
	static const uint8_t body[] = {8, 4, 0, 3, 'a', 'b', 'c'};
	struct handshake message = {HANDSHAKE_CERTIFICATE_VERIFY, body, sizeof(body)};
	uint16_t scheme = 0;

	ck_assert(handshake_certificate_verify(&scheme, &message, TLS_1_3));
	ck_assert_uint_eq(scheme, 0x0804);
	ck_assert(handshake_certificate_verify(&scheme, &message, TLS_1_2));
	/* before TLS 1.2 it is a signature alone */
	ck_assert(!handshake_certificate_verify(&scheme, &message, TLS_1_1));
	for (message.len = 0; message.len < sizeof(body); message.len++)
		ck_assert(!handshake_certificate_verify(&scheme, &message, TLS_1_3));
	message = (struct handshake){HANDSHAKE_FINISHED, body, sizeof(body)};
	ck_assert(!handshake_certificate_verify(&scheme, &message, TLS_1_3));
}
END_TEST

START_TEST(test_server_hello)
{
	uint8_t body[] = {3, 3, [34] = 0, 0x13, 0x01, 0, 0, 6, 0, 43, 0, 2, 3, 4};
	static const uint8_t retry[] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d,
		0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07,
		0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};
	struct handshake message = {HANDSHAKE_SERVER_HELLO, body, sizeof(body)};
	struct server_hello hello;

	ck_assert(handshake_server_hello(&hello, &message));
	ck_assert_int_eq(hello.version, TLS_1_3);
	ck_assert_uint_eq(hello.cipher[0], 0x13);
	ck_assert_uint_eq(hello.cipher[1], 0x01);
	ck_assert(!hello.retry);
	memcpy(body + 2, retry, sizeof(retry));
	ck_assert(handshake_server_hello(&hello, &message));
	ck_assert(hello.retry);
	message.len = 38; /* no extensions: TLS 1.2 */
	ck_assert(handshake_server_hello(&hello, &message));
	ck_assert_int_eq(hello.version, TLS_1_2);
	message.len = 37;
	ck_assert(!handshake_server_hello(&hello, &message));
}
END_TEST

START_TEST(test_client_hello)
{
	/* no session id, one suite, one compression method, then the extensions */
	uint8_t body[] = {3, 3, [34] = 0, 0, 2, 0x13, 0x01, 1, 0, 0, 33, /* server_name */ 0, 0, 0, 6,
		0, 4, 0, 0, 1, 'a', /* status_request */ 0, 5, 0, 5, 1, 0, 0, 0, 0,
		/* supported_versions, one of them nobody knows */ 0, 43, 0, 7, 6, 0x1a, 0x1a, 3, 3, 3, 4,
		0, 0};
	struct handshake message = {HANDSHAKE_CLIENT_HELLO, body, sizeof(body) - 2};
	struct client_hello hello;

	body[42] = (uint8_t)(message.len - 43);
	ck_assert(handshake_client_hello(&hello, &message));
	ck_assert_int_eq(hello.highest, TLS_1_3);
	ck_assert(hello.status_requested);
	ck_assert_uint_eq(hello.server_name.len, 1);
	ck_assert_int_eq(hello.server_name.data[0], 'a');
	message.len--;
	ck_assert(!handshake_client_hello(&hello, &message));
	message.len = 41; /* no extensions: TLS 1.2 */
	ck_assert(handshake_client_hello(&hello, &message));
	ck_assert_int_eq(hello.highest, TLS_1_2);
	ck_assert(!hello.status_requested && !hello.server_name.len);
	ck_assert(hello.offers[TLS_1_0] && hello.offers[TLS_1_2] && !hello.offers[TLS_1_3]);
}
END_TEST

/* In TLS 1.3 a session id is there for the looks of it; a pre-shared key is the session. */
START_TEST(test_offered_sessions)
{
	static const struct {
		uint8_t session_id;
		uint8_t extensions[24];
		uint8_t len;
		bool offered;
	} rows[] = {
		{0, {0}, 0, false},
		{1, {0}, 0, true},
		{0, {0, 35, 0, 0}, 4, false},
		{0, {0, 35, 0, 1, 9}, 5, true},
		{1, {0, 43, 0, 3, 2, 3, 4}, 7, false},
		{1, {0, 43, 0, 3, 2, 3, 4, 0, 35, 0, 1, 9}, 12, false},
		{1, {0, 43, 0, 3, 2, 3, 4, 0, 41, 0, 1, 9}, 12, true},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint8_t body[80] = {3, 3};
		struct handshake message = {HANDSHAKE_CLIENT_HELLO, body, 0};
		struct client_hello hello;
		static const uint8_t suite[] = {0, 2, 0x13, 0x01, 1, 0, 0};
		size_t at = 34;

		body[at++] = rows[i].session_id;
		at += rows[i].session_id;
		memcpy(body + at, suite, sizeof(suite));
		at += sizeof(suite);
		body[at++] = rows[i].len;
		memcpy(body + at, rows[i].extensions, rows[i].len);
		message.len = at + rows[i].len;
		ck_assert(handshake_client_hello(&hello, &message));
		ck_assert_msg(handshake_offers_session(&hello) == rows[i].offered, "row %zu", i);
	}
}
END_TEST

START_TEST(test_what_a_client_offers)
{
	uint8_t body[] = {3, 3, [34] = 0, 0, 4, 0x13, 0x01, 0xc0, 0x2f, 1, 0, 0, 37,
		/* supported_groups */ 0, 10, 0, 4, 0, 2, 0, 29, /* signature_algorithms */ 0, 13, 0, 6, 0,
		4, 8, 4, 4, 3, /* signature_algorithms_cert */ 0, 50, 0, 4, 0, 2, 4, 3,
		/* supported_versions */ 0, 43, 0, 3, 2, 3, 4};
	struct handshake message = {HANDSHAKE_CLIENT_HELLO, body, sizeof(body)};
	struct client_hello hello;

	body[44] = (uint8_t)(message.len - 45);
	ck_assert(handshake_client_hello(&hello, &message));
	ck_assert_uint_eq(hello.suites.len, 4);
	ck_assert_uint_eq(hello.groups.len, 2);
	ck_assert_int_eq(hello.groups.data[1], 29);
	ck_assert_uint_eq(hello.signature_algorithms.len, 4);
	ck_assert_uint_eq(hello.certificate_algorithms.len, 2);
	/* the older field says nothing where the extension is */
	ck_assert(!hello.offers[TLS_1_2] && hello.offers[TLS_1_3] && !hello.offers[TLS_1_0]);
	body[50] = 3; /* a list that is longer than it is */
	ck_assert(!handshake_client_hello(&hello, &message));
}
END_TEST

START_TEST(test_other_types_are_refused)
{
	static const uint8_t body[64];
	struct handshake message = {HANDSHAKE_FINISHED, body, sizeof(body)};
	struct certificate_message certificates;
	struct certificate_request request;
	struct server_hello hello;
	struct client_hello client_hello;

	ck_assert(!handshake_certificate(&certificates, &message, TLS_1_2));
	ck_assert(!handshake_certificate_request(&request, &message, TLS_1_2));
	ck_assert(!handshake_server_hello(&hello, &message));
	ck_assert(!handshake_client_hello(&client_hello, &message));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"wire", {test_numbers_and_vectors, test_reading_past_the_end_is_bad}},
		{"record", {test_record_byte_by_byte, test_what_is_no_record, test_record_header}},
		{"handshake",
			{test_message_frame, test_message_names, test_certificate,
				test_more_certificates_than_kept, test_certificate_request, test_certificate_verify,
				test_server_hello, test_client_hello, test_offered_sessions,
				test_what_a_client_offers, test_other_types_are_refused}},
		{"ca-names", {test_ca_names, test_many_ca_names}},
	};

	return unit_run("tls_wire", cases, COUNT_OF(cases));
}
