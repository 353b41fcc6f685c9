#include "blame.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

bool blame_parse(struct blame *out, struct arena *arena, const char *place)
{
	const char *colon = place ? strrchr(place, ':') : NULL;
	char *end = NULL;
	long line = colon ? strtol(colon + 1, &end, 10) : 0;

	if (line <= 0 || *end || colon[1] < '0' || colon[1] > '9')
		return false;
	out->file = arena_strndup(arena, place, (size_t)(colon - place));
	out->line = line;
	out->of_configuration = false;
	return true;
}

bool blame_find(struct blame *out, const struct view *view, size_t cell)
{
	const struct directive_fix *directive = &view->run->cells[cell].directive;
	const struct target_info *target = view->target_infos[view->cells[cell].target];

	if (directive->file && directive->line && target && target->folder) {
		bool here = strcmp(target->folder, ".") == 0;

		*out = (struct blame){.line = directive->line, .of_configuration = true};
		out->file = here ? directive->file
						 : arena_printf(view->arena, "%s/%s", target->folder, directive->file);
		return true;
	}
	return blame_parse(out, view->arena, view_scenario(view, cell)->file);
}
