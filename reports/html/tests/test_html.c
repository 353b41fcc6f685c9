#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "change.h"
#include "event_fields.h"
#include "fill.h"
#include "html.h"
#include "html_part.h"
#include "sample.h"
#include "text.h"
#include "unit.h"

static struct arena arena;

static char *render(const struct run_result *run)
{
	return sample_render(&arena, html_write, run);
}

static struct run_result *fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	return sample_run(&arena);
}

static void put_everywhere(struct run_result *run, const char *text)
{
	for (size_t i = 0; i < run->cell_count; i++)
		fill_texts(&event_cell_table, &run->cells[i], text);
	fill_texts(&event_plan_table, &run->plan, text);
}

/* Hostile texts everywhere: no tag, no attribute and no link comes of them. */
START_TEST(test_hostile_texts)
{
	struct run_result *run = fresh();
	char *page;

	put_everywhere(run, "<script>alert('x')</script>\" onload=\"x&\x01\xfe");
	page = render(run);
	ck_assert_ptr_null(strstr(page, "<script"));
	ck_assert_ptr_null(strstr(page, "\" onload"));
	ck_assert_ptr_null(strchr(page, '\x01'));
	ck_assert_ptr_null(strchr(page, '\xfe'));
	ck_assert_ptr_nonnull(strstr(page, "&lt;script&gt;"));
	run = fresh();
	put_everywhere(run, "javascript:alert(1)");
	ck_assert_ptr_null(strstr(render(run), "href=\"javascript"));
}
END_TEST

static size_t count_of(const char *page, char what)
{
	size_t count = 0;

	while ((page = strchr(page, what))) {
		count++;
		page++;
	}
	return count;
}

static bool has_control_bytes(const char *page)
{
	while ((unsigned char)*page >= ' ' || *page == '\n' || *page == '\t')
		page++;
	return *page != '\0';
}

/* Any byte through any text leaves the page's own tags and quotes as they are, and is seen. */
START_TEST(test_every_byte_through_every_text)
{
	struct run_result *run = fresh();
	size_t tags;
	size_t quotes;
	char *page;

	put_everywhere(run, "axb");
	page = render(run);
	tags = count_of(page, '<');
	quotes = count_of(page, '"');
	for (int byte = 1; byte < 256; byte++) {
		char text[] = {'a', (char)byte, 'b', 0};

		run = fresh();
		put_everywhere(run, text);
		page = render(run);
		/* (what stands between two backticks is code) */
		ck_assert_msg(byte == '`' || count_of(page, '<') == tags, "byte %d makes a tag", byte);
		ck_assert_msg(count_of(page, '"') == quotes, "byte %d ends an attribute", byte);
		ck_assert_msg(!has_control_bytes(page), "byte %d is there as it is", byte);
		ck_assert_msg(byte < 0x80 || strstr(page, arena_printf(&arena, "a\\x%02xb", byte)) != NULL,
			"byte %d is not shown", byte);
	}
}
END_TEST

/* What lies beside the page is linked to; of a cell without connections there is no traffic. */
START_TEST(test_what_is_kept)
{
	struct run_result *run = fresh();
	const char **links = ARENA_ARRAY(&arena, const char *, run->cell_count);
	struct view view;
	const char *page;
	SCOPED_BUF out;

	buf_init(&out, 4 * 1024 * 1024);
	view_build(&view, &arena, run);
	view.kept_links = links;
	run->cells[0].attempt_count = 0;
	ck_assert_uint_gt(run->cells[1].attempt_count, 0);
	links[0] = "../kept/none";
	links[1] = "../kept/some%27";
	html_write(&out, &view);
	page = buf_text(&out);
	ck_assert_ptr_nonnull(strstr(page, "<a href=\"../kept/none/\">"));
	ck_assert_ptr_null(strstr(page, "../kept/none/traffic.pcapng"));
	ck_assert_ptr_nonnull(strstr(page, "<a href=\"../kept/some%27/transcript.txt\">"));
	ck_assert_ptr_nonnull(strstr(page, "<a href=\"../kept/some%27/traffic.pcapng\">"));
	ck_assert_ptr_null(strstr(render(run), "traffic.pcapng"));
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
	ck_assert_uint_ge(links, 120 + 30);
}
END_TEST

START_TEST(test_every_cell_has_its_place)
{
	struct run_result *run = fresh();
	char *page = render(run);

	ck_assert_ptr_nonnull(
		strstr(page, "you have <code>ssl_verify_client optional;</code>, nginx.conf:41"));
	for (size_t i = 0; i < run->cell_count; i++) {
		ck_assert_ptr_nonnull(strstr(page, arena_printf(&arena, " id=\"c%zu\"", i)));
		ck_assert_ptr_nonnull(strstr(page, arena_printf(&arena, " href=\"#c%zu\"", i)));
	}
}
END_TEST

