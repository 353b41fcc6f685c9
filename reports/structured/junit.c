/*
 * JUnit XML in two profiles. Extended: with the file and line of the scenario and properties of
 * each cell, which GitLab, Jenkins and the GitHub actions read (schema/junit.xsd). Strict: only
 * what Jenkins' junit-10.xsd of the xUnit plugin knows (our own equivalent:
 * schema/junit-strict.xsd). One <testsuite> for each target and mode, one <testcase> for each cell.
 * Verdicts become:
 *   fail     <failure type="let in">  misbehaved: the class of the failure (failure_class.h)
 *   xpass    <failure type="xpass">   declared to misbehave, did not: the declaration is stale
 *   error    <error type="error">     nothing can be said of the target
 *   skip     <skipped type="skip">
 *   xfail    <skipped type="xfail">   misbehaved as declared
 *   not-run  <skipped type="not-run">
 */
#include "structured_writers.h"

#include <libxml/xmlwriter.h>
#include <string.h>

#include "arena.h"
#include "blame.h"
#include "buf.h"
#include "explain.h"
#include "failures.h"
#include "fatal.h"
#include "tally.h"
#include "text.h"
#include "view.h"

struct junit {
	xmlTextWriterPtr xml;
	struct arena cell; /* emptied after each cell */
	const struct view *view;
	bool strict;
};

struct junit_element {
	const char *name; /* NULL: a plain pass has none */
	const char *prefix; /* before the reason in the message */
};

static const struct junit_element elements[VERDICT_COUNT] = {
	[VERDICT_PASS] = {NULL, NULL},
	[VERDICT_FAIL] = {"failure", ""},
	[VERDICT_ERROR] = {"error", ""},
	[VERDICT_SKIP] = {"skipped", ""},
	[VERDICT_XFAIL] = {"skipped", "known deviation: "},
	[VERDICT_XPASS] = {"failure", "passes, though declared to misbehave: "},
	[VERDICT_NOT_RUN] = {"skipped", "not run: "},
};

/* Not in memory means not at all: a report with a hole would lie. */
static void must(int result)
{
	if (result < 0)
		FATAL("out of memory (XML)");
}

/* XML 1.0 can't hold control bytes, not even escaped, and libxml2 writes them all the same. */
static const xmlChar *clean(struct arena *arena, const char *text)
{
	return (const xmlChar *)text_clean_dup(arena, text, strlen(text));
}

static void attribute(struct junit *junit, const char *name, const char *value)
{
	if (value)
		must(xmlTextWriterWriteAttribute(
			junit->xml, (const xmlChar *)name, clean(&junit->cell, value)));
}

static void start(struct junit *junit, const char *name)
{
	must(xmlTextWriterStartElement(junit->xml, (const xmlChar *)name));
}

static void end(struct junit *junit)
{
	must(xmlTextWriterEndElement(junit->xml));
}

static void text(struct junit *junit, const char *value)
{
	must(xmlTextWriterWriteString(junit->xml, clean(&junit->cell, value)));
}

/* junit-10.xsd knows `skipped` of a testsuite, not of the testsuites. */
static void totals(struct junit *junit, const size_t counts[VERDICT_COUNT], size_t cells,
	uint64_t duration_us, bool whole_suite)
{
	struct arena *arena = &junit->cell;
	size_t failures = counts[VERDICT_FAIL] + counts[VERDICT_XPASS];
	size_t skipped = counts[VERDICT_SKIP] + counts[VERDICT_XFAIL] + counts[VERDICT_NOT_RUN];

	attribute(junit, "tests", arena_printf(arena, "%zu", cells));
	attribute(junit, "failures", arena_printf(arena, "%zu", failures));
	attribute(junit, "errors", arena_printf(arena, "%zu", counts[VERDICT_ERROR]));
	if (whole_suite || !junit->strict)
		attribute(junit, "skipped", arena_printf(arena, "%zu", skipped));
	attribute(junit, "time", view_seconds(arena, duration_us));
}

/* "scenarios/x.yaml:1" -> file and line. */
static void source(struct junit *junit, const char *place)
{
	struct blame blame;

	if (!blame_parse(&blame, &junit->cell, place)) {
		attribute(junit, "file", place);
		return;
	}
	attribute(junit, "file", blame.file);
	attribute(junit, "line", arena_printf(&junit->cell, "%ld", blame.line));
}

static void verdict(struct junit *junit, size_t number)
{
	const struct cell_result *cell = &junit->view->run->cells[number];
	const struct junit_element *element = &elements[cell->verdict];
	struct explain_row rows[EXPLAIN_MAX];
	size_t count;

	if (!element->name)
		return;
	start(junit, element->name);
	attribute(junit, "type", failures_word(cell));
	attribute(junit, "message",
		arena_printf(&junit->cell, "%s%s", element->prefix,
			cell->reason ? cell->reason : explain_observed(&junit->cell, cell)));
	count = explain_cell(rows, &junit->cell, cell, view_scenario(junit->view, number));
	text(junit, "\n");
	for (size_t i = 0; i < count; i++)
		text(junit, arena_printf(&junit->cell, "%-10s %s\n", rows[i].label, rows[i].text));
	end(junit);
}

static void output(struct junit *junit, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	start(junit, name);
	text(junit, value);
	end(junit);
}

/* The form that GitLab and Jenkins read from the output of a test; its keys stay where they are. */
static void attachments(struct junit *junit, const char *kept)
{
	static const char *const files[] = {"transcript.txt", "timeline.txt", "reproduce.sh"};
	const char *lines = "";

	for (size_t i = 0; kept && i < COUNT_OF(files); i++)
		lines = arena_printf(&junit->cell, "%s[[ATTACHMENT|%s/%s]]\n", lines, kept, files[i]);
	output(junit, "system-out", lines);
}

