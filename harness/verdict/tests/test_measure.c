/* What an answer means where the good client's own answer is the measure. */
#include <string.h>

#include "arena.h"
#include "judge.h"
#include "measure.h"
#include "test_verdict.h"

static struct arena arena;

static struct answer_seen seen(const char *text)
{
	return (struct answer_seen){.text = text, .len = strlen(text), .whole = true};
}

static struct answer_seen cut(const char *text)
{
	return (struct answer_seen){.text = text, .len = strlen(text), .whole = false};
}

static enum likeness compare(const char *const *learnt, struct answer_seen answer)
{
	const struct answer_template *known = NULL;

	for (; *learnt; learnt++) {
		const struct answer_seen next = seen(*learnt);

		known = answer_template_learn(known, &next, &arena);
	}
	return answer_template_compare(known, &answer, &arena);
}

#define LEARNT(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(test_likeness)
{
	const struct {
		const char *const *learnt;
		const char *text;
		enum likeness likeness;
	} rows[] = {
		{LEARNT(""), "", LIKENESS_SAME},
		{LEARNT(""), "more", LIKENESS_OTHER},
		{LEARNT("ok"), "", LIKENESS_OTHER},
		{LEARNT("hello alice", "hello alice"), "hello alice", LIKENESS_SAME},
		{LEARNT("hello alice", "hello alice"), "hello anonymous", LIKENESS_ALIKE},
		{LEARNT("hello alice", "hello alice"), "please show a certificate", LIKENESS_OTHER},
		/* what changes by itself may be anything */
		{LEARNT("id 17, ok", "id 18, ok"), "id 23, ok", LIKENESS_SAME},
		{LEARNT("id 17, ok", "id 18, ok"), "id a b c, ok", LIKENESS_SAME},
		{LEARNT("id 17, ok", "id 18, ok"), "id 23, nobody", LIKENESS_ALIKE},
		{LEARNT("id 17, ok", "id 18, ok"), "id 23, ok, but nobody", LIKENESS_OTHER},
		{LEARNT("17 ok", "18 ok"), "19 ok", LIKENESS_SAME},
		{LEARNT("ok 17", "ok 18"), "ok 19", LIKENESS_SAME},
		{LEARNT("ok 17", "ok 18"), "no 19", LIKENESS_OTHER},
		/* a letter that two nonces share by chance says nothing */
		{LEARNT("n=a+b/c;", "n=d+e/f;"), "n=xyz;", LIKENESS_SAME},
		/* an hour that is the same twice, and another the third time */
		{LEARNT("at 12:01:07, alice", "at 12:01:07, alice", "at 12:01:08, alice"),
			"at 12:01:09, alice", LIKENESS_SAME},
		{LEARNT("at 12:01:07, alice", "at 12:01:07, alice", "at 12:01:08, alice"),
			"at 12:01:08, nobody", LIKENESS_ALIKE},
		{LEARNT("all", "else"), "anything", LIKENESS_SAME},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(
			compare(rows[i].learnt, seen(rows[i].text)) == rows[i].likeness, "row %zu", i);
}
END_TEST

/* Of what was cut somewhere, as much is compared as both have. */
START_TEST(test_cut)
{
	const struct answer_seen stream = cut("tick 1 tick 2 tick 3");
	const struct answer_template *known = answer_template_learn(NULL, &stream, &arena);
	const struct answer_seen rows[] = {cut("tick 1 ti"), cut(""),
		cut("tick 1 tick 2 tick 3 tick 4"), seen("tick 1 tick 2 tick 3 tick 4")};
	const struct answer_seen other = cut("tock 1 tock 2 tock 3");

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(
			answer_template_compare(known, &rows[i], &arena) == LIKENESS_SAME, "row %zu", i);
	ck_assert_int_ne(answer_template_compare(known, &other, &arena), LIKENESS_SAME);
}
END_TEST

/* Of thousands of words only the first are compared. */
START_TEST(test_huge)
{
	char *text = arena_alloc(&arena, 60001);
	struct answer_seen huge;
	const struct answer_template *known;

	for (size_t i = 0; i < 60000; i++)
		text[i] = i % 3 == 2 ? ' ' : (char)('a' + i % 26);
	huge = seen(text);
	known = answer_template_learn(NULL, &huge, &arena);
	ck_assert_int_eq(answer_template_compare(known, &huge, &arena), LIKENESS_SAME);
	text[1] = '#';
	ck_assert_int_ne(answer_template_compare(known, &huge, &arena), LIKENESS_OTHER);
}
END_TEST

static struct observation answered(int status, const char *text)
{
	struct observation facts = accepted();
	const struct answer_seen answer = seen(text);

	facts.backend_observed = facts.backend_saw = facts.token_echoed = false;
	facts.is_measured = true;
	facts.http_status = status;
	facts.answer = arena_memdup(&arena, &answer, sizeof(answer));
	facts.http_excerpt = text;
	return facts;
}

static struct answer_measure measure_of(int status, const char *text)
{
	struct answer_measure measure = {0};
	const struct observation facts = answered(status, text);

	measure_learn(&measure, &facts, &arena);
	measure_learn(&measure, &facts, &arena);
	return measure;
}

/* The table of measure.h: the good client's status and text, another's, and what that means for who
 * must stay out, and for who may come. */
static const struct {
	int good;
	const char *good_text;
	int status;
	const char *text;
	enum outcome outcome;
	enum outcome lenient;
} rules[] = {
	{200, "ok", 200, "ok", OUTCOME_ACCEPT, OUTCOME_ACCEPT},
	{404, "no such page", 404, "no such page", OUTCOME_ACCEPT, OUTCOME_ACCEPT},
	{401, "a token please", 401, "a token please", OUTCOME_ACCEPT, OUTCOME_ACCEPT},
	{302, "location: /app", 302, "location: /app", OUTCOME_ACCEPT, OUTCOME_ACCEPT},
	{500, "", 500, "", OUTCOME_ACCEPT, OUTCOME_ACCEPT},
	{503, "full", 503, "full", OUTCOME_ACCEPT, OUTCOME_ACCEPT},
	/* may be a refusal by itself */
	{400, "what?", 400, "what?", OUTCOME_NONE, OUTCOME_ACCEPT},
	{403, "no", 403, "no", OUTCOME_NONE, OUTCOME_ACCEPT},
	{421, "", 421, "", OUTCOME_NONE, OUTCOME_ACCEPT},
	{495, "", 495, "", OUTCOME_NONE, OUTCOME_ACCEPT},
	{496, "", 496, "", OUTCOME_NONE, OUTCOME_ACCEPT},
	/* quite another text of such a status is another's refusal, and a similar one nobody knows */
	{400, "{\"error\": \"no id\"}", 400, "<h1>The SSL certificate error</h1>", OUTCOME_REJECT,
		OUTCOME_ACCEPT},
	{403, "bad request of alice", 403, "bad request of mallory", OUTCOME_NONE, OUTCOME_ACCEPT},
	/* the same status with another text */
	{200, "hello alice", 200, "hello anonymous", OUTCOME_NONE, OUTCOME_ACCEPT},
	{200, "hello alice", 200, "please log in", OUTCOME_NONE, OUTCOME_ACCEPT},
	{302, "location: /app", 302, "location: /login", OUTCOME_NONE, OUTCOME_ACCEPT},
	{404, "no such page", 404, "go away now", OUTCOME_NONE, OUTCOME_ACCEPT},
	/* another status */
	{200, "ok", 302, "location: /login", OUTCOME_REJECT, OUTCOME_NONE},
	{200, "ok", 401, "", OUTCOME_REJECT, OUTCOME_NONE},
	{200, "ok", 404, "", OUTCOME_REJECT, OUTCOME_NONE},
	{200, "ok", 400, "", OUTCOME_REJECT, OUTCOME_REJECT},
	{200, "ok", 403, "", OUTCOME_REJECT, OUTCOME_REJECT},
	{200, "ok", 500, "", OUTCOME_NONE, OUTCOME_NONE},
	{200, "ok", 503, "", OUTCOME_NONE, OUTCOME_NONE},
	{404, "", 200, "hello", OUTCOME_NONE, OUTCOME_NONE},
	{200, "ok", 204, "", OUTCOME_NONE, OUTCOME_NONE},
};

START_TEST(test_rules)
{
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		const struct answer_measure measure = measure_of(rules[i].good, rules[i].good_text);
		const struct observation facts = answered(rules[i].status, rules[i].text);
		const char *by = "";

		ck_assert_msg(judge_connection(&facts, &measure, false, &by, &arena) == rules[i].outcome,
			"row %zu: %s", i, by);
		ck_assert_msg(judge_connection(&facts, &measure, true, &by, &arena) == rules[i].lenient,
			"row %zu, lenient: %s", i, by);
	}
}
END_TEST

