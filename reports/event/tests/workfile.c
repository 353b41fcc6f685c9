#include "workfile.h"

#include "event.h"
#include "fatal.h"
#include "file.h"
#include "tmpdir.h"

enum { TEXT_MAX = 256 * 1024 * 1024 };

void workfile_write(struct workfile *out, struct arena *arena, const struct run_result *run)
{
	const char *why;
	struct event_writer *writer;

	if (!tmpdir_create(&out->dir, &why, arena))
		FATAL("%s", why);
	out->path = arena_printf(arena, "%s/events.jsonl", out->dir);
	writer = event_open(out->path, arena, &why);
	if (!writer)
		FATAL("%s", why);
	event_write_plan(writer, &run->plan);
	for (size_t i = 0; i < run->cell_count; i++)
		event_write_cell(writer, &run->cells[i]);
	if (run->has_end)
		event_write_end(writer, &run->end);
	if (!event_close(writer, &why) ||
		!file_read(&out->text, &out->len, &why, arena, out->path, TEXT_MAX))
		FATAL("%s", why);
}

void workfile_remove(const struct workfile *file)
{
	tmpdir_remove(file->dir);
}
