/* The writers for machines: totals, structure, and every byte in every text. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "sample.h"
#include "structured_writers.h"
#include "tally.h"
#include "unit.h"
#include "workspace.h"

enum { CLAIM_MAX = 1024 * 1024 };

static struct arena arena;

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
}

static json_t *parse(const char *text)
{
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	ck_assert_msg(root != NULL, "%d:%d: %s", error.line, error.column, error.text);
	return root;
}

START_TEST(test_results_json)
{
	struct run_result *run;
	struct tally tally;
	json_t *root;
	json_t *totals;

	fresh();
	run = sample_run(&arena);
	tally_run(&tally, run);
	root = parse(sample_render(&arena, results_json_write, run));
	totals = json_object_get(root, "totals");
	for (int i = 0; i < VERDICT_COUNT; i++)
		ck_assert_int_eq(json_integer_value(json_object_get(totals, verdict_words[i])),
			(json_int_t)tally.verdicts[i]);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "cells")), run->cell_count);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "targets")), 2);
	json_decref(root);
	sample_spoil(&arena, run, sample_every_byte(&arena));
	json_decref(parse(sample_render(&arena, results_json_write, run)));
}
END_TEST

START_TEST(test_ctrf)
{
	static const char *const words[] = {"passed", "failed", "skipped", "pending", "other"};
	struct run_result *run;
	json_t *root;
	json_t *tests;
	json_t *summary;

	fresh();
	run = sample_run(&arena);
	root = parse(sample_render(&arena, ctrf_write, run));
	ck_assert_str_eq(json_string_value(json_object_get(root, "reportFormat")), "CTRF");
	tests = json_object_get(json_object_get(root, "results"), "tests");
	summary = json_object_get(json_object_get(root, "results"), "summary");
	ck_assert_uint_eq(json_array_size(tests), run->cell_count);
	for (size_t word = 0; word < COUNT_OF(words); word++) {
		json_int_t count = 0;

		for (size_t i = 0; i < json_array_size(tests); i++) {
			json_t *status = json_object_get(json_array_get(tests, i), "status");

			count += strcmp(json_string_value(status), words[word]) == 0;
		}
		ck_assert_int_eq(json_integer_value(json_object_get(summary, words[word])), count);
	}
	/* 2026-11-21T12:00:00Z */
	ck_assert_int_eq(json_integer_value(json_object_get(summary, "start")), 1795262400000);
	json_decref(root);
	sample_spoil(&arena, run, sample_every_byte(&arena));
	json_decref(parse(sample_render(&arena, ctrf_write, run)));
}
END_TEST

/* fail, xpass and error must not look green where only "failed" is read. */
START_TEST(test_ctrf_verdicts)
{
	static const char *const wanted[VERDICT_COUNT] = {
		[VERDICT_PASS] = "passed",
		[VERDICT_FAIL] = "failed",
		[VERDICT_ERROR] = "failed",
		[VERDICT_SKIP] = "skipped",
		[VERDICT_XFAIL] = "skipped",
		[VERDICT_XPASS] = "failed",
		[VERDICT_NOT_RUN] = "pending",
	};
	struct run_result *run;
	const char *text;

	fresh();
	run = sample_run(&arena);
	run->cell_count = 1;
	for (int i = 0; i < VERDICT_COUNT; i++) {
		run->cells[0].verdict = (enum verdict)i;
		text = sample_render(&arena, ctrf_write, run);
		ck_assert_ptr_nonnull(strstr(text, arena_printf(&arena, "\"status\": \"%s\"", wanted[i])));
		ck_assert_int_eq(
			strstr(text, "\"trace\": \"expected: ") != NULL, strcmp(wanted[i], "failed") == 0);
	}
}
END_TEST

static json_t *sarif_run(const struct run_result *run)
{
	json_t *root = parse(sample_render(&arena, sarif_write, run));
	json_t *one = json_incref(json_array_get(json_object_get(root, "runs"), 0));

	json_decref(root);
	return one;
}

static json_t *sarif_driver(json_t *run)
{
	return json_object_get(json_object_get(run, "tool"), "driver");
}

static const char *sarif_place(json_t *result, json_int_t *line)
{
	json_t *place = json_object_get(
		json_array_get(json_object_get(result, "locations"), 0), "physicalLocation");

	*line = json_integer_value(json_object_get(json_object_get(place, "region"), "startLine"));
	return json_string_value(json_object_get(json_object_get(place, "artifactLocation"), "uri"));
}

/* Each failure: where a line of the configuration is to blame, there, else at the scenario's. */
START_TEST(test_sarif)
{
	struct run_result *run;
	json_t *one;
	json_t *results;
	size_t configured = 0;

	fresh();
	run = sample_run(&arena);
	sample_blame(run, "nginx");
	one = sarif_run(run);
	results = json_object_get(one, "results");
	ck_assert_uint_eq(json_array_size(results), run->cell_count);
	ck_assert_uint_eq(
		json_array_size(json_object_get(sarif_driver(one), "rules")), run->plan.scenario_count);
	for (size_t i = 0; i < run->cell_count; i++) {
		json_int_t line;
		const char *uri = sarif_place(json_array_get(results, i), &line);

		configured += strcmp(uri, "proxies/nginx/nginx.conf") == 0 && line == 34;
		ck_assert(strcmp(uri, "proxies/nginx/nginx.conf") == 0 ||
			(strncmp(uri, "scenarios/", 10) == 0 && line == 1));
	}
	ck_assert_uint_eq(configured, run->cell_count / 2);
	json_decref(one);
	sample_spoil(&arena, run, sample_every_byte(&arena));
	json_decref(parse(sample_render(&arena, sarif_write, run)));
}
END_TEST