/* A success is never a refusal, whatever it says and whatever the good client got. */
START_TEST(test_no_success_refuses)
{
	for (int good = 100; good < 600; good++) {
		const struct answer_measure measure = measure_of(good, "good");

		for (int status = 200; status < 300; status++) {
			const struct observation facts = answered(status, "something else");
			const char *by;

			ck_assert_int_ne(
				judge_connection(&facts, &measure, false, &by, &arena), OUTCOME_REJECT);
		}
	}
}
END_TEST

/* What is said of answers comes before what is measured, and a refusal before the rest. */
START_TEST(test_said)
{
	struct answer_measure measure = measure_of(200, "ok");
	struct observation facts = answered(200, "hello anonymous");
	const char *by;

	facts.called_acceptance = true;
	ck_assert_int_eq(judge_connection(&facts, &measure, false, &by, &arena), OUTCOME_ACCEPT);
	facts.called_refusal = true;
	ck_assert_int_eq(judge_connection(&facts, &measure, false, &by, &arena), OUTCOME_REJECT);
	measure.said = true;
	facts = answered(200, "ok");
	ck_assert_int_eq(judge_connection(&facts, &measure, true, &by, &arena), OUTCOME_NONE);
	facts = answered(403, "");
	ck_assert_int_eq(judge_connection(&facts, &measure, false, &by, &arena), OUTCOME_REJECT);
}
END_TEST

