/* The writers for machines and for CI pages: totals, structure, and every byte in every text. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "claim.h"
#include "ctrf.h"
#include "github.h"
#include "markdown.h"
#include "report.h"
#include "results_json.h"
#include "sample.h"
#include "sarif.h"
#include "tally.h"
#include "tap.h"
#include "unit.h"

typedef void report_write(struct buf *out, const struct run_result *run);

static struct arena arena;

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
}

static char *render(report_write *write, const struct run_result *run)
{
	SCOPED_BUF out;

	buf_init(&out, REPORT_MAX);
	write(&out, run);
	ck_assert(!out.overflowed);
	ck_assert_uint_eq(strlen(buf_text(&out)), out.len);
	return arena_strndup(&arena, buf_text(&out), out.len);
}

static json_t *parse(const char *text)
{
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	ck_assert_msg(root != NULL, "%d:%d: %s", error.line, error.column, error.text);
	return root;
}

static size_t lines_with(const char *text, const char *start)
{
	size_t count = 0;

	for (const char *at = text; at && *at; at = strchr(at, '\n'), at += at != NULL)
		count += strncmp(at, start, strlen(start)) == 0;
	return count;
}

/* All bytes but 0 as they may come in; text_clean stands where they enter, so `plain` has none that
 * it would not let through. */
static char *every_byte(bool plain)
{
	char *every = arena_alloc(&arena, 256);
	size_t len = 0;

	for (int byte = 1; byte < 256; byte++) {
		if (!plain || (byte >= ' ' && byte < 127) || byte == '\n' || byte == '\t')
			every[len++] = (char)byte;
	}
	return every;
}

START_TEST(test_table_is_whole)
{
	struct run_result *run;

	fresh();
	run = sample_run(&arena);
	for (const struct report_writer *writer = report_writers; writer->name; writer++) {
		ck_assert_msg(writer->doc && *writer->doc, "%s", writer->name);
		ck_assert_msg(*render(writer->write, run), "%s writes nothing", writer->name);
		for (const struct report_writer *other = report_writers; other != writer; other++) {
			ck_assert_str_ne(other->name, writer->name);
			ck_assert(!other->filename || !writer->filename ||
				strcmp(other->filename, writer->filename) != 0);
		}
	}
}
END_TEST

START_TEST(test_results_json)
{
	struct run_result *run;
	struct tally tally;
	json_t *root;
	json_t *totals;

	fresh();
	run = sample_run(&arena);
	tally_run(&tally, run);
	root = parse(render(results_json_write, run));
	totals = json_object_get(root, "totals");
	for (int i = 0; i < VERDICT_COUNT; i++)
		ck_assert_int_eq(json_integer_value(json_object_get(totals, verdict_words[i])),
			(json_int_t)tally.verdicts[i]);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "cells")), run->cell_count);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "targets")), 2);
	json_decref(root);
	sample_spoil(&arena, run, every_byte(false));
	json_decref(parse(render(results_json_write, run)));
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
	root = parse(render(ctrf_write, run));
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
	sample_spoil(&arena, run, every_byte(false));
	json_decref(parse(render(ctrf_write, run)));
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
		ck_assert_ptr_nonnull(
			strstr(render(ctrf_write, run), arena_printf(&arena, "\"status\": \"%s\"", wanted[i])));
	}
}
END_TEST

START_TEST(test_tap)
{
	struct run_result *run;
	struct tally tally;
	char *text;

	fresh();
	run = sample_run(&arena);
	tally_run(&tally, run);
	text = render(tap_write, run);
	ck_assert_uint_eq(lines_with(text, "TAP version 14\n"), 1);
	ck_assert_uint_eq(lines_with(text, arena_printf(&arena, "1..%zu\n", run->cell_count)), 1);
	ck_assert_uint_eq(lines_with(text, "ok "),
		tally.verdicts[VERDICT_PASS] + tally.verdicts[VERDICT_SKIP] +
			tally.verdicts[VERDICT_NOT_RUN]);
	ck_assert_uint_eq(lines_with(text, "ok ") + lines_with(text, "not ok "), run->cell_count);
	ck_assert_uint_eq(lines_with(text, "  ---\n"), lines_with(text, "  ...\n"));
	ck_assert_ptr_nonnull(strstr(text, " # TODO known deviation: "));
	run->has_end = false;
	ck_assert_uint_eq(lines_with(render(tap_write, run), "Bail out!"), 1);
}
END_TEST

