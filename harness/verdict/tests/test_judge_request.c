/* Which authorities a server names. */
#include <string.h>

#include "arena.h"
#include "judge_request.h"
#include "observation.h"
#include "steps_fixture.h"
#include "test_verdict.h"

static const char *allowed_names[] = {"CN=ours", "CN=theirs"};

static const struct row {
	const char *names[4];
	size_t kept, all;
	bool asked, resumed, judged;
	const char *says; /* NULL: all is well */
} rows[] = {
	{{NULL}, 0, 0, true, false, true, NULL},
	{{"CN=ours"}, 1, 1, true, false, true, NULL},
	{{"CN=theirs", "CN=ours"}, 2, 2, true, false, true, NULL},
	{{"CN=strange"}, 1, 1, true, false, true,
		"its CertificateRequest names 1 CA, 1 of them beside those that it is to trust: "
		"\"CN=strange\""},
	{{"CN=a", "CN=ours", "CN=b"}, 3, 3, true, false, true,
		"names 3 CAs, 2 of them beside those that it is to trust: \"CN=a\", \"CN=b\""},
	/* the first are kept, the others counted */
	{{"CN=a", "CN=b", "CN=c", "CN=d"}, 4, 140, true, false, true,
		"names 140 CAs, 140 of them beside those that it is to trust: \"CN=a\", \"CN=b\", "
		"\"CN=c\", ..."},
	{{"CN=ours", "CN=theirs"}, 2, 3, true, false, true,
		"1 of them beside those that it is to trust: ..."},
	/* a name is compared as a whole */
	{{"CN=our"}, 1, 1, true, false, true, "\"CN=our\""},
	/* nothing was asked, nothing is to be judged */
	{{"CN=strange"}, 1, 1, false, false, true, NULL},
	{{"CN=strange"}, 1, 1, true, true, true, NULL},
	{{"CN=strange"}, 1, 1, true, false, false, NULL},
};

START_TEST(test_names)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *row = &rows[i];
		const struct ca_names_allowed allowed = {
			.judged = row->judged, .names = allowed_names, .count = COUNT_OF(allowed_names)};
		struct observation facts;
		struct arena arena;
		const char *problem;

		arena_init(&arena);
		observation_init(&facts);
		facts.certificate_requested = row->asked;
		facts.resumed = row->resumed;
		facts.ca_names = (unsigned)row->all;
		facts.first_ca_names = (const char **)row->names;
		facts.first_ca_name_count = row->kept;
		problem = judge_ca_names(&facts, &allowed, &arena);
		ck_assert_msg(!problem == !row->says, "row %zu: %s", i, problem ? problem : "nothing");
		ck_assert_msg(!problem || strstr(problem, row->says), "row %zu: %s", i, problem);
		arena_finish(&arena);
	}
}
END_TEST

/* Who asks nobody shows nothing of what the answer does; who lets a bad one in has let him in. */
START_TEST(test_responder_is_asked)
{
	struct step_expectation expected = step_reject_400;
	struct observation facts = refused_by_http(400);
	struct sequence s;

	expected.asks_status = true;
	sequence_begin(&s);
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_ERROR, "was not asked");
	facts.fetched = "ocsp";
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_set(&s, 1, expected, accepted());
	sequence_expect(&s, VERDICT_FAIL, "");
	sequence_end(&s);
}
END_TEST

struct unit_case request_case(void)
{
	return (struct unit_case){"request", {test_names, test_responder_is_asked}};
}
