#include "project.h"

#include <argp.h>

#include "arena.h"

char *project_word(struct arena *arena, const struct project_value *value)
{
	if (!value->option)
		return arena_strdup(arena, value->text);
	return value->text ? arena_printf(arena, "--%s=%s", value->option->name, value->text)
					   : arena_printf(arena, "--%s", value->option->name);
}

void project_add(struct project_layer *layer, const struct project_value *value,
	const struct project_parser *parser, struct arena *arena, struct diag *diag)
{
	*ARENA_PUSH(arena, layer->values, layer->count) = *value;
	if (!value->option && *value->text == '-')
		diag_error(diag, value->place, "'%s' is an option, no scenario", value->text);
	else if (!value->off)
		diag_fault(diag, value->place, parser->fault(arena, project_word(arena, value)));
}