/* A foreign text can neither end its line nor begin a directive of its own. */
START_TEST(test_tap_hostile)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_run(&arena);
	run->cell_count = 1;
	run->cells[0].verdict = VERDICT_FAIL;
	run->cells[0].id = "a # SKIP b\nok 2 - c \\";
	run->cells[0].reason = "\"\n  ...\nok 3 - \\d";
	text = render(tap_write, run);
	ck_assert_uint_eq(lines_with(text, "not ok 1 - a \\# SKIP b ok 2 - c \\\\\n"), 1);
	ck_assert_uint_eq(lines_with(text, "  ...\n"), 1);
	ck_assert_uint_eq(lines_with(text, "ok "), 0);
	ck_assert_ptr_nonnull(strstr(text, "  reason: \"\\\"\\n  ...\\nok 3 - \\\\d\"\n"));
}
END_TEST

START_TEST(test_markdown)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_run(&arena);
	text = render(markdown_write, run);
	ck_assert_uint_eq(lines_with(text, "## mtlspec: "), 1);
	ck_assert_uint_eq(lines_with(text, "| target | mode |"), 1);
	ck_assert_ptr_nonnull(strstr(text, "### Failures and errors"));
	ck_assert_ptr_nonnull(strstr(text, "### Known deviations"));
	sample_spoil(&arena, run, every_byte(true));
	text = render(markdown_write, run);
	/* nothing but our own elements */
	for (const char *at = text; (at = strchr(at, '<')); at++)
		ck_assert_msg(strncmp(at, "<code>", 6) == 0 || strncmp(at, "</code>", 7) == 0 ||
				strncmp(at, "<br>", 4) == 0 || strncmp(at, "<details>", 9) == 0 ||
				strncmp(at, "</details>", 10) == 0 || strncmp(at, "<summary>", 9) == 0 ||
				strncmp(at, "</summary>", 10) == 0,
			"%.30s", at);
	ck_assert_ptr_null(strchr(text, '`'));
}
END_TEST

START_TEST(test_markdown_is_capped)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_large(&arena, 5000);
	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		run->cells[i].reason = arena_printf(&arena, "reason %zu", i);
	}
	text = render(markdown_write, run);
	ck_assert_uint_le(strlen(text), MARKDOWN_MAX);
	ck_assert_ptr_nonnull(strstr(text, "more groups had no room here"));
}
END_TEST

START_TEST(test_github)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_large(&arena, 50);
	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		run->cells[i].reason = arena_printf(&arena, "reason %zu\n::error::forged %%", i);
	}
	text = render(github_write, run);
	ck_assert_uint_eq(lines_with(text, "::error "), GITHUB_ANNOTATIONS_MAX);
	ck_assert_uint_eq(lines_with(text, "::error title=mtlspec::41 more"), 1);
	ck_assert_uint_eq(lines_with(text, ""), GITHUB_ANNOTATIONS_MAX);
	ck_assert_ptr_nonnull(strstr(text, "%0A::error::forged %25"));
	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].verdict = VERDICT_PASS;
	ck_assert_str_eq(render(github_write, run), "");
}
END_TEST

static void blame_line(struct cell_result *cell)
{
	cell->verdict = VERDICT_FAIL;
	cell->directive = (struct directive_fix){.decides = DIRECTIVE_VERIFICATION,
		.find = "ssl_verify_client",
		.should = "ssl_verify_client on;",
		.have = "ssl_verify_client optional;",
		.file = "nginx.conf",
		.line = 34};
}

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
	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		if (strcmp(run->cells[i].target, "nginx") == 0)
			blame_line(&run->cells[i]);
	}
	root = parse(render(sarif_write, run));
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
	/* an annotation points there, too */
	ck_assert_ptr_nonnull(
		strstr(render(github_write, run), ",file=proxies/nginx/nginx.conf,line=34::"));
	sample_spoil(&arena, run, every_byte(false));
	json_decref(parse(render(sarif_write, run)));
}
END_TEST

static json_t *claim(const struct run_result *run, size_t number)
{
	SCOPED_BUF out;

	buf_init(&out, REPORT_MAX);
	ck_assert_ptr_nonnull(claim_write(&out, &arena, run, number));
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
	ck_assert_uint_eq(claim_count(run), 2);
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
			{test_table_is_whole, test_results_json, test_ctrf, test_ctrf_verdicts,
				test_claim_states, test_sarif}},
		{"writers_text",
			{test_tap, test_tap_hostile, test_markdown, test_markdown_is_capped, test_github}},
	};

	return unit_run("writer", cases, COUNT_OF(cases));
}
