#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "proxy_header.h"
#include "scoped.h"
#include "test_http.h"

/* What HAProxy 2.6 sends for a verified client with proxy-v2-options
 * crc32c,authority,ssl,cert-cn,... */
static const uint8_t from_haproxy[] = {
	0x0d,
	0x0a,
	0x0d,
	0x0a,
	0x00,
	0x0d,
	0x0a,
	0x51,
	0x55,
	0x49,
	0x54,
	0x0a,
	0x21,
	0x11,
	0x00,
	0x89,
	0x7f,
	0x00,
	0x00,
	0x01,
	0x7f,
	0x00,
	0x00,
	0x01,
	0xba,
	0x44,
	0x87,
	0xd7,
	0x03,
	0x00,
	0x04,
	0x35,
	0x6a,
	0x4f,
	0x76,
	0x02,
	0x00,
	0x13,
	0x73,
	0x65,
	0x72,
	0x76,
	0x65,
	0x72,
	0x2e,
	0x6d,
	0x74,
	0x6c,
	0x73,
	0x70,
	0x65,
	0x63,
	0x2e,
	0x74,
	0x65,
	0x73,
	0x74,
	0x05,
	0x00,
	0x00,
	0x20,
	0x00,
	0x5a,
	0x07,
	0x00,
	0x00,
	0x00,
	0x00,
	0x21,
	0x00,
	0x07,
	0x54,
	0x4c,
	0x53,
	0x76,
	0x31,
	0x2e,
	0x33,
	0x22,
	0x00,
	0x13,
	0x63,
	0x6c,
	0x69,
	0x65,
	0x6e,
	0x74,
	0x2e,
	0x6d,
	0x74,
	0x6c,
	0x73,
	0x70,
	0x65,
	0x63,
	0x2e,
	0x74,
	0x65,
	0x73,
	0x74,
	0x25,
	0x00,
	0x05,
	0x45,
	0x43,
	0x32,
	0x35,
	0x36,
	0x24,
	0x00,
	0x11,
	0x65,
	0x63,
	0x64,
	0x73,
	0x61,
	0x2d,
	0x77,
	0x69,
	0x74,
	0x68,
	0x2d,
	0x53,
	0x48,
	0x41,
	0x32,
	0x35,
	0x36,
	0x23,
	0x00,
	0x16,
	0x54,
	0x4c,
	0x53,
	0x5f,
	0x41,
	0x45,
	0x53,
	0x5f,
	0x32,
	0x35,
	0x36,
	0x5f,
	0x47,
	0x43,
	0x4d,
	0x5f,
	0x53,
	0x48,
	0x41,
	0x33,
	0x38,
	0x34,
};

static struct arena arena;
static struct proxy_header header;

static enum proxy_state read_bytes(const void *data, size_t len)
{
	/* an allocation of its own, so that a read past the end is seen */
	uint8_t *copy = malloc(len ? len : 1);
	enum proxy_state state;

	memcpy(copy, data, len);
	state = proxy_header_read(&header, &arena, copy, len);
	free(copy);
	return state;
}

static enum proxy_state read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void check_tlv(uint8_t type, bool in_ssl, const char *text)
{
	const struct proxy_tlv *tlv = proxy_header_tlv(&header, type, in_ssl);

	ck_assert_ptr_nonnull(tlv);
	ck_assert_uint_eq(tlv->len, strlen(text));
	ck_assert_mem_eq(tlv->data, text, tlv->len);
}

START_TEST(test_proxy_absent)
{
	static const char *const others[] = {
		"GET / HTTP/1.1", "PROXY\t", "PROXZ ", "\r\nGET", "\x16\x03\x01"};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		ck_assert_int_eq(read_text(others[i]), PROXY_ABSENT);
	ck_assert_int_eq(read_text(""), PROXY_MORE);
	ck_assert_int_eq(read_text("P"), PROXY_MORE);
	ck_assert_int_eq(read_text("\r\n"), PROXY_MORE);
}
END_TEST

