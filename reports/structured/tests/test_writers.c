/* The writers for machines: totals, structure, and every byte in every text. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "sample.h"
#include "structured_writers.h"
#include "tally.h"
#include "unit.h"

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

	fresh();
	run = sample_run(&arena);
	run->cell_count = 1;
	for (int i = 0; i < VERDICT_COUNT; i++) {
		run->cells[0].verdict = (enum verdict)i;
		ck_assert_ptr_nonnull(strstr(sample_render(&arena, ctrf_write, run),
			arena_printf(&arena, "\"status\": \"%s\"", wanted[i])));
	}
}
END_TEST

/* Only what a line of the configuration is to blame for; each rule once. */
START_TEST(test_sarif)
{
	struct run_result *run;
	json_t *root;
	json_t *one;
	json_t *results;
	json_t *place;

	fresh();
	run = sample_run(&arena);
	sample_blame(run, "nginx");
	root = parse(sample_render(&arena, sarif_write, run));
	one = json_array_get(json_object_get(root, "runs"), 0);
	results = json_object_get(one, "results");
	ck_assert_uint_eq(json_array_size(results), run->cell_count / 2);
	ck_assert_uint_eq(json_array_size(json_object_get(
						  json_object_get(json_object_get(one, "tool"), "driver"), "rules")),
		run->plan.scenario_count);
	place =
		json_object_get(json_array_get(json_object_get(json_array_get(results, 0), "locations"), 0),
			"physicalLocation");
	ck_assert_str_eq(
		json_string_value(json_object_get(json_object_get(place, "artifactLocation"), "uri")),
		"proxies/nginx/nginx.conf");
	ck_assert_int_eq(
		json_integer_value(json_object_get(json_object_get(place, "region"), "startLine")), 34);
	json_decref(root);
	sample_spoil(&arena, run, sample_every_byte(&arena));
	json_decref(parse(sample_render(&arena, sarif_write, run)));
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
		{"writers_json",
			{test_results_json, test_ctrf, test_ctrf_verdicts, test_claim_states, test_sarif}},
	};

	return unit_run("writer", cases, COUNT_OF(cases));
}
