#include "target_notes.h"

#include <string.h>

#include "arena.h"
#include "file.h"
#include "plan.h"
#include "target.h"

struct notes {
	const char ***items;
	size_t *count;
	const struct target *target;
	struct arena *arena;
};

static bool is_rendered(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->file_count; i++) {
		if (strcmp(target->files[i].name, name) == 0)
			return true;
	}
	return false;
}

/* The program is started in a work folder, where only the rendered files are. `--option=FILE` is
 * looked at, too. */
static void note_argument(struct notes *notes, const char *text, struct place place)
{
	const struct target *target = notes->target;
	const char *equals = strchr(text, '=');
	const char *name = equals ? equals + 1 : text;
	const char *beside = arena_printf(notes->arena, "%s/%s", target->folder, name);

	if (!*name || *name == '/' || strstr(text, "${") || is_rendered(target, name) ||
		!file_exists(beside) || file_is_dir(beside))
		return;
	*ARENA_PUSH(notes->arena, *notes->items, *notes->count) = arena_printf(notes->arena,
		"%s:%zu:%zu: '%s' is beside the target file, but not in the work folder, where %s is "
		"started: name it in 'files', then it is there",
		place.file, place.line, place.column, name, target->program);
}

static void note_arguments(struct notes *notes, const struct text_list *args)
{
	for (size_t i = 0; i < args->count; i++)
		note_argument(notes, args->items[i], args->places[i]);
}

void target_notes(
	const char ***notes, size_t *count, const struct target *target, struct arena *arena)
{
	struct notes all = {notes, count, target, arena};
	const char *missing = plan_missing_program(target, arena);

	if (!target->path)
		return;
	if (missing)
		*ARENA_PUSH(arena, *notes, *count) =
			arena_printf(arena, "%s: %s: its cells are skips", target->path, missing);
	if (!target->client.given)
		note_arguments(&all, &target->args);
	for (size_t i = 0; i < target->client.args_count; i++)
		note_arguments(&all, &target->client.args[i].args);
}
