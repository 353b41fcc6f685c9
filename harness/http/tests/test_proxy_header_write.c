/* What is written is what proxy_header.h reads. */
#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "proxy_header.h"
#include "proxy_header_write.h"
#include "test_http.h"

static struct sockaddr_storage address(const char *text, unsigned port)
{
	struct sockaddr_storage out = {0};
	struct sockaddr_in6 *to6 = (struct sockaddr_in6 *)&out;
	struct sockaddr_in *to4 = (struct sockaddr_in *)&out;

	out.ss_family = strchr(text, ':') ? AF_INET6 : AF_INET;
	if (out.ss_family == AF_INET6) {
		ck_assert_int_eq(inet_pton(AF_INET6, text, &to6->sin6_addr), 1);
		to6->sin6_port = htons((uint16_t)port);
	} else {
		ck_assert_int_eq(inet_pton(AF_INET, text, &to4->sin_addr), 1);
		to4->sin_port = htons((uint16_t)port);
	}
	return out;
}

static void write_to(struct buf *out, int version, const char *text)
{
	struct sockaddr_storage to = address(text, 8443);

	buf_init(out, 256);
	proxy_header_write(out, version, &to);
	ck_assert(!out->overflowed);
}

START_TEST(test_written_can_be_read)
{
	static const char *const to[] = {"127.0.0.1", "::1"};

	for (size_t i = 0; i < 2 * COUNT_OF(to); i++) {
		int version = 1 + (int)(i % 2);
		struct proxy_header header;
		struct arena arena;
		SCOPED_BUF text;

		arena_init(&arena);
		write_to(&text, version, to[i / 2]);
		ck_assert_int_eq(
			proxy_header_read(&header, &arena, (const uint8_t *)text.data, text.len), PROXY_DONE);
		ck_assert_int_eq(header.version, version);
		ck_assert(!header.local && !header.has_ssl);
		ck_assert_uint_eq(header.consumed, text.len);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_written_byte_for_byte)
{
	static const char first[] = "PROXY TCP4 192.0.2.1 127.0.0.1 54321 8443\r\n";
	static const char first_6[] = "PROXY TCP6 2001:db8::1 ::1 54321 8443\r\n";
	static const uint8_t second[] = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49,
		0x54, 0x0a, 0x21, 0x11, 0x00, 0x0c, 192, 0, 2, 1, 127, 0, 0, 1, 0xd4, 0x31, 0x20, 0xfb};
	struct buf text;

	write_to(&text, 1, "127.0.0.1");
	ck_assert_str_eq(text.data, first);
	buf_finish(&text);
	write_to(&text, 1, "::1");
	ck_assert_str_eq(text.data, first_6);
	buf_finish(&text);
	write_to(&text, 2, "127.0.0.1");
	ck_assert_uint_eq(text.len, sizeof(second));
	ck_assert_mem_eq(text.data, second, sizeof(second));
	buf_finish(&text);
}
END_TEST

struct unit_case proxy_header_write_case(void)
{
	return (struct unit_case){
		"proxy_header_write", {test_written_can_be_read, test_written_byte_for_byte}};
}
