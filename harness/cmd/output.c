#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "change.h"
#include "console.h"
#include "file.h"
#include "report.h"
#include "structured_writers.h"
#include "text_writers.h"

static const struct report_writer *find_writer(const char *name)
{
	const struct report_writer *writer = report_writers;

	while (writer->name && strcmp(writer->name, name) != 0)
		writer++;
	return writer->name ? writer : NULL;
}

static bool write_out(const char *path, const struct buf *text)
{
	struct arena arena;
	const char *why = NULL;
	bool ok;

	if (strcmp(path, "-") == 0)
		return fwrite(buf_text(text), 1, text->len, stdout) == text->len && fflush(stdout) == 0;
	arena_init(&arena);
	ok = file_write(&why, &arena, path, buf_text(text), text->len, 0644);
	if (!ok)
		fprintf(stderr, "mtlspec: cannot write the report: %s\n", why);
	arena_finish(&arena);
	return ok;
}

static bool write_report(
	const struct run_result *run, const struct report_writer *writer, const char *path)
{
	SCOPED_BUF text;

	buf_init(&text, REPORT_MAX);
	writer->write(&text, run);
	if (text.overflowed) {
		fprintf(stderr, "mtlspec: the %s report is larger than can be written\n", writer->name);
		return false;
	}
	return write_out(path, &text);
}

static bool make_dir(const char *dir, struct arena *arena)
{
	const char *why = NULL;
	bool ok = file_make_dirs(&why, arena, dir);

	if (!ok)
		fprintf(stderr, "mtlspec: %s\n", why);
	return ok;
}

static bool write_dir(const struct run_result *run, const char *dir, struct arena *arena)
{
	bool ok = make_dir(dir, arena);

	for (const struct report_writer *writer = report_writers; ok && writer->name; writer++) {
		if (writer->filename)
			ok = write_report(run, writer, arena_printf(arena, "%s/%s", dir, writer->filename));
	}
	return ok;
}

/* A target's name may be HOST:PORT or [::1]:443. */
static const char *claim_path(struct arena *arena, const char *dir, const char *target)
{
	char *name = arena_strdup(arena, *target ? target : "target");

	for (char *c = name; *c; c++) {
		if (strchr("/\\:[]", *c))
			*c = '_';
	}
	return arena_printf(arena, "%s/%s.claim.json", dir, name);
}

static bool write_claims(const struct run_result *run, const char *dir, struct arena *arena)
{
	size_t count = claim_count(run);
	bool ok = make_dir(dir, arena);

	for (size_t i = 0; ok && i < count; i++) {
		SCOPED_BUF text;
		const char *target;

		buf_init(&text, REPORT_MAX);
		target = claim_write(&text, arena, run, i);
		ok = !text.overflowed && write_out(claim_path(arena, dir, target), &text);
	}
	return ok;
}

/* The summary goes behind what other steps of the job have written. */
static bool append_summary(const struct run_result *run, const char *path)
{
	struct arena arena;
	const char *why = NULL;
	SCOPED_BUF text;
	bool ok;

	arena_init(&arena);
	buf_init(&text, MARKDOWN_MAX);
	markdown_write(&text, run);
	ok = file_append(&why, &arena, path, buf_text(&text), text.len);
	if (!ok)
		fprintf(stderr, "mtlspec: cannot write the summary: %s\n", why);
	arena_finish(&arena);
	return ok;
}

static bool tell_github(const struct run_result *run)
{
	const char *summary = getenv("GITHUB_STEP_SUMMARY");
	SCOPED_BUF text;
	bool ok;

	buf_init(&text, REPORT_MAX);
	github_write(&text, run);
	ok = write_out("-", &text);
	return (!summary || !*summary || append_summary(run, summary)) && ok;
}

bool output_reports(const struct run_result *run, const struct report_choice *choice)
{
	struct arena arena;
	bool ok = true;

	arena_init(&arena);
	if (choice->report_dir)
		ok = write_dir(run, choice->report_dir, &arena);
	for (size_t i = 0; i < choice->output_count; i++)
		ok = write_report(run, find_writer(choice->outputs[i].writer), choice->outputs[i].path) &&
			ok;
	if (choice->claims_dir)
		ok = write_claims(run, choice->claims_dir, &arena) && ok;
	if (choice->github)
		ok = tell_github(run) && ok;
	arena_finish(&arena);
	return ok;
}

void output_compare(struct run_result *run, const struct run_result *old, struct arena *arena)
{
	struct run_changes *changes;

	if (!old)
		return;
	changes = ARENA_NEW(arena, struct run_changes);
	changes_find(changes, arena, old, run);
	run->changes = changes;
}

bool output_wants_color(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

void output_console(const struct run_result *run)
{
	console_explain_all(stderr, run, output_wants_color());
	console_summary(stderr, run, output_wants_color());
	if (run->changes) {
		fprintf(stderr, "\nchanged since %s:\n",
			run->changes->old->plan.started ? run->changes->old->plan.started : "the older run");
		changes_print(stderr, run->changes, output_wants_color());
	}
	console_last_line(stderr, run);
}
