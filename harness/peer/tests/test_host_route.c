/* To which virtual host of the reference a request goes, without and with each defect of that. */
#include "host_route.h"

#include "unit.h"

enum { HOME, PARTNER, OPEN, WILD };

static const struct routed_host hosts[] = {
	{"server.test", false}, {"partner.test", false}, {"open.test", true}, {"*.wild.test", false}};

struct asked {
	int connection;
	const char *host;
	const char *target; /* NULL: a path */
	const char *forwarded;
	bool resumed;
	bool later;
};

static int choose(const struct asked *asked, enum tls_defect defect)
{
	bool defects[DEFECT_COUNT + 1] = {false};

	defects[defect] = true;
	return host_route_choose(&(struct host_route){.hosts = hosts,
		.host_count = COUNT_OF(hosts),
		.connection = asked->connection,
		.resumed = asked->resumed,
		.later = asked->later,
		.host = asked->host,
		.forwarded = asked->forwarded,
		.target = asked->target ? asked->target : "/",
		.defects = defects});
}

START_TEST(test_a_host_has_many_spellings)
{
	static const struct {
		const char *name;
		int number;
	} names[] = {{"server.test", HOME}, {"SERVER.test", HOME}, {"server.test.", HOME},
		{"a.wild.test", WILD}, {"B.wild.test.", WILD}, {"wild.test", HOST_NONE},
		{".wild.test", HOST_NONE}, {"a.b.wild.test", HOST_NONE}, {"xserver.test", HOST_NONE},
		{"server.testx", HOST_NONE}, {"", HOST_NONE}, {".", HOST_NONE}, {NULL, HOST_NONE}};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		ck_assert_int_eq(host_route_find(hosts, COUNT_OF(hosts), names[i].name), names[i].number);
}
END_TEST

START_TEST(test_a_request_stays_where_its_handshake_was)
{
	static const struct {
		struct asked asked;
		int to;
	} rows[] = {
		{{.connection = HOME, .host = "server.test"}, HOME},
		{{.connection = HOME, .host = "SERVER.TEST.:443"}, HOME},
		{{.connection = WILD, .host = "b.wild.test:8443"}, WILD},
		{{.connection = HOME, .host = "partner.test"}, HOST_NONE},
		{{.connection = OPEN, .host = "server.test"}, HOST_NONE},
		{{.connection = HOME, .host = "nobody.test"}, HOST_NONE},
		{{.connection = HOME, .host = NULL}, HOST_NONE},
		{{.connection = HOME, .host = ""}, HOST_NONE},
		/* RFC 9112 section 3.2.2 */
		{{.connection = HOME, .host = "partner.test", .target = "https://server.test/"}, HOME},
		{{.connection = HOME, .host = "server.test", .target = "https://partner.test/"}, HOST_NONE},
		{{.connection = HOME, .host = "server.test", .target = "https://SERVER.test:1?x"}, HOME},
		{{.connection = OPEN, .host = "open.test", .target = "https://open.test@server.test/"},
			HOST_NONE},
		{{.connection = HOME, .host = "server.test", .target = "/a?b=https://open.test/"}, HOME},
		{{.connection = OPEN, .host = "open.test", .forwarded = "server.test"}, OPEN},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(choose(&rows[i].asked, DEFECT_COUNT) == rows[i].to, "row %zu", i);
}
END_TEST

START_TEST(test_each_defect_leads_elsewhere)
{
	static const struct {
		enum tls_defect defect;
		struct asked asked;
		int to;
	} rows[] = {
		{DEFECT_ROUTE_BY_HOST_ALONE, {.connection = OPEN, .host = "server.test"}, HOME},
		{DEFECT_CASE_SENSITIVE_POLICY, {.connection = OPEN, .host = "Server.test"}, HOME},
		{DEFECT_DOT_IS_ANOTHER_NAME, {.connection = OPEN, .host = "server.test."}, HOME},
		{DEFECT_PORT_IS_ANOTHER_NAME, {.connection = OPEN, .host = "server.test:443"}, HOME},
		{DEFECT_PREFIX_IS_ENOUGH, {.connection = OPEN, .host = "server.testx"}, HOME},
		{DEFECT_ADDRESS_IS_DEFAULT, {.connection = OPEN, .host = "127.0.0.1:1"}, HOME},
		{DEFECT_ABSOLUTE_FORM_UNJUDGED,
			{.connection = OPEN, .host = "open.test", .target = "https://server.test/"}, HOME},
		{DEFECT_ABSOLUTE_FORM_IGNORED,
			{.connection = OPEN, .host = "server.test", .target = "https://open.test/"}, HOME},
		{DEFECT_PLAIN_SCHEME_UNJUDGED,
			{.connection = OPEN, .host = "open.test", .target = "http://server.test/"}, HOME},
		{DEFECT_USERINFO_IS_HOST,
			{.connection = OPEN, .host = "open.test", .target = "https://open.test@server.test/"},
			HOME},
		{DEFECT_FORWARDED_HOST_WINS,
			{.connection = OPEN, .host = "open.test", .forwarded = "server.test"}, HOME},
		{DEFECT_OPEN_HOST_TAKES_ALL, {.connection = OPEN, .host = "server.test"}, HOME},
		{DEFECT_WILDCARD_TAKES_ALL, {.connection = WILD, .host = "partner.test"}, PARTNER},
		{DEFECT_LATER_REQUESTS_UNJUDGED, {.connection = OPEN, .host = "server.test", .later = true},
			HOME},
		{DEFECT_RESUMED_UNJUDGED, {.connection = OPEN, .host = "server.test", .resumed = true},
			HOME},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_msg(choose(&rows[i].asked, rows[i].defect) == rows[i].to, "%s",
			tls_defect_words[rows[i].defect]);
		ck_assert_msg(choose(&rows[i].asked, DEFECT_COUNT) != rows[i].to,
			"without a defect, as with %s", tls_defect_words[rows[i].defect]);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"route",
		{test_a_host_has_many_spellings, test_a_request_stays_where_its_handshake_was,
			test_each_defect_leads_elsewhere}}};

	return unit_run("host_route", cases, COUNT_OF(cases));
}