/* What was not judged is told, each kind in a notification of its own; the version is a number. */
START_TEST(test_sarif_invocation)
{
	static const struct {
		enum verdict verdict;
		const char *level; /* NULL: nothing to notify of */
	} rows[] = {{VERDICT_PASS, NULL}, {VERDICT_FAIL, NULL}, {VERDICT_ERROR, "error"},
		{VERDICT_SKIP, "note"}, {VERDICT_XFAIL, NULL}, {VERDICT_XPASS, "warning"},
		{VERDICT_NOT_RUN, "warning"}};
	struct run_result *run;

	_Static_assert(COUNT_OF(rows) == VERDICT_COUNT, "every verdict");
	fresh();
	run = sample_run(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *one;
		json_t *told;

		for (size_t j = 0; j < run->cell_count; j++) {
			run->cells[j].verdict = rows[i].verdict;
			run->cells[j].reason = "as told";
		}
		one = sarif_run(run);
		told = json_object_get(
			json_array_get(json_object_get(one, "invocations"), 0), "toolExecutionNotifications");
		/* the sample has two targets */
		ck_assert_uint_eq(json_array_size(told), rows[i].level ? 2 : 0);
		if (rows[i].level)
			ck_assert_str_eq(json_string_value(json_object_get(json_array_get(told, 0), "level")),
				rows[i].level);
		ck_assert_str_eq(
			json_string_value(json_object_get(sarif_driver(one), "semanticVersion")), "0.1.0");
		json_decref(one);
	}
	run->plan.program_version = "mtlspec 01.x";
	ck_assert_ptr_null(strstr(sample_render(&arena, sarif_write, run), "semanticVersion"));
}
END_TEST

/* A run that did not come to its end, or into trouble, did not succeed; findings are no trouble. */
START_TEST(test_sarif_success)
{
	static const struct {
		int exit_code;
		bool successful;
	} rows[] = {{EXIT_AS_EXPECTED, true}, {EXIT_CONFORMANCE, true}, {EXIT_EXPECTATION_STALE, true},
		{EXIT_ALL_SKIPPED, true}, {EXIT_ENVIRONMENT, false}, {EXIT_INTERRUPTED, false},
		{EXIT_TERMINATED, false}};
	struct run_result *run;

	fresh();
	run = sample_run(&arena);
	run->has_end = true;
	run->end.interrupted = false;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *one;
		json_t *invocation;

		run->end.exit_code = rows[i].exit_code;
		one = sarif_run(run);
		invocation = json_array_get(json_object_get(one, "invocations"), 0);
		ck_assert_int_eq(
			json_is_true(json_object_get(invocation, "executionSuccessful")), rows[i].successful);
		ck_assert_int_eq(
			json_integer_value(json_object_get(invocation, "exitCode")), rows[i].exit_code);
		json_decref(one);
	}
}
END_TEST

/* Files of the user's tree are relative to it, others absolute. */
START_TEST(test_sarif_workspace)
{
	const struct workspace workspace = {.root = "/srv/me/tree", .cwd = "/srv/me/tree"};
	struct run_result *run;
	struct view view;
	SCOPED_BUF out;

	fresh();
	run = sample_run(&arena);
	sample_blame(run, "nginx");
	run->plan.scenarios[0].file = "/srv/me/tree/our own/x.yaml:3";
	run->plan.scenarios[1].file = "/usr/share/y.yaml:4";
	buf_init(&out, CLAIM_MAX);
	view_build(&view, &arena, run);
	view.workspace = &workspace;
	sarif_write(&out, &view);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "\"uri\": \"our%20own/x.yaml\""));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "\"uri\": \"file:///usr/share/y.yaml\""));
}
END_TEST

static json_t *claim(const struct run_result *run, size_t number)
{
	struct view view;
	SCOPED_BUF out;

	buf_init(&out, CLAIM_MAX);
	view_build(&view, &arena, run);
	ck_assert_uint_eq(view.target_count, 2);
	claim_write(&out, &view, number);
	return parse(buf_text(&out));
}

START_TEST(test_claim_states)
{
	static const struct {
		enum verdict verdict;
		const char *state;
	} rows[] = {{VERDICT_PASS, "claimed"}, {VERDICT_FAIL, "refuted"}, {VERDICT_ERROR, "open"},
		{VERDICT_SKIP, "open"}, {VERDICT_XFAIL, "deviates"}, {VERDICT_XPASS, "open"},
		{VERDICT_NOT_RUN, "open"}};
	struct run_result *run;

	_Static_assert(COUNT_OF(rows) == VERDICT_COUNT, "every verdict");
	fresh();
	run = sample_run(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *root;
		json_t *mode;

		for (size_t j = 0; j < run->cell_count; j++)
			run->cells[j].verdict = rows[i].verdict;
		root = claim(run, 1);
		ck_assert_str_eq(json_string_value(json_object_get(root, "version")), "1.22.1");
		mode = json_array_get(json_object_get(root, "modes"), 0);
		ck_assert_str_eq(json_string_value(json_object_get(mode, "state")), rows[i].state);
		ck_assert_int_eq(
			json_object_get(mode, "refuted_by") != NULL, rows[i].verdict == VERDICT_FAIL);
		json_decref(root);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"writers_json", {test_results_json, test_ctrf, test_ctrf_verdicts, test_claim_states}},
		{"writers_sarif",
			{test_sarif, test_sarif_invocation, test_sarif_success, test_sarif_workspace}},
	};

	return unit_run("writer", cases, COUNT_OF(cases));
}
