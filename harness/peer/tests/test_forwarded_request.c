/* What the reference server tells its backend of a request and of who made it. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "forwarded_request.h"
#include "http.h"
#include "tls_server.h"
#include "unit.h"

#define FIRST "POST /a?b HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n"
#define HOST "host: x\r\n"

static const struct tls_peer nobody = {0};
static const struct tls_peer admitted = {
	.presented = true, .verified = true, .subject = "CN=a", .fingerprint = "ad"};
static const struct tls_peer unverified = {.presented = true, .subject = "CN=a"};
/* a good client of a server with a defect */
#define OF(...)                                                                                    \
	&(const struct tls_peer)                                                                       \
	{                                                                                              \
		.presented = true, .verified = true, .subject = "CN=a", .defects = {                       \
			[__VA_ARGS__] = true                                                                   \
		}                                                                                          \
	}

static const struct {
	const struct tls_peer *peer;
	const char *headers; /* beside Host */
	const char *told; /* below FIRST HOST */
} rows[] = {
	{&nobody, "", "x-ssl-client-verify: NONE\r\n"},
	{&admitted, "",
		"x-ssl-client-verify: SUCCESS\r\nx-ssl-client-subject: CN=a\r\n"
		"x-ssl-client-fingerprint: ad\r\n"},
	{&unverified, "", "x-ssl-client-verify: UNVERIFIED\r\nx-ssl-client-subject: CN=a\r\n"},
	/* of this hop, and forged in either spelling */
	{&nobody, "Connection: keep-alive\r\nKeep-Alive: 5\r\nA: b\r\n",
		"a: b\r\nx-ssl-client-verify: NONE\r\n"},
	{&nobody,
		"X-SSL-Client-Verify: SUCCESS\r\nX_SSL_Client_Subject: CN=admin\r\nX-SSL-Clien: y\r\n",
		"x-ssl-clien: y\r\nx-ssl-client-verify: NONE\r\n"},
	/* a defect; that of the other spelling is not it */
	{OF(DEFECT_TRUST_FORGED_IDENTITY),
		"X-SSL-Client-Subject: CN=admin\r\nX_SSL_Client_Verify: NONE\r\n",
		"x-ssl-client-subject: CN=admin\r\nx-ssl-client-verify: SUCCESS\r\n"},
	/* others, each about its own */
	{OF(DEFECT_TRUST_FORGED_BESIDE), "X-SSL-Client-Subject: CN=admin\r\n",
		"x-ssl-client-subject: CN=admin\r\nx-ssl-client-verify: SUCCESS\r\n"
		"x-ssl-client-subject: CN=a\r\n"},
	{OF(DEFECT_TRUST_FORGED_OF_NOBODY), "X-SSL-Client-Subject: CN=admin\r\n",
		"x-ssl-client-verify: SUCCESS\r\nx-ssl-client-subject: CN=a\r\n"},
	{OF(DEFECT_STRIP_EXACT_NAMES),
		"X-SSL-Client-Subject: CN=admin\r\nX-SSL-CLIENT-SUBJECT: CN=root\r\n",
		"x-ssl-client-subject: CN=root\r\nx-ssl-client-verify: SUCCESS\r\n"
		"x-ssl-client-subject: CN=a\r\n"},
	{OF(DEFECT_FOLD_UNDERSCORE), "X_SSL_Client_Subject: CN=admin\r\n",
		"x-ssl-client-subject: CN=admin\r\nx-ssl-client-verify: SUCCESS\r\n"
		"x-ssl-client-subject: CN=a\r\n"},
	{OF(DEFECT_CONNECTION_STRIPS_OURS), "Connection: close, X-SSL-Client-Subject\r\n",
		"x-ssl-client-verify: SUCCESS\r\n"},
};

START_TEST(forwarded_without_what_is_forged)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_message request;
		struct arena arena;
		const char *asked;
		const char *told;
		SCOPED_BUF out;

		arena_init(&arena);
		buf_init(&out, 4096);
		asked = arena_printf(&arena,
			"POST /a?b HTTP/1.1\r\nHost: x\r\n%sTransfer-Encoding: chunked\r\n\r\n"
			"3\r\nabc\r\n0\r\n\r\n",
			rows[i].headers);
		ck_assert_int_eq(
			http_read(&request, &arena, HTTP_REQUEST, asked, strlen(asked), false), HTTP_DONE);
		forwarded_request_write(&out, &request, asked, rows[i].peer);
		told = arena_printf(&arena, FIRST HOST "%s\r\nabc", rows[i].told);
		ck_assert_str_eq(buf_text(&out), told);
		arena_finish(&arena);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"forwarded", {forwarded_without_what_is_forged}}};

	return unit_run("peer", cases, COUNT_OF(cases));
}
