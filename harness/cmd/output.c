#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "change.h"
#include "console.h"
#include "file.h"
#include "kept_links.h"
#include "report.h"
#include "structured_writers.h"
#include "text_writers.h"
#include "view.h"
#include "workspace.h"

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

static bool write_report(struct view *view, const struct report_writer *writer, const char *path)
{
	SCOPED_BUF text;

	buf_init(&text, REPORT_MAX);
	view->kept_links = kept_links(view->run, path, view->arena);
	writer->write(&text, view);
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

static bool write_dir(struct view *view, const char *dir)
{
	bool ok = make_dir(dir, view->arena);

	for (const struct report_writer *writer = report_writers; ok && writer->name; writer++) {
		if (writer->filename)
			ok = write_report(
				view, writer, arena_printf(view->arena, "%s/%s", dir, writer->filename));
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

static bool write_claims(const struct view *view, const char *dir)
{
	bool ok = make_dir(dir, view->arena);

	for (size_t i = 0; ok && i < view->target_count; i++) {
		SCOPED_BUF text;

		buf_init(&text, REPORT_MAX);
		claim_write(&text, view, i);
		ok = !text.overflowed && write_out(claim_path(view->arena, dir, view->targets[i]), &text);
	}
	return ok;
}

/* The summary goes behind what other steps of the job have written. */
static bool append_summary(const struct view *view, const char *path)
{
	const char *why = NULL;
	SCOPED_BUF text;
	bool ok;

	buf_init(&text, MARKDOWN_MAX);
	markdown_write(&text, view);
	ok = file_append(&why, view->arena, path, buf_text(&text), text.len);
	if (!ok)
		fprintf(stderr, "mtlspec: cannot write the summary: %s\n", why);
	return ok;
}

static bool tell_github(const struct view *view)
{
	const char *summary = getenv("GITHUB_STEP_SUMMARY");
	SCOPED_BUF text;
	bool ok;

	buf_init(&text, REPORT_MAX);
	github_write(&text, view);
	ok = write_out("-", &text);
	return (!summary || !*summary || append_summary(view, summary)) && ok;
}

/* The checked-out tree that a GitHub job has, or else the folder that we are in. */
static struct workspace find_workspace(struct arena *arena)
{
	const char *named = getenv("GITHUB_WORKSPACE");
	struct workspace out = {.cwd = file_resolved(arena, ".")};

	out.named = named && *named == '/' && file_is_dir(named) ? named : NULL;
	out.root = out.named ? file_resolved(arena, out.named) : out.cwd;
	return out;
}

bool output_reports(const struct run_result *run, const struct report_choice *choice)
{
	struct workspace workspace;
	struct arena arena;
	struct view view;
	bool ok = true;

	arena_init(&arena);
	workspace = find_workspace(&arena);
	view_build(&view, &arena, run);
	view.workspace = &workspace;
	if (choice->report_dir)
		ok = write_dir(&view, choice->report_dir);
	for (size_t i = 0; i < choice->output_count; i++)
		ok = write_report(&view, find_writer(choice->outputs[i].writer), choice->outputs[i].path) &&
			ok;
	if (choice->claims_dir)
		ok = write_claims(&view, choice->claims_dir) && ok;
	if (choice->github)
		ok = tell_github(&view) && ok;
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

/* Standard output, unless a program reads something else there. */
static FILE *console_of(const struct report_choice *choice, const char *events)
{
	bool taken = choice->github || (events && strcmp(events, "-") == 0);

	for (size_t i = 0; i < choice->output_count; i++)
		taken = taken || strcmp(choice->outputs[i].path, "-") == 0;
	return taken ? stderr : stdout;
}

void output_console(const struct run_result *run, const struct report_choice *choice,
	const struct console_arguments *told, const char *events)
{
	FILE *out = console_of(choice, events);
	const struct console console = console_of_stream(told, out);

	if (told->quiet) {
		console_last_line(out, run);
		return;
	}
	console_explain_all(out, run, &console);
	if (!run->kills)
		console_summary(out, run, &console);
	if (run->changes) {
		fprintf(out, "\nchanged since %s:\n",
			run->changes->old->plan.started ? run->changes->old->plan.started : "the older run");
		changes_print(out, run->changes, console.color);
	}
	if (run->kills)
		kills_print(out, run->kills, console.color);
	if (!run->kills || run->end.interrupted)
		console_last_line(out, run);
}
