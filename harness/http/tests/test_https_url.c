/* URLs that a client is told, or led to. */
#include "https_url.h"

#include "arena.h"
#include "test_http.h"

START_TEST(https_url_parts)
{
	static const struct {
		const char *text;
		const char *host; /* NULL: it is none */
		int port;
		const char *target;
	} rows[] = {
		{"https://server.test/a/b?c=d#e", "server.test", 443, "/a/b?c=d"},
		{"https://server.test", "server.test", 443, "/"},
		{"https://server.test:8443", "server.test", 8443, "/"},
		{"https://server.test:/x", "server.test", 443, "/x"},
		{"https://server.test?q", "server.test", 443, "/?q"},
		{"https://server.test#f", "server.test", 443, "/"},
		{"HTTPS://server.test./", "server.test.", 443, "/"},
		{"https://[::1]:8443/x", "::1", 8443, "/x"},
		{"https://127.0.0.1/x@y", "127.0.0.1", 443, "/x@y"},
		{"http://server.test/", "server.test", 80, "/"},
		{"https://user@server.test/", NULL, 0, NULL},
		{"https://server.test:0/", NULL, 0, NULL},
		{"https://server.test:65536/", NULL, 0, NULL},
		{"https://server.test:123456/", NULL, 0, NULL},
		{"https://server.test:84x/", NULL, 0, NULL},
		{"https://[::1/", NULL, 0, NULL},
		{"https://[::1]x/", NULL, 0, NULL},
		{"https:///x", NULL, 0, NULL},
		{"https://", NULL, 0, NULL},
		{"https://a b/", NULL, 0, NULL},
		{"https://a/\r\nX: y", NULL, 0, NULL},
		{"server.test", NULL, 0, NULL},
		{"ftp://server.test/", NULL, 0, NULL},
		{"", NULL, 0, NULL},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct https_url url;
		const char *why = NULL;
		bool read = https_url_read(&url, &arena, rows[i].text, &why);

		ck_assert_msg(read == (rows[i].host != NULL), "%s", rows[i].text);
		ck_assert_msg(read || why, "%s", rows[i].text);
		if (!read)
			continue;
		ck_assert_str_eq(url.host, rows[i].host);
		ck_assert_int_eq(url.port, rows[i].port);
		ck_assert_str_eq(url.target, rows[i].target);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(https_url_led)
{
	struct https_url base;
	struct https_url url;
	const char *why = NULL;
	struct arena arena;

	arena_init(&arena);
	ck_assert(https_url_read(&base, &arena, "https://server.test:8443/a", &why));
	ck_assert(https_url_follow(&url, &arena, &base, "/b?c", &why));
	ck_assert_str_eq(url.host, "server.test");
	ck_assert_int_eq(url.port, 8443);
	ck_assert_str_eq(url.target, "/b?c");
	ck_assert(https_url_follow(&url, &arena, &base, "http://other.test/", &why));
	ck_assert_str_eq(url.host, "other.test");
	ck_assert(!url.secure);
	/* that is another host, without its scheme */
	ck_assert(!https_url_follow(&url, &arena, &base, "//other.test/", &why));
	ck_assert(!https_url_follow(&url, &arena, &base, "/b\nc", &why));
	ck_assert(!https_url_follow(&url, &arena, &base, "", &why));
	arena_finish(&arena);
}
END_TEST

struct unit_case https_url_case(void)
{
	return (struct unit_case){"https_url", {https_url_parts, https_url_led}};
}
