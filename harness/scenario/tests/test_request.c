/* Words of a request, and of what its answer must say. */
#include <string.h>

#include "scenario_fixture.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: server\nclient: {present: client}\n"

START_TEST(test_request_read)
{
	const struct scenario_request *request;
	const struct scenario *scenario;
	struct fixture f;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD "request: {target: 'http://${host}//a/../%2e?b', body: 'x=y', times: 3}\n"
			 "expect: accept\n");
	ck_assert_ptr_nonnull(scenario);
	request = &scenario->steps->request;
	ck_assert_str_eq(request->target, "http://${host}//a/../%2e?b");
	ck_assert_str_eq(request->body, "x=y");
	ck_assert_uint_eq(scenario_request_times(request), 3);
	scenario = fixture_read(&f,
		HEAD "request: {headers: ['TRANSFER-encoding: chunked', 'Content-Lengthy: 3']}\n"
			 "expect: accept\n");
	request = &scenario->steps->request;
	ck_assert_uint_eq(scenario_request_times(request), 1);
	ck_assert(scenario_request_has_header(request, "Transfer-Encoding"));
	ck_assert(!scenario_request_has_header(request, "Content-Length"));
	scenario = fixture_read(&f, HEAD "request: {then: [partner, b.test]}\nexpect: policy\n");
	ck_assert_ptr_nonnull(scenario);
	request = &scenario->steps->request;
	ck_assert_uint_eq(scenario_request_times(request), 3);
	ck_assert_str_eq(request->then.items[1], "b.test");
	/* the role is one that the target must have */
	ck_assert_str_eq(scenario_role(scenario, AUTH_NO_CLIENT_CERT, 0), "partner");
	ck_assert_ptr_null(scenario_role(scenario, AUTH_NO_CLIENT_CERT, 1));
	fixture_end(&f);
}
END_TEST

START_TEST(test_answer_read)
{
	const struct step_expectation *expect;
	const struct scenario *scenario;
	struct fixture f;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD "expect:\n"
			 "  NoClientCert: {outcome: accept, says_not: admin, header: {X-Colour: blue, A: ''},\n"
			 "    log: '${client.serial} came'}\n"
			 "  RequestClientCert: {outcome: accept, says: 'costs 5$'}\n");
	ck_assert_ptr_nonnull(scenario);
	expect = &scenario->steps->expect[AUTH_NO_CLIENT_CERT];
	ck_assert_str_eq(expect->says_not, "admin");
	ck_assert_uint_eq(expect->header_count, 2);
	ck_assert_str_eq(expect->headers[0].name, "x-colour");
	ck_assert_str_eq(expect->headers[0].value, "blue");
	ck_assert_str_eq(expect->headers[1].value, "");
	ck_assert_str_eq(expect->log, "${client.serial} came");
	ck_assert(expect->names_client);
	ck_assert(!scenario->steps->expect[AUTH_REQUEST_CLIENT_CERT].names_client);
	fixture_end(&f);
}
END_TEST

/* What stands on the lines after the client, and the one thing that is wrong with it. */
static const struct fixture_refusal refusals[] = {
	{"request: {target: 'a b'}\nexpect: accept\n", 6, 19, "a request target has no blanks"},
	{"request: {target: \"a\\x7f\"}\nexpect: accept\n", 6, 19, "a request target has no blanks"},
	{"request: {target: 'http://${hst}/'}\nexpect: accept\n", 6, 27, "unknown name"},
	{"path: /x\nrequest: {target: /y}\nexpect: accept\n", 7, 19, "'target' beside 'path'"},
	{"request: {absolute: home, target: /y}\nexpect: accept\n", 6, 21,
		"'absolute' beside 'target'"},
	{"request: {absolute: \"a b\"}\nexpect: accept\n", 6, 21, "'a b' is no host name"},
	{"request: {host_as: big}\nexpect: accept\n", 6, 20, "unknown host_as 'big'"},
	{"request: {path_as: dots}\nexpect: accept\n", 6, 20, "'path_as' writes the path of one of"},
	{"path: /x\nrequest: {path_as: dots}\nexpect: accept\n", 7, 20, "'path_as' writes the path"},
	{"path: home\nrequest: {path_as: big}\nexpect: accept\n", 7, 20, "unknown path_as 'big'"},
	{"path: home\nrequest: {first_path: /x}\nexpect: accept\n", 7, 23,
		"'first_path' without 'times'"},
	{"request: {first_path: /x, times: 2}\nexpect: accept\n", 6, 23, "'first_path' needs 'path'"},
	{"path: home\nrequest: {first_path: x y, times: 2}\nexpect: accept\n", 7, 23,
		"'x y' is no path"},
	{"request: {times: 0}\nexpect: accept\n", 6, 18, "'times' must be"},
	{"request: {times: 9}\nexpect: accept\n", 6, 18, "'times' must be"},
	{"request: {times: 2, method: HEAD}\nexpect: accept\n", 6, 18, "'times' with HEAD"},
	{"request: {then: [home, 'a b']}\nexpect: accept\n", 6, 24, "'a b' is no host name"},
	{"request: {then: [home], times: 2}\nexpect: accept\n", 6, 17, "'then' beside 'times'"},
	{"request: {then: [home], absolute: open}\nexpect: accept\n", 6, 17,
		"'then' beside a request target"},
	{"request: {then: [home], method: HEAD}\nexpect: accept\n", 6, 17, "'then' with HEAD"},
	{"request: {then: [a, b, c, d, e, f, g, h]}\nexpect: accept\n", 6, 17, "more than 8"},
	{"expect: {outcome: accept, header: {'a b': c}}\n", 6, 43, "'a b' is no name of a header"},
	{"expect: {outcome: accept, log: \"a\\nb\"}\n", 6, 32, "'log' holds a line break"},
	{"expect: {outcome: accept, says: '${client.name}'}\n", 6, 34, "unknown name"},
	{"expect: {outcome: either, says_not: x}\n", 6, 37, "'either' is never judged"},
	{"expect: {outcome: either, header: {a: b}}\n", 6, 35, "'either' is never judged"},
	{"expect: {outcome: either, log: x}\n", 6, 32, "'log' belongs to what"},
	{"expect: {reject: unknown_ca, says_not: x}\n", 6, 40, "who is refused by an alert"},
};

START_TEST(test_requests_refused)
{
	fixture_expect_refusals(HEAD, refusals, COUNT_OF(refusals));
}
END_TEST

#define NOBODY "title: t\nwhy: w\nrules: r\ntarget: server\n"

static const struct fixture_refusal of_nobody[] = {
	{"client: {present: none}\nexpect: {outcome: accept, says: '${client.serial}'}\n", 6, 9,
		"'${client...}' names the client's certificate"},
	{"plain: true\nrequest: {times: 2}\nexpect: accept\n", 6, 18, "'times' needs TLS"},
};

START_TEST(test_nobody_has_no_names)
{
	fixture_expect_refusals(NOBODY, of_nobody, COUNT_OF(of_nobody));
}
END_TEST

struct unit_case request_case(void)
{
	return (struct unit_case){"request",
		{test_request_read, test_answer_read, test_requests_refused, test_nobody_has_no_names}};
}
