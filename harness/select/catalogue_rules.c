#include "catalogue_rules.h"

#include <string.h>

#include "catalogue.h"
#include "file.h"
#include "file_kind.h"
#include "home.h"
#include "text.h"

/* Known by its path without links, so that none is read twice. As it was opened. */
static const char *read_once(struct catalogue *catalogue, const char *path)
{
	struct text_list *read = &catalogue->registries;
	const char *whole = file_resolved(&catalogue->arena, path);

	for (size_t i = 0; i < read->count; i++) {
		if (strcmp(read->items[i], whole) == 0)
			return read->places[i].file;
	}
	text_list_add(read, whole, (struct place){.file = path}, &catalogue->arena);
	rules_read(&catalogue->rules, &catalogue->arena, &catalogue->diag, path);
	return path;
}

/* The shipped one comes first, so that what others say anew counts. */
const char *catalogue_read_registry(struct catalogue *catalogue, const char *path)
{
	(void)read_once(catalogue, home_path(&catalogue->arena, "scenarios/" RULES_FILE));
	return path ? read_once(catalogue, path) : NULL;
}

const char *catalogue_read_rules(struct catalogue *catalogue, const char *folder)
{
	const char *slash = text_ends_with(folder, "/") ? "" : "/";
	const char *path = arena_printf(&catalogue->arena, "%s%s%s", folder, slash, RULES_FILE);
	/* others, too, call files so: it must look like one of ours */
	bool there = file_exists(path) && !file_is_dir(path) && file_may_be(path, FILE_RULES);

	return catalogue_read_registry(catalogue, there ? path : NULL);
}

static void refuse(
	struct catalogue *catalogue, const char *text, struct place place, const char *registry)
{
	const struct rule_source *source = rules_source(&catalogue->rules, text);
	const char *const *names = rules_names(&catalogue->rules, source, &catalogue->arena);

	if (source)
		diag_error_suggest(&catalogue->diag, place, text, names,
			"'%s' is not among the rules of %s; if it is one, add it in %s", text, source->id,
			registry);
	else
		diag_error_suggest(&catalogue->diag, place, text, names,
			"'%s' is a rule of no known source; if it is one, add both in %s", text, registry);
}

/* Whoever has no registry may name what he likes; a slip is told all the same. */
static void note(struct catalogue *catalogue, const char *text, struct place place)
{
	const struct rule_source *source = rules_source(&catalogue->rules, text);
	const char *meant = source
		? text_closest(text, rules_names(&catalogue->rules, source, &catalogue->arena))
		: NULL;

	if (meant)
		*ARENA_PUSH(&catalogue->arena, catalogue->notes, catalogue->note_count) =
			arena_printf(&catalogue->arena,
				"%s:%zu:%zu: '%s' is not among the rules of %s that are known; did you mean '%s'?",
				place.file, place.line, place.column, text, source->id, meant);
}

void catalogue_check_rules(
	struct catalogue *catalogue, const struct scenario *scenario, const char *registry)
{
	for (size_t i = 0; i < scenario->rules.count; i++) {
		const char *text = scenario->rules.items[i];

		if (rules_find(&catalogue->rules, text))
			continue;
		if (registry)
			refuse(catalogue, text, scenario->rules.places[i], registry);
		else
			note(catalogue, text, scenario->rules.places[i]);
	}
}
