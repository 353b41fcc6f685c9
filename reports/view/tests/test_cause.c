#include <string.h>

#include "cause.h"
#include "sample.h"
#include "unit.h"

static struct arena arena;
static struct view view;
static struct causes causes;

static struct run_result *fresh(void)
{
	struct run_result *run;

	arena_finish(&arena);
	arena_init(&arena);
	run = sample_run(&arena);
	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].verdict = VERDICT_PASS;
	return run;
}

static void find(const struct run_result *run)
{
	view_build(&view, &arena, run);
	causes_find(&causes, &view);
}

static struct cell_result *misbehave(
	struct run_result *run, size_t number, enum failure_class failure, const char *reason)
{
	struct cell_result *cell = &run->cells[number];

	cell->verdict = VERDICT_FAIL;
	cell->failure = failure;
	cell->reason = reason;
	return cell;
}

static const struct directive_fix line = {.decides = DIRECTIVE_VERIFICATION,
	.find = "ssl_verify_client",
	.should = "ssl_verify_client on;",
	.have = "ssl_verify_client optional;",
	.file = "nginx.conf",
	.line = 41};

/* The first cells of the reference: chain/impostor-ca, client-certificate/expired, each twice. */
START_TEST(test_a_line_is_one_cause)
{
	struct run_result *run = fresh();

	misbehave(run, 0, FAILURE_OTHERWISE, "one reason")->directive = line;
	misbehave(run, 2, FAILURE_LET_IN, "another")->directive = line;
	misbehave(run, 3, FAILURE_LET_IN, "another")->directive = line;
	find(run);
	ck_assert_uint_eq(causes.count, 1);
	ck_assert_uint_eq(causes.cells, 3);
	ck_assert(causes.items[0].certain && !causes.items[0].alike);
	ck_assert_ptr_null(causes.items[0].reason);
	ck_assert_ptr_nonnull(strstr(causes.items[0].fix, "nginx.conf:41"));
	/* the worst speaks for all */
	ck_assert_uint_eq(causes.items[0].first, 2);
	ck_assert_uint_eq(causes.items[0].row_count, 2);
	ck_assert_uint_eq(causes.items[0].rows[0].count, 2);
	ck_assert_uint_eq(causes.items[0].classes[FAILURE_LET_IN], 2);
	ck_assert_uint_eq(causes.items[0].classes[FAILURE_OTHERWISE], 1);
	ck_assert_str_eq(cause_versions(&arena, causes.items[0].versions), "1.2 1.3");
	ck_assert_str_eq(cause_modes(&view, 2, causes.items[0].modes), "NoClientCert");
	ck_assert_str_eq(cause_modes(&view, 2, 0x1f), "all modes");
}
END_TEST

/* One that may be it, or is as it should be, explains nothing beyond its own class and reason. */
START_TEST(test_uncertain_lines)
{
	struct run_result *run = fresh();
	struct cell_result *cell;

	misbehave(run, 0, FAILURE_LET_IN, "accepted (http 200)")->directive = line;
	cell = misbehave(run, 2, FAILURE_LET_IN, "accepted (http 201)");
	cell->directive = line;
	cell->directive.also = "`ssl_verify_client on;`, b.conf:7";
	find(run);
	ck_assert_uint_eq(causes.count, 2);
	ck_assert(causes.items[0].certain != causes.items[1].certain);
	run->cells[0].directive = cell->directive;
	cell->directive.also = NULL;
	cell->directive.have = "ssl_verify_client on;";
	misbehave(run, 4, FAILURE_LET_IN, "accepted (http 201)")->directive.decides = DIRECTIVE_NONE;
	find(run);
	ck_assert_uint_eq(causes.count, 2);
	ck_assert(!causes.items[0].certain && !causes.items[1].certain);
	/* what is to be done is not the same for both */
	ck_assert_uint_eq(causes.items[0].count, 2);
	ck_assert_ptr_null(causes.items[0].fix);
}
END_TEST

/* A longer word is another setting here, as it is in the sentence. */
START_TEST(test_line_by_whole_words)
{
	struct run_result *run = fresh();
	struct cell_result *cell = misbehave(run, 0, FAILURE_LET_IN, "accepted (http 200)");

	cell->directive = line;
	cell->directive.should = "ssl_verify_client optional";
	cell->directive.have = "ssl_verify_client optional_no_ca;";
	find(run);
	ck_assert(causes.items[0].certain);
	ck_assert_ptr_nonnull(strstr(causes.items[0].fix, "set `ssl_verify_client optional`"));
	cell->directive.have = "ssl_verify_client optional;";
	find(run);
	ck_assert(!causes.items[0].certain);
}
END_TEST

START_TEST(test_order)
{
	struct run_result *run = fresh();

	run->cells[0].verdict = VERDICT_XPASS;
	run->cells[1].verdict = VERDICT_ERROR;
	misbehave(run, 2, FAILURE_NONE, "of an old file");
	misbehave(run, 3, FAILURE_OTHERWISE, "a");
	misbehave(run, 4, FAILURE_SHUT_OUT, "a");
	misbehave(run, 5, FAILURE_LET_IN, "a");
	find(run);
	ck_assert_uint_eq(causes.count, 6);
	/* the cells are there from the mildest to the worst */
	for (size_t i = 0; i < causes.count; i++)
		ck_assert_uint_eq(causes.items[i].first, causes.count - 1 - i);
}
END_TEST

/* By how the reason begins; of other targets it is another cause. */
START_TEST(test_reasons)
{
	struct run_result *run = fresh();

	misbehave(run, 0, FAILURE_LET_IN, "accepted (http 200)");
	misbehave(run, 2, FAILURE_LET_IN, "step 2 of 3 (anybody): accepted (http 404)");
	misbehave(run, 4, FAILURE_LET_IN, "the request reached the backend");
	misbehave(run, 60, FAILURE_LET_IN, "accepted (http 200)");
	find(run);
	ck_assert_uint_eq(causes.count, 3);
	ck_assert_uint_eq(causes.items[0].count, 2);
	ck_assert_ptr_null(causes.items[0].reason);
	ck_assert_str_eq(causes.items[1].reason, "the request reached the backend");
}
END_TEST

/* A heading says the class already. */
START_TEST(test_reason_behind_its_class)
{
	struct run_result *run = fresh();

	misbehave(run, 0, FAILURE_SHUT_OUT, "shut out: the good client is refused");
	misbehave(run, 60, FAILURE_LET_IN, "shut out: which it is not");
	run->cells[2].verdict = VERDICT_ERROR;
	run->cells[2].reason = NULL;
	find(run);
	ck_assert_uint_eq(causes.count, 3);
	ck_assert_str_eq(causes.items[0].reason, "shut out: which it is not");
	ck_assert_str_eq(causes.items[1].reason, "the good client is refused");
	ck_assert_str_eq(causes.items[2].reason, "no reason was given");
}
END_TEST

START_TEST(test_nothing)
{
	find(fresh());
	ck_assert_uint_eq(causes.count, 0);
	ck_assert_uint_eq(causes.cells, 0);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"cause",
		{test_a_line_is_one_cause, test_uncertain_lines, test_line_by_whole_words, test_order,
			test_reasons, test_reason_behind_its_class, test_nothing}}};

	return unit_run("cause", cases, COUNT_OF(cases));
}