START_TEST(test_self_contained)
{
	char *page = render(fresh());
	const char *link = strstr(page, "<link");

	ck_assert_ptr_nonnull(strstr(page, "default-src 'none'; style-src 'self' 'unsafe-inline'; "));
	ck_assert_ptr_null(strstr(page, " src="));
	ck_assert(text_starts_with(link, "<link rel=\"stylesheet\" href=\"report.css\">"));
	ck_assert_ptr_null(strstr(link + 1, "<link"));
	ck_assert_ptr_null(strstr(page, "url("));
	ck_assert_ptr_null(strstr(page, "@import"));
	ck_assert_ptr_null(strstr(page, " style="));
	ck_assert_msg(strstr(page, sample_render(&arena, html_style_write, sample_run(&arena))) != NULL,
		"report.css is not the page's own style");
}
END_TEST

/* A thousand cells are still a page that one can send; of many more it is told in short. */
START_TEST(test_size)
{
	size_t thousand;
	size_t many;

	fresh();
	thousand = strlen(render(sample_large(&arena, 1000)));
	ck_assert_msg(thousand < 3000000, "%zu bytes for 1000 cells", thousand);
	fresh();
	many = strlen(render(sample_large(&arena, 20000)));
	ck_assert_msg(many < 20 * 1200000, "%zu bytes for 20000 cells", many);
}
END_TEST

/* The chain of what is presented, and where its defect stands. */
START_TEST(test_chain)
{
	char *page = render(fresh());

	ck_assert_ptr_nonnull(strstr(page, "<summary>Presented: <strong>client-expired</strong>"));
	ck_assert_ptr_nonnull(strstr(page,
		"<tr><th scope=\"row\">validity</th><td class=\"wrong\"><strong>defect</strong> "
		"2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z</td>"));
}
END_TEST

/* What decided is framed; in the failing cell it is said to depart from what was expected. */
START_TEST(test_timeline)
{
	char *page = render(fresh());
	const char *cell = strstr(page, "<details class=\"cell t1 fail\">");
	const char *pass = strstr(page, "<details class=\"cell t0 pass\">");

	ck_assert_ptr_nonnull(cell);
	cell = strstr(cell, "<svg");
	ck_assert_ptr_nonnull(strstr(cell, "client</tspan>"));
	ck_assert_ptr_nonnull(strstr(cell, "ClientHello 517 \u2192</tspan>"));
	ck_assert_ptr_nonnull(strstr(cell, "\u2190 ServerHello 122</tspan>"));
	ck_assert_ptr_nonnull(strstr(cell, "<rect class=departs"));
	ck_assert(strstr(cell, "<rect class=departs") < strstr(cell, "</svg>"));
	ck_assert_ptr_nonnull(strstr(pass, "<rect class=decides"));
	ck_assert(strstr(pass, "<rect class=decides") < strstr(pass, "</svg>"));
}
END_TEST

START_TEST(test_failures_come_first)
{
	static const char *const order[] = {"<h1>", "id=\"fail\"", "id=\"error\"", "id=\"xpass\"",
		"id=\"matrix\"", "id=\"scenarios\"", "id=\"xfail\"", "id=\"note\"", "id=\"skip\"",
		"id=\"not-run\""};
	char *page = render(fresh());
	const char *at = page;

	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		ck_assert_msg(at != NULL, "%s", order[i]);
	}
}
END_TEST

/* On the first screen: who got in where, and the line to change; then what could not be said. */
START_TEST(test_danger_comes_first)
{
	struct run_result *run = fresh();
	const char *danger;
	const char *end;
	char *page;

	ck_assert_ptr_nonnull(strstr(render(run), "A target did not do what is asked for"));
	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].failure =
			run->cells[i].verdict == VERDICT_FAIL ? FAILURE_LET_IN : FAILURE_NONE;
	page = render(run);
	danger = strstr(page, "<ul class=\"danger\">");
	ck_assert_ptr_nonnull(danger);
	end = strstr(danger, "</ul>");
	ck_assert(danger < strstr(page, "class=\"overview\""));
	ck_assert(strstr(page, "class=\"overview\"") < strstr(page, "<dt>command</dt>"));
	danger = strstr(danger, "Somebody who must stay out got in:");
	ck_assert(danger && danger < end);
	danger = strstr(danger, "nginx.conf, line 41: <code>ssl_verify_client optional;</code>");
	ck_assert(danger && danger < end);
	ck_assert(strstr(danger, "Nothing can be said") < end);
}
END_TEST

/* Every cell of trouble is reached from what is to blame, in a card or in a link. */
START_TEST(test_causes)
{
	struct run_result *run = fresh();
	char *page = render(run);
	const char *fail = strstr(page, "id=\"fail\"");
	const char *matrix = strstr(page, "id=\"matrix\"");

	ck_assert_ptr_nonnull(strstr(fail, "<pre class=\"blamed\""));
	for (size_t i = 0; i < run->cell_count; i++) {
		const char *link;

		if (!verdict_is_trouble(run->cells[i].verdict))
			continue;
		link = strstr(fail, arena_printf(&arena, "href=\"#c%zu\"", i));
		ck_assert_msg(link && link < matrix, "cell %zu", i);
	}
	/* commands are there, folded */
	ck_assert_ptr_nonnull(strstr(fail, "<details class=\"commands\">"));
}
END_TEST

