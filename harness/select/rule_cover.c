#include "rule_cover.h"

#include <string.h>

#include "catalogue.h"
#include "file.h"
#include "text.h"

struct covers {
	struct catalogue *catalogue;
	const char *registry; /* that was looked at last, as it was opened, */
	const char *folder; /* and the folder that it stands in, without links */
	struct rule_cover *items;
	size_t count;
};

static bool has_scenario(const struct rule_cover *cover, const char *id)
{
	for (size_t i = 0; i < cover->scenario_count; i++) {
		if (strcmp(cover->scenarios[i], id) == 0)
			return true;
	}
	return false;
}

static void add_once(struct covers *covers, struct rule_cover *cover, const char *id)
{
	if (!has_scenario(cover, id))
		*ARENA_PUSH(&covers->catalogue->arena, cover->scenarios, cover->scenario_count) = id;
}

/* Of the rule, or of the text that no registry has. */
static struct rule_cover *find(struct covers *covers, const struct rule *rule, const char *text)
{
	struct rule_cover *cover;

	for (size_t i = 0; i < covers->count; i++) {
		cover = &covers->items[i];
		if (rule ? cover->rule == rule : !cover->rule && strcmp(cover->id, text) == 0)
			return cover;
	}
	cover = ARENA_PUSH(&covers->catalogue->arena, covers->items, covers->count);
	*cover = (struct rule_cover){.id = rule ? rule->id : text, .rule = rule};
	return cover;
}

static bool is_meant(const struct rule *rule, const char *id)
{
	for (size_t i = 0; i < rule->scenarios.count; i++) {
		if (text_glob(rule->scenarios.items[i], id))
			return true;
	}
	return false;
}

/* A registry means scenarios of its own folder: others may have the same ids by chance. */
static bool is_beside(struct covers *covers, const struct rule *rule, const char *path)
{
	struct arena *arena = &covers->catalogue->arena;

	if (covers->registry != rule->place.file) {
		const char *whole = file_resolved(arena, rule->place.file);
		const char *slash = strrchr(whole, '/');

		covers->registry = rule->place.file;
		covers->folder = slash ? arena_strndup(arena, whole, (size_t)(slash + 1 - whole)) : "";
	}
	return text_starts_with(path, covers->folder);
}

static void add(struct covers *covers, const struct scenario *scenario)
{
	const struct rules *rules = &covers->catalogue->rules;
	const char *path = file_resolved(&covers->catalogue->arena, scenario->path);

	for (size_t i = 0; i < scenario->rules.count; i++) {
		const char *text = scenario->rules.items[i];

		add_once(covers, find(covers, rules_find(rules, text), text), scenario->id);
	}
	for (size_t i = 0; i < rules->count; i++) {
		if (is_meant(rules->items[i], scenario->id) && is_beside(covers, rules->items[i], path))
			add_once(covers, find(covers, rules->items[i], NULL), scenario->id);
	}
}

/* What nobody covers is told by the registry that it stands in. */
static bool is_told(const struct catalogue *catalogue, const struct rule_cover *cover)
{
	return cover->scenario_count ||
		(catalogue->registry && strcmp(cover->rule->place.file, catalogue->registry) == 0);
}

struct rule_cover *rule_cover_make(size_t *count, struct catalogue *catalogue)
{
	struct covers covers = {.catalogue = catalogue};
	size_t told = 0;

	for (size_t i = 0; i < catalogue->rules.count; i++)
		(void)find(&covers, catalogue->rules.items[i], NULL);
	for (size_t i = 0; i < catalogue->scenarios.count; i++)
		add(&covers, catalogue->scenarios.items[i]);
	for (size_t i = 0; i < covers.count; i++) {
		if (is_told(catalogue, &covers.items[i]))
			covers.items[told++] = covers.items[i];
	}
	*count = told;
	return covers.items;
}
