#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "cases.h"
#include "html.h"
#include "html_part.h"
#include "report.h"
#include "sample.h"

static struct arena arena;

static char *render(const struct run_result *run)
{
	SCOPED_BUF out;

	buf_init(&out, REPORT_MAX);
	html_write(&out, run);
	ck_assert(!out.overflowed && out.len);
	return arena_strndup(&arena, buf_text(&out), out.len);
}

static struct run_result *fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	return sample_run(&arena);
}

START_TEST(test_escapes)
{
	SCOPED_BUF out;

	buf_init(&out, 4096);
	html_text(&out, "<script a='b' c=\"d\">&amp;\x1b[0m\xff \xc3\xa9");
	ck_assert_str_eq(buf_text(&out),
		"&lt;script a=&#39;b&#39; c=&quot;d&quot;&gt;&amp;amp;\\x1b[0m\\xff \xc3\xa9");
	html_text(&out, NULL);
}
END_TEST

/* Hostile texts everywhere: no tag, no attribute and no link comes of them. */
START_TEST(test_hostile_texts)
{
	static const char hostile[] = "<script>alert('x')</script>\" onload=\"x&\x01\xfe";
	struct run_result *run = fresh();
	char *page;

	for (size_t i = 0; i < run->cell_count; i++) {
		struct cell_result *cell = &run->cells[i];

		cell->id = arena_printf(&arena, "%s%s", cell->id, hostile);
		cell->scenario = cell->target = hostile;
		cell->reason = cell->deviation = cell->instance_log = cell->by = hostile;
		cell->setting = cell->fix = cell->reproduce = cell->reproduce_openssl = hostile;
		cell->directive =
			(struct directive_fix){DIRECTIVE_TRUST, hostile, hostile, false, hostile, hostile, 1};
		cell->link = "javascript:alert(1)";
		cell->credential = cell->defect = hostile;
		for (size_t j = 0; j < cell->attempt_count; j++) {
			struct attempt_result *attempt = &cell->attempts[j];

			attempt->role = attempt->driver = attempt->credential = attempt->by = hostile;
			attempt->facts.trouble = attempt->facts.http_excerpt = hostile;
			attempt->facts.server_trust_error = attempt->facts.identity.subject = hostile;
			attempt->facts.moments[0].what = hostile;
		}
	}
	run->plan.command = run->plan.started = run->plan.program_version = hostile;
	for (size_t i = 0; i < run->plan.scenario_count; i++)
		run->plan.scenarios[i].id = run->plan.scenarios[i].title = hostile;
	page = render(run);
	ck_assert_ptr_null(strstr(page, "<script"));
	ck_assert_ptr_null(strstr(page, "\" onload"));
	ck_assert_ptr_null(strstr(page, "href=\"javascript"));
	ck_assert_ptr_null(strchr(page, '\x01'));
	ck_assert_ptr_null(strchr(page, '\xfe'));
	ck_assert_ptr_nonnull(strstr(page, "&lt;script&gt;"));
}
END_TEST

START_TEST(test_links_resolve)
{
	char *page = render(fresh());
	size_t links = 0;

	for (const char *at = page; (at = strstr(at, "href=\"#")); at++) {
		size_t len = strcspn(at + 7, "\"");
		char *id = arena_printf(&arena, " id=\"%.*s\"", (int)len, at + 7);
		const char *found = strstr(page, id);

		ck_assert_msg(found != NULL, "nothing has %s", id);
		ck_assert_msg(!strstr(found + 1, id), "two have %s", id);
		links++;
	}
	ck_assert_uint_ge(links, 120 - 104 + 15);
}
END_TEST

START_TEST(test_every_cell_that_is_no_plain_pass_has_its_place)
{
	struct run_result *run = fresh();
	char *page = render(run);

	ck_assert_ptr_nonnull(strstr(page, "you have `ssl_verify_client optional;`, nginx.conf:41"));
	for (size_t i = 0; i < run->cell_count; i++) {
		bool found = strstr(page, arena_printf(&arena, " id=\"c%zu\"", i)) != NULL;

		ck_assert_int_eq(found, html_has_section(&run->cells[i]));
	}
}
END_TEST

START_TEST(test_self_contained)
{
	char *page = render(fresh());

	ck_assert_ptr_nonnull(
		strstr(page, "default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
	ck_assert_ptr_null(strstr(page, " src="));
	ck_assert_ptr_null(strstr(page, "<link"));
	ck_assert_ptr_null(strstr(page, "url("));
	ck_assert_ptr_null(strstr(page, "@import"));
	ck_assert_ptr_null(strstr(page, " style="));
}
END_TEST

START_TEST(test_failures_come_first)
{
	static const char *const order[] = {"<h1>", "id=\"fail\"", "id=\"error\"", "id=\"xpass\"",
		"id=\"matrix\"", "id=\"xfail\"", "id=\"note\"", "id=\"skip\"", "id=\"not-run\""};
	char *page = render(fresh());
	const char *at = page;

	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		ck_assert_msg(at != NULL, "%s", order[i]);
	}
}
END_TEST

START_TEST(test_marks_are_more_than_colour)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		struct cell_result one = {.verdict = (enum verdict)i};
		struct html_mark mark = html_cell_mark(&one);

		ck_assert(mark.style && *mark.symbol && *mark.word);
		for (int j = 0; j < i; j++) {
			struct cell_result other = {.verdict = (enum verdict)j};

			ck_assert_str_ne(mark.word, html_cell_mark(&other).word);
			ck_assert_str_ne(mark.symbol, html_cell_mark(&other).symbol);
		}
	}
}
END_TEST

START_TEST(test_empty_run)
{
	struct run_result run = {0};
	char *page;

	fresh();
	page = render(&run);
	ck_assert_ptr_nonnull(strstr(page, "</html>"));
	ck_assert_ptr_null(strstr(page, "#matrix"));
}
END_TEST

size_t html_cases(struct unit_case *out)
{
	const struct unit_case cases[] = {
		{"html_text", {test_escapes, test_hostile_texts, test_self_contained}},
		{"html_page",
			{test_links_resolve, test_every_cell_that_is_no_plain_pass_has_its_place,
				test_failures_come_first, test_marks_are_more_than_colour, test_empty_run}},
	};

	memcpy(out, cases, sizeof(cases));
	return COUNT_OF(cases);
}