static void property(struct junit *junit, const char *name, const char *value)
{
	if (!value)
		return;
	start(junit, "property");
	attribute(junit, "name", name);
	attribute(junit, "value", value);
	end(junit);
}

static void case_properties(struct junit *junit, const struct cell_result *cell)
{
	start(junit, "properties");
	property(junit, "cell", cell->id);
	property(junit, "verdict", verdict_words[cell->verdict]);
	property(junit, "expected", outcome_words[cell->expected]);
	property(junit, "observed", outcome_words[cell->observed]);
	property(junit, "by", cell->by);
	property(junit, "tls", tls_version_name(cell->tls));
	property(junit, "credential", presented_word(cell->credential, cell->presents_nothing));
	property(junit, "reproduce", cell->reproduce);
	end(junit);
}

/* What there is to say of a pass: its deviation, and its steps. */
static const char *pass_notes(struct junit *junit, const struct cell_result *cell)
{
	const char *notes = cell->deviation ? cell->deviation : "";

	for (size_t i = 0; i < cell->step_count; i++)
		notes = arena_printf(&junit->cell, "%s%sstep %zu  %s", notes, *notes ? "\n" : "", i + 1,
			explain_step(&junit->cell, &cell->steps[i]));
	return notes;
}

static void testcase(struct junit *junit, size_t number, const char *classname)
{
	const struct cell_result *cell = &junit->view->run->cells[number];

	start(junit, "testcase");
	attribute(junit, "name", view_cell_name(&junit->cell, cell));
	attribute(junit, "classname", classname);
	attribute(junit, "time", view_seconds(&junit->cell, cell->duration_us));
	if (!junit->strict) {
		source(junit, view_scenario(junit->view, number)->file);
		case_properties(junit, cell);
	}
	verdict(junit, number);
	if (cell->verdict == VERDICT_PASS)
		output(junit, "system-out", pass_notes(junit, cell));
	if (!junit->strict)
		attachments(junit, cell->kept);
	output(junit, "system-err", cell->instance_log);
	end(junit);
	arena_reset(&junit->cell);
}

static void properties(struct junit *junit, const struct view_column *column)
{
	size_t number = (size_t)(column - junit->view->columns);
	size_t counts[FAILURE_CLASS_COUNT];
	const struct plan_result *plan = &junit->view->run->plan;
	const struct target_info *target = junit->view->target_infos[column->target];

	failures_count_column(counts, junit->view, number);
	start(junit, "properties");
	property(junit, "target", junit->view->targets[column->target]);
	property(junit, "target_version", target ? target->version : NULL);
	property(junit, "mode", auth_mode_name(column->mode));
	property(junit, "failures", failures_counts_text(&junit->cell, counts));
	property(junit, "program", plan->program_version);
	property(junit, "openssl", plan->openssl_version);
	property(junit, "command", plan->command);
	end(junit);
}

/* Jenkins wants a local time without zone; ours is UTC: "2026-11-21T12:00:00Z" without its Z. */
static const char *timestamp(struct junit *junit)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	const char *started = junit->view->run->plan.started;
	size_t len = strlen(form);

	if (!started || strlen(started) < len)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		bool digit = started[i] >= '0' && started[i] <= '9';

		if (form[i] == 'd' ? !digit : started[i] != form[i])
			return NULL;
	}
	return arena_strndup(&junit->cell, started, len);
}

static void testsuite(struct junit *junit, const struct view_column *column)
{
	const char *name = arena_printf(junit->view->arena, "%s.%s",
		junit->view->targets[column->target], auth_mode_name(column->mode));

	start(junit, "testsuite");
	attribute(junit, "name", name);
	totals(junit, column->counts, column->cells, column->duration_us, true);
	attribute(junit, "timestamp", timestamp(junit));
	properties(junit, column);
	for (size_t i = column->first; i != VIEW_END; i = junit->view->cells[i].next)
		testcase(junit, i, name);
	end(junit);
}

static void document(struct junit *junit)
{
	struct tally tally;

	tally_run(&tally, junit->view->run);
	must(xmlTextWriterStartDocument(junit->xml, NULL, "UTF-8", NULL));
	must(xmlTextWriterSetIndent(junit->xml, 1));
	start(junit, "testsuites");
	attribute(junit, "name", "mtlspec");
	totals(junit, tally.verdicts, tally.cells, tally.duration_us, false);
	for (size_t i = 0; i < junit->view->column_count; i++)
		testsuite(junit, &junit->view->columns[i]);
	end(junit);
	must(xmlTextWriterEndDocument(junit->xml));
}

static void write_profile(struct buf *out, const struct view *view, bool strict)
{
	struct junit junit = {.view = view, .strict = strict};
	xmlBufferPtr memory = xmlBufferCreate();

	arena_init(&junit.cell);
	junit.xml = memory ? xmlNewTextWriterMemory(memory, 0) : NULL;
	if (!junit.xml)
		FATAL("out of memory (XML)");
	document(&junit);
	xmlFreeTextWriter(junit.xml);
	buf_append(out, xmlBufferContent(memory), (size_t)xmlBufferLength(memory));
	xmlBufferFree(memory);
	arena_finish(&junit.cell);
}

void junit_write(struct buf *out, const struct view *view)
{
	write_profile(out, view, false);
}

void junit_write_strict(struct buf *out, const struct view *view)
{
	write_profile(out, view, true);
}