START_TEST(test_proxy_v1)
{
	static const struct {
		const char *line;
		bool good;
	} rows[] = {
		{"PROXY TCP4 127.0.0.1 127.0.0.2 65535 1\r\nGET", true},
		{"PROXY TCP6 ::1 2001:db8::1 1 2\r\n", true},
		{"PROXY UNKNOWN\r\n", true},
		{"PROXY UNKNOWN whatever stands here\r\n", true},
		{"PROXY UNKNOWNS\r\n", false},
		{"PROXY \r\n", false},
		{"PROXY TCP4\r\n", false},
		{"PROXY TCP4 127.0.0.1 127.0.0.2 1\r\n", false},
		{"PROXY TCP4 127.0.0.1 127.0.0.2 1 2 3\r\n", false},
		{"PROXY TCP4 127.0.0.1 127.0.0.2 1 2 \r\n", false},
		{"PROXY TCP4 127.0.0.1 127.0.0.2 1 65536\r\n", false},
		{"PROXY TCP4 127.0.0.1 127.0.0.2 1 -1\r\n", false},
		{"PROXY TCP4 ::1 ::1 1 2\r\n", false},
		{"PROXY TCP5 127.0.0.1 127.0.0.2 1 2\r\n", false},
		{"PROXY TCP4 127.0.0.1 127.0.0.2 1 2\n", false},
	};

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum proxy_state state = read_text(rows[i].line);

		ck_assert_msg(state == (rows[i].good ? PROXY_DONE : PROXY_BAD), "%s", rows[i].line);
		if (!rows[i].good) {
			ck_assert_ptr_nonnull(header.why);
			continue;
		}
		ck_assert_int_eq(header.version, 1);
		ck_assert_uint_eq(header.consumed, strcspn(rows[i].line, "\n") + 1);
		ck_assert_int_eq(header.local, strstr(rows[i].line, "UNKNOWN") != NULL);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_proxy_v1_is_bounded)
{
	char line[200];

	memset(line, 'x', sizeof(line));
	memcpy(line, "PROXY UNKNOWN ", 14);
	ck_assert_int_eq(read_bytes(line, 106), PROXY_MORE);
	ck_assert_int_eq(read_bytes(line, 107), PROXY_BAD);
	memcpy(line + 105, "\r\n", 2);
	ck_assert_int_eq(read_bytes(line, sizeof(line)), PROXY_DONE);
	ck_assert_uint_eq(header.consumed, 107);
	line[50] = '\0';
	ck_assert_int_eq(read_bytes(line, sizeof(line)), PROXY_BAD);
}
END_TEST

START_TEST(test_proxy_v2_of_haproxy)
{
	arena_init(&arena);
	ck_assert_int_eq(read_bytes(from_haproxy, sizeof(from_haproxy)), PROXY_DONE);
	ck_assert_int_eq(header.version, 2);
	ck_assert(!header.local);
	ck_assert_uint_eq(header.consumed, sizeof(from_haproxy));
	ck_assert(header.has_ssl);
	ck_assert_uint_eq(header.ssl_client, 7);
	ck_assert_uint_eq(header.ssl_verify, 0);
	check_tlv(PROXY_TYPE_AUTHORITY, false, "server.mtlspec.test");
	check_tlv(PROXY_SSL_VERSION, true, "TLSv1.3");
	check_tlv(PROXY_SSL_CN, true, "client.mtlspec.test");
	ck_assert_ptr_null(proxy_header_tlv(&header, PROXY_SSL_CN, false));
	ck_assert_ptr_null(proxy_header_tlv(&header, PROXY_SSL_CLIENT_CERT, true));
	ck_assert_str_eq(proxy_header_describe(&header, &arena),
		"v2, TLSv1.3, name server.mtlspec.test, client certificate verified, CN "
		"client.mtlspec.test");
	arena_finish(&arena);
}
END_TEST