START_TEST(test_reading_explains_each_mark)
{
	char *page = render(fresh());
	const char *reading = strstr(page, "id=\"reading\"");

	ck_assert_ptr_nonnull(reading);
	for (const struct html_mark *mark = html_marks; mark->style; mark++)
		ck_assert_ptr_nonnull(strstr(reading, arena_printf(&arena, "%s</span> ", mark->word)));
	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++)
		ck_assert_ptr_nonnull(
			strstr(reading, arena_printf(&arena, "<dt>%s</dt><dd>", failure_class_words[i])));
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

START_TEST(test_cover)
{
	struct run_result *run = fresh();
	char *page;

	ck_assert_ptr_nonnull(strstr(render(run), "<title>mtlspec: "));
	ck_assert_ptr_null(strstr(render(run), "<dt>scope</dt>"));
	run->plan.cover = (struct cover){"Our gateways", "the platform team", "all of them"};
	page = render(run);
	ck_assert_ptr_nonnull(strstr(page, "<title>Our gateways: "));
	ck_assert_ptr_nonnull(strstr(page, "\u00b7 Our gateways</p>"));
	ck_assert_ptr_nonnull(strstr(page, "<dt>scope</dt><dd>all of them</dd>"));
	ck_assert_ptr_nonnull(strstr(page, "<dt>tested by</dt><dd>the platform team</dd>"));
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

/* Only where there is an older run; a cell of this run is linked, one that is gone is named. */
START_TEST(test_changes)
{
	struct run_result *run = fresh();
	struct change items[] = {
		{CHANGE_REGRESSED, run->cells[3].id, "pass: reject by close", "fail: accept"},
		{CHANGE_LOST, "gone/for-good@x:NoClientCert/tls1.2", "pass", "not planned"},
	};
	struct run_changes changes = {.old = run, .items = items, .count = COUNT_OF(items)};
	char *page = render(run);

	ck_assert_ptr_null(strstr(page, "id=\"changed\""));
	run->changes = &changes;
	page = render(run);
	ck_assert(strstr(page, "id=\"changed\"") < strstr(page, "id=\"fail\""));
	ck_assert_ptr_nonnull(strstr(page, "<a href=\"#c3\">"));
	ck_assert_ptr_nonnull(strstr(page, "class=\"id\">gone/for-good@x:NoClientCert/tls1.2</th>"));
	ck_assert_ptr_nonnull(strstr(page, "<td>pass: reject by close</td><td>fail: accept</td>"));
}
END_TEST

/* Connections with steps are told by step, and the one that missed is where it departs. */
START_TEST(test_steps)
{
	struct run_result *run = fresh();
	struct step_result steps[] = {
		{"first visit", "accept", "accept", VERDICT_PASS, NULL},
		{"the other name", "reject", "accept", VERDICT_FAIL, "resumed under another name"},
	};
	size_t failing = 0;
	const char *cell;

	while (run->cells[failing].verdict != VERDICT_FAIL)
		failing++;
	run->cells[failing].steps = steps;
	run->cells[failing].step_count = COUNT_OF(steps);
	run->cells[failing].attempts[0].step = steps[0].name;
	run->cells[failing].attempts[1].step = steps[1].name;
	cell = strstr(render(run), arena_printf(&arena, "id=\"c%zu\">", failing));
	ck_assert_ptr_nonnull(strstr(cell, "<td>resumed under another name</td>"));
	cell = strstr(cell, "<svg");
	ck_assert(strstr(cell, "class=departs") > strstr(cell, "</svg>"));
	ck_assert_ptr_nonnull(strstr(cell, "<strong>the other name</strong>"));
}
END_TEST

/* Cells whose target is the client: both legs are told. */
START_TEST(test_page_shows_both_legs)
{
	struct attempt_result attempts[SAMPLE_LEGS];
	struct cell_result cell = sample_client(attempts);
	struct scenario_info scenario = {.id = "a", .title = "A"};
	struct target_info target = {.name = "curl", .title = "curl"};
	struct run_result run = {.plan = {.scenarios = &scenario,
								 .scenario_count = 1,
								 .targets = &target,
								 .target_count = 1},
		.cells = &cell,
		.cell_count = 1,
		.end = {.counts = {[VERDICT_FAIL] = 1}},
		.has_end = true};
	const char *page;

	fresh();
	page = render(&run);
	ck_assert_ptr_nonnull(strstr(page,
		"our server: 2 connections, our certificate as meant, its certificate as configured, 77 "
		"bytes of application data"));
	ck_assert_ptr_nonnull(strstr(page, "its other end: exit status 9"));
	ck_assert_ptr_nonnull(strstr(page, "curl: (9) &lt;no&gt;"));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"html_text",
			{test_hostile_texts, test_every_byte_through_every_text, test_self_contained}},
		{"html_page",
			{test_what_is_kept, test_links_resolve, test_every_cell_has_its_place,
				test_failures_come_first, test_danger_comes_first, test_causes,
				test_reading_explains_each_mark, test_cover, test_marks_are_more_than_colour,
				test_empty_run, test_size, test_chain, test_timeline, test_changes, test_steps,
				test_page_shows_both_legs}},
	};

	return unit_run("html", cases, COUNT_OF(cases));
}
