/*
 * Common Test Report Format 0.0.0 (ctrf.io). Verdicts become:
 *   pass passed; fail, xpass, error failed (rawStatus tells them apart, since who reads CTRF looks
 *   for "failed" alone, and a run without an answer is not to be green); skip, xfail skipped;
 *   not-run pending
 * What failed has the whole explanation as its trace.
 */
#include "structured_writers.h"

#include <string.h>
#include <time.h>

#include "arena.h"
#include "blame.h"
#include "buf.h"
#include "classes_json.h"
#include "explain.h"
#include "failures.h"
#include "json_out.h"
#include "tally.h"
#include "view.h"

enum { TRACE_MAX = 1024 * 1024 };
enum ctrf_status { CTRF_PASSED, CTRF_FAILED, CTRF_SKIPPED, CTRF_PENDING, CTRF_OTHER, CTRF_COUNT };

static const char *const status_words[CTRF_COUNT] = {
	"passed", "failed", "skipped", "pending", "other"};

static const enum ctrf_status statuses[VERDICT_COUNT] = {
	[VERDICT_PASS] = CTRF_PASSED,
	[VERDICT_FAIL] = CTRF_FAILED,
	[VERDICT_ERROR] = CTRF_FAILED,
	[VERDICT_SKIP] = CTRF_SKIPPED,
	[VERDICT_XFAIL] = CTRF_SKIPPED,
	[VERDICT_XPASS] = CTRF_FAILED,
	[VERDICT_NOT_RUN] = CTRF_PENDING,
};

/* Milliseconds since 1970 of "2026-11-21T12:00:00Z"; 0 for what is no such time. */
static uint64_t start_ms(const char *started)
{
	struct tm parts = {0};
	time_t seconds;

	if (!started || !strptime(started, "%Y-%m-%dT%H:%M:%S", &parts))
		return 0;
	seconds = timegm(&parts);
	return seconds > 0 ? (uint64_t)seconds * 1000 : 0;
}

static void put_source(json_t *object, struct arena *arena, const char *place)
{
	struct blame blame;

	if (!blame_parse(&blame, arena, place)) {
		json_put_text(object, "filePath", place);
		return;
	}
	json_put_text(object, "filePath", blame.file);
	json_put(object, "line", json_integer(blame.line));
}

/* All that there is to say of it, a line each. */
static json_t *trace(const struct view *view, size_t number, struct arena *arena)
{
	struct explain_row rows[EXPLAIN_MAX];
	size_t count =
		explain_cell(rows, arena, &view->run->cells[number], view_scenario(view, number));
	SCOPED_BUF text;

	buf_init(&text, TRACE_MAX);
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s%s: %s", i ? "\n" : "", rows[i].label, rows[i].text);
	return json_text(buf_text(&text));
}

static json_t *test_object(const struct view *view, size_t number, struct arena *arena)
{
	const struct cell_result *cell = &view->run->cells[number];
	const struct scenario_info *scenario = view_scenario(view, number);
	json_t *object = json_checked(json_object());

	json_put(object, "name", json_text(cell->id && *cell->id ? cell->id : "(unnamed)"));
	json_put_text(object, "status", status_words[statuses[cell->verdict]]);
	json_put(object, "duration", json_count((cell->duration_us + 500) / 1000));
	json_put_text(object, "rawStatus", verdict_words[cell->verdict]);
	if (cell->failure != FAILURE_NONE)
		json_put(object, "tags", json_pack("[s]", failure_class_words[cell->failure]));
	json_put(object, "suite",
		json_pack("[o, s]", json_text(view->targets[view->cells[number].target]),
			auth_mode_name(cell->mode)));
	put_source(object, arena, scenario->file);
	if (cell->verdict != VERDICT_PASS)
		json_put_text(
			object, "message", cell->reason ? cell->reason : explain_observed(arena, cell));
	if (verdict_is_trouble(cell->verdict))
		json_put(object, "trace", trace(view, number, arena));
	return object;
}

static json_t *summary(const struct view *view, const struct tally *tally)
{
	const struct run_result *run = view->run;
	uint64_t start = start_ms(run->plan.started);
	uint64_t duration = run->end.duration_us / 1000;
	size_t counts[CTRF_COUNT] = {0};
	size_t classes[FAILURE_CLASS_COUNT];
	json_t *object = json_checked(json_object());

	for (int i = 0; i < VERDICT_COUNT; i++)
		counts[statuses[i]] += tally->verdicts[i];
	json_put(object, "tests", json_count(tally->cells));
	for (int i = 0; i < CTRF_COUNT; i++)
		json_put(object, status_words[i], json_count(counts[i]));
	json_put(object, "suites", json_count(view->column_count));
	failures_count(classes, run);
	json_put(object, "extra", json_pack("{s:o}", "classes", classes_json(classes)));
	json_put(object, "start", json_count(start));
	json_put(object, "stop", json_count(start + duration));
	json_put(object, "duration", json_count(duration));
	return object;
}

void ctrf_write(struct buf *out, const struct view *view)
{
	const char *version = view->run->plan.program_version;
	json_t *tool = json_checked(json_pack("{s:s}", "name", "mtlspec"));
	json_t *root =
		json_checked(json_pack("{s:s, s:s}", "reportFormat", "CTRF", "specVersion", "0.0.0"));
	json_t *tests = json_checked(json_array());
	struct arena cell;
	struct tally tally;

	arena_init(&cell);
	tally_run(&tally, view->run);
	for (size_t i = 0; i < view->run->cell_count; i++) {
		json_push(tests, test_object(view, i, &cell));
		arena_reset(&cell);
	}
	json_put_text(tool, "version", version);
	json_put_text(root, "generatedBy", version);
	json_put(root, "results",
		json_pack(
			"{s:o, s:o, s:o}", "tool", tool, "summary", summary(view, &tally), "tests", tests));
	json_render(out, root);
	arena_finish(&cell);
}
