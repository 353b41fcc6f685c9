#include "project_merge.h"

#include <string.h>

#include "arena.h"

static bool layer_names(const struct project_layer *layer, const struct argp_option *option)
{
	size_t at = 0;

	while (at < layer->count && layer->values[at].option != option)
		at++;
	return at < layer->count;
}

static bool is_typed(const struct option_use *uses, size_t count, const struct argp_option *option)
{
	size_t at = 0;

	while (at < count && uses[at].option != option)
		at++;
	return at < count;
}

static bool is_replaced(const struct project_layer layers[PROJECT_LAYER_COUNT], int kind,
	const struct argp_option *option)
{
	while (++kind < PROJECT_LAYER_COUNT) {
		if (layer_names(&layers[kind], option))
			return true;
	}
	return false;
}

static void add_word(struct project_line *out, struct arena *arena, char *word)
{
	size_t count = (size_t)out->argc;

	*ARENA_PUSH(arena, out->argv, count) = word;
	out->argc = (int)count;
}

void project_merge(struct project_line *out, struct arena *arena,
	const struct project_layer layers[PROJECT_LAYER_COUNT], const struct option_use *uses,
	size_t use_count, int argc, char *const *argv)
{
	*out = (struct project_line){0};
	add_word(out, arena, argv[0]);
	for (int kind = 0; kind < PROJECT_LAYER_COUNT; kind++) {
		for (size_t i = 0; i < layers[kind].count; i++) {
			const struct project_value *value = &layers[kind].values[i];

			if (value->off || is_typed(uses, use_count, value->option) ||
				is_replaced(layers, kind, value->option))
				continue;
			add_word(out, arena, project_word(arena, value));
			*ARENA_PUSH(arena, out->origins, out->origin_count) = *value;
		}
	}
	for (int i = 1; i < argc; i++)
		add_word(out, arena, argv[i]);
	add_word(out, arena, NULL);
	out->argc--;
}

struct place project_place(const struct project_line *line, const char *text)
{
	for (size_t i = 0; i < line->origin_count; i++) {
		const char *word = line->argv[1 + i];

		if (text >= word && text <= word + strlen(word))
			return line->origins[i].place;
	}
	return (struct place){NULL, 0, 0};
}