/* What the step names as its refusal is none where the good client is answered so, too. */
START_TEST(test_named)
{
	const struct answer_measure other = measure_of(200, "ok");
	const struct answer_measure same = measure_of(404, "no");
	struct observation facts = answered(404, "no");
	const char *by;

	facts.named_refusal = true;
	ck_assert_int_eq(judge_connection(&facts, &other, false, &by, &arena), OUTCOME_REJECT);
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, &arena), OUTCOME_REJECT);
	ck_assert_int_ne(judge_connection(&facts, &same, false, &by, &arena), OUTCOME_REJECT);
}
END_TEST

/* Who comes first is the measure; and it says what to do where it can't tell. */
START_TEST(test_first_and_advice)
{
	const struct answer_measure measure = measure_of(200, "hello alice");
	struct observation facts = answered(403, "");
	const char *by;

	ck_assert_int_eq(judge_connection(&facts, NULL, true, &by, &arena), OUTCOME_ACCEPT);
	facts = answered(200, "hello anonymous");
	(void)judge_connection(&facts, &measure, false, &by, &arena);
	ck_assert_ptr_nonnull(strstr(by, "hello anonymous"));
	ck_assert_ptr_nonnull(strstr(by, "hello alice"));
	ck_assert_ptr_nonnull(strstr(by, "--accepted or --refused"));
	facts = answered(502, "");
	(void)judge_connection(&facts, &measure, false, &by, &arena);
	ck_assert_ptr_nonnull(strstr(by, "--refused 502"));
}
END_TEST

/* Another status than before teaches nothing. */
START_TEST(test_learn)
{
	struct answer_measure measure = measure_of(200, "ok 1");
	struct observation facts = answered(503, "busy");

	measure_learn(&measure, &facts, &arena);
	facts = answered(200, "ok 1");
	ck_assert_int_eq(measure.status, 200);
	ck_assert(measure_is_same(&measure, &facts, &arena));
	facts = answered(200, "ok 2");
	ck_assert(!measure_is_same(&measure, &facts, &arena));
	measure_learn(&measure, &facts, &arena);
	facts = answered(200, "ok 3");
	ck_assert(measure_is_same(&measure, &facts, &arena));
}
END_TEST

struct unit_case measure_case(void)
{
	arena_init(&arena);
	return (struct unit_case){"measure",
		{test_likeness, test_cut, test_huge, test_rules, test_no_success_refuses, test_said,
			test_named, test_first_and_advice, test_learn}};
}
