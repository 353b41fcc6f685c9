/* How a connection begins, as scenario files say it. */
#include <string.h>

#include "host_spelling.h"
#include "scenario_fixture.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: server\n"
#define CLIENT "client: {present: client}\n"
#define EXPECT "expect: {RequireAndVerifyClientCert: reject}\n"

START_TEST(test_openings_read)
{
	struct fixture f;
	struct scenario *scenario;
	const struct opening *opening;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD CLIENT "via: {proxy_protocol: 2}\npreface: \"a\\r\\n\"\n"
					"hello: {extension: 300, grease: true, name: dot}\n"
					"fragment: {record: 64, segment: 7, pause: 20ms}\n" EXPECT);
	ck_assert_ptr_nonnull(scenario);
	opening = &scenario->steps->opening;
	ck_assert(opening_is_unusual(opening) && opening_comes_first(opening));
	ck_assert_int_eq(opening->via.proxy_protocol, 2);
	ck_assert_uint_eq(opening->preface.len, 3);
	ck_assert_mem_eq(opening->preface.bytes, "a\r\n", 3);
	ck_assert_int_eq(opening->hello.extension, 300);
	ck_assert(opening->hello.grease);
	ck_assert_int_eq(opening->hello.name, HOST_DOT);
	ck_assert_int_eq(opening->fragment.record, 64);
	ck_assert_int_eq(opening->fragment.segment, 7);
	ck_assert_int_eq(opening->fragment.pause_ms, 20);
	fixture_end(&f);
}
END_TEST

START_TEST(test_usual_openings)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f, HEAD CLIENT EXPECT);
	ck_assert_ptr_nonnull(scenario);
	ck_assert(!opening_is_unusual(&scenario->steps->opening));
	fixture_end(&f);
	fixture_begin(&f);
	scenario = fixture_read(&f, HEAD CLIENT "fragment: {segment: 1}\n" EXPECT);
	ck_assert_ptr_nonnull(scenario);
	ck_assert(opening_is_unusual(&scenario->steps->opening));
	ck_assert(!opening_comes_first(&scenario->steps->opening));
	fixture_end(&f);
}
END_TEST

START_TEST(test_prefaces_read)
{
	static const struct {
		const char *said;
		size_t len;
		bool request;
	} rows[] = {{"{hex: \"00ff 0A\"}", 3, false}, {"{hex: \"0d 0a\"}", 2, false},
		{"{request: true}", 0, true}, {"QUIT", 4, false}};
	static const char bytes[] = {0, (char)0xff, 0x0a};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture f;
		struct scenario *scenario;
		const struct preface *preface;

		fixture_begin(&f);
		scenario = fixture_read(
			&f, arena_printf(&f.arena, HEAD CLIENT "preface: %s\n" EXPECT, rows[i].said));
		ck_assert_msg(scenario != NULL, "%s", rows[i].said);
		preface = &scenario->steps->opening.preface;
		ck_assert_uint_eq(preface->len, rows[i].len);
		ck_assert(preface->request == rows[i].request);
		ck_assert(i > 0 || memcmp(preface->bytes, bytes, sizeof(bytes)) == 0);
		fixture_end(&f);
	}
}
END_TEST

