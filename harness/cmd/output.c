#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "report.h"

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

bool output_report(const struct run_result *run, const char *writer, const char *path)
{
	SCOPED_BUF text;

	buf_init(&text, REPORT_MAX);
	find_writer(writer)->write(&text, run);
	if (text.overflowed) {
		fprintf(stderr, "mtlspec: the %s report is larger than can be written\n", writer);
		return false;
	}
	return write_out(path, &text);
}

bool output_report_dir(const struct run_result *run, const char *dir)
{
	struct arena arena;
	bool ok = true;

	arena_init(&arena);
	for (const struct report_writer *writer = report_writers; writer->name; writer++) {
		const char *path = arena_printf(&arena, "%s/%s", dir, writer->filename);

		ok = output_report(run, writer->name, path) && ok;
	}
	arena_finish(&arena);
	return ok;
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
	console_last_line(stderr, run);
}