/* One byte at a time it is never anything but incomplete; one byte changed, the CRC notices. */
START_TEST(test_proxy_v2_whole_or_nothing)
{
	uint8_t changed[sizeof(from_haproxy)];

	arena_init(&arena);
	for (size_t len = 0; len < sizeof(from_haproxy); len++)
		ck_assert_int_eq(read_bytes(from_haproxy, len), PROXY_MORE);
	for (size_t i = 16; i < sizeof(from_haproxy); i++) {
		memcpy(changed, from_haproxy, sizeof(changed));
		changed[i] ^= 1;
		if (i == 28)
			continue; /* the type of the CRC itself */
		ck_assert_msg(read_bytes(changed, sizeof(changed)) == PROXY_BAD, "byte %zu", i);
		ck_assert_uint_eq(header.tlv_count, 0);
	}
	arena_finish(&arena);
}
END_TEST

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define V2(rest)                                                                                   \
	{                                                                                              \
		SIGNATURE rest, sizeof(SIGNATURE rest) - 1                                                 \
	}
#define INET "abcdefghijkl"
START_TEST(test_proxy_v2_forms)
{
	static const struct {
		struct {
			const char *bytes;
			size_t len;
		} in;
		enum proxy_state state;
		const char *said;
	} rows[] = {
		{V2("\x20\0\0\0"), PROXY_DONE, "v2, local"},
		{V2("\x20\0\0\3abc"), PROXY_DONE, "v2, local"},
		{V2("\x20\x11\0\x10" INET "\x20\0\1x"), PROXY_DONE, "v2, local"},
		{V2("\x21\0\0\0"), PROXY_DONE, "v2"},
		{V2("\x21\x11\0\x0c" INET), PROXY_DONE, "v2"},
		{V2("\x21\x11\0\x14" INET "\x20\0\5\1\0\0\0\1"), PROXY_DONE, "v2, no client certificate"},
		{V2("\x21\x11\0\x14" INET "\x20\0\5\5\0\0\0\1"), PROXY_DONE,
			"v2, client certificate not verified"},
		{V2("\x21\x11\0\x12" INET "\x04\0\0\x04\0\0"), PROXY_DONE, "v2"},
		{V2("\x11\0\0\0"), PROXY_BAD, "version or command"},
		{V2("\x22\0\0\0"), PROXY_BAD, "version or command"},
		{V2("\x21\x41\0\0"), PROXY_BAD, "address family"},
		{V2("\x21\x13\0\x0c" INET), PROXY_BAD, "transport"},
		{V2("\x21\x11\0\x0b" INET), PROXY_BAD, "too short for its addresses"},
		{V2("\x21\x21\0\x0c" INET), PROXY_BAD, "too short for its addresses"},
		{V2("\x21\x11\0\x0e" INET "\1\0"), PROXY_BAD, "ends early"},
		{V2("\x21\x11\0\x0f" INET "\1\0\1"), PROXY_BAD, "longer than"},
		{V2("\x21\x11\0\x10" INET "\x20\0\1x"), PROXY_BAD, "too short"},
		{V2("\x21\x11\0\x17" INET "\x20\0\x08\1\0\0\0\0\x22\0\1"), PROXY_BAD, "longer than"},
		{V2("\x21\x11\0\x12" INET "\2\0\0\2\0\0"), PROXY_BAD, "twice"},
		{V2("\x21\x11\0\x13" INET "\3\0\4abcd"), PROXY_BAD, "CRC32C"},
		{V2("\x21\x11\0\x0f" INET "\3\0\0"), PROXY_BAD, "CRC32C"},
	};

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum proxy_state state = read_bytes(rows[i].in.bytes, rows[i].in.len);

		ck_assert_msg(state == rows[i].state, "row %zu: %s", i, header.why ? header.why : "");
		if (state == PROXY_BAD)
			ck_assert_msg(strstr(header.why, rows[i].said) != NULL, "row %zu: %s", i, header.why);
		else
			ck_assert_str_eq(proxy_header_describe(&header, &arena), rows[i].said);
	}
	arena_finish(&arena);
}
END_TEST

struct unit_case proxy_header_case(void)
{
	return (struct unit_case){"proxy_header",
		{test_proxy_absent, test_proxy_v1, test_proxy_v1_is_bounded, test_proxy_v2_of_haproxy,
			test_proxy_v2_whole_or_nothing, test_proxy_v2_forms}};
}