static const struct fixture_refusal refusals[] = {
	{"fragment: {}\n" EXPECT, 6, 11, "'fragment' says no size"},
	{"fragment: {record: 64, pause: 1ms}\n" EXPECT, 6, 11, "'pause' without 'segment'"},
	{"fragment: {segment: 0}\n" EXPECT, 6, 21, "'segment' must be"},
	{"fragment: {record: 16385}\n" EXPECT, 6, 20, "'record' must be"},
	{"fragment: {segment: 1, pause: 1}\n" EXPECT, 6, 31, "'pause' must be a time"},
	{"fragment: {segment: 1, pause: 6s}\n" EXPECT, 6, 31, "'pause' must be a time"},
	{"hello: {grease: false}\n" EXPECT, 6, 8, "'hello' says nothing unusual"},
	{"hello: {name: usual}\n" EXPECT, 6, 8, "'hello' says nothing unusual"},
	{"hello: {name: small}\n" EXPECT, 6, 15, "unknown name 'small'"},
	{"sni: none\nhello: {name: dot}\n" EXPECT, 7, 8, "'name' beside 'sni: none'"},
	{"hello: {extension: 60001}\n" EXPECT, 6, 20, "'extension' must be"},
	{"via: {proxy_protocol: 3}\n" EXPECT, 6, 23, "'proxy_protocol' must be"},
	{"via: {}\n" EXPECT, 6, 6, "missing key 'proxy_protocol'"},
	{"preface: {hex: \"0\"}\n" EXPECT, 6, 16, "'hex' must be pairs of hexadecimal digits"},
	{"preface: {hex: \"0 d0\"}\n" EXPECT, 6, 16, "'hex' must be pairs of hexadecimal digits"},
	{"preface: {hex: \"zz\"}\n" EXPECT, 6, 16, "'hex' must be pairs of hexadecimal digits"},
	{"preface: {hex: \" \"}\n" EXPECT, 6, 16, "'hex' must be pairs of hexadecimal digits"},
	{"preface: {hex: \"0d\", request: true}\n" EXPECT, 6, 10, "'preface' says what comes first"},
	{"preface: {request: false}\n" EXPECT, 6, 10, "'preface' says what comes first"},
	{"preface: \"\"\n" EXPECT, 6, 10, "'preface' must be a text"},
	{"preface: [a]\n" EXPECT, 6, 10, "'preface' must be a text"},
};

START_TEST(test_openings_refused)
{
	fixture_expect_refusals(HEAD CLIENT, refusals, COUNT_OF(refusals));
}
END_TEST

static const struct fixture_refusal plain_refusals[] = {
	{"fragment: {record: 1}\n" EXPECT, 6, 11, "'fragment' is about TLS"},
	{"hello: {grease: true}\n" EXPECT, 6, 8, "'hello' is about TLS"},
	{"preface: a\n" EXPECT, 6, 10, "'preface' is about TLS"},
	{"via: {proxy_protocol: 1}\n" EXPECT, 6, 6, "'via' is about TLS"},
};

START_TEST(test_openings_need_tls)
{
	fixture_expect_refusals(HEAD "plain: true\n", plain_refusals, COUNT_OF(plain_refusals));
}
END_TEST

static const struct fixture_refusal client_refusals[] = {
	{"fragment: {record: 1}\n", 9, 11, "'fragment' says something only where"},
	{"hello: {grease: true}\n", 9, 8, "'hello' says something only where"},
	{"preface: a\n", 9, 10, "'preface' says something only where"},
	{"via: {proxy_protocol: 1}\n", 9, 6, "'via' says something only where"},
};

/* A target that is the client begins as it likes. */
START_TEST(test_openings_are_ours)
{
	fixture_expect_refusals("title: t\nwhy: w\nrules: r\ntarget: client\n"
							"client: {present: client}\nserver: {present: client}\n"
							"presents: unchecked\nexpect: {NoClientCert: accept}\n",
		client_refusals, COUNT_OF(client_refusals));
}
END_TEST

/* What is no TLS may be refused where nobody is asked for a certificate, too. */
START_TEST(test_openings_are_a_reason)
{
	struct fixture f;

	fixture_begin(&f);
	ck_assert_ptr_nonnull(
		fixture_read(&f, HEAD CLIENT "preface: a\nexpect: {NoClientCert: reject}\n"));
	fixture_end(&f);
	fixture_begin(&f);
	ck_assert_ptr_null(fixture_read(&f, HEAD CLIENT "expect: {NoClientCert: reject}\n"));
	fixture_end(&f);
}
END_TEST

struct unit_case opening_case(void)
{
	return (struct unit_case){"opening",
		{test_openings_read, test_usual_openings, test_prefaces_read, test_openings_refused,
			test_openings_need_tls, test_openings_are_ours, test_openings_are_a_reason}};
}
