/* Whatever the event file holds: a run or diagnostics, never a crash; every report stands it. */
#include <stdint.h>
#include <stdio.h>

#include "console.h"
#include "event.h"
#include "report.h"

enum { REPORT_BYTES_MAX = 4 * 1024 * 1024 };

static void render(struct arena *arena, const struct run_result *run)
{
	FILE *out = fopen("/dev/null", "w");
	struct view view;

	view_build(&view, arena, run);
	for (const struct report_writer *writer = report_writers; writer->name; writer++) {
		SCOPED_BUF text;

		buf_init(&text, REPORT_BYTES_MAX);
		writer->write(&text, &view);
	}
	if (!out)
		return;
	for (int verbose = 0; verbose < 2; verbose++) {
		const struct console console = {
			.color = true, .verbose = verbose != 0, .columns = CONSOLE_COLUMNS};

		console_explain_all(out, run, &console);
		console_summary(out, run, &console);
	}
	console_last_line(out, run);
	fclose(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct diag diag;
	struct run_result *run;

	arena_init(&arena);
	diag_init(&diag);
	run = event_parse(&arena, &diag, "fuzz", (const char *)data, size);
	if (run)
		render(&arena, run);
	diag_finish(&diag);
	arena_finish(&arena);
	return 0;
}
