#include "check_files.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "catalogue_rules.h"
#include "check_rules.h"
#include "expected.h"
#include "file.h"
#include "file_kind.h"
#include "file_tree.h"
#include "home.h"
#include "plan_select.h"
#include "recipe.h"
#include "selection.h"
#include "target_notes.h"
#include "text.h"

static const char all[] = "all";

static void check_target(struct selection *selection, const char *path)
{
	const char *targets[] = {path};
	const struct selection_request request = {
		.targets = targets, .target_count = 1, .files_alone = path == all};

	selection_read_targets(selection, &request);
}

static void check_file(struct selection *selection, const char *path)
{
	struct catalogue *catalogue = &selection->catalogue;

	switch (file_kind_of(path)) {
	case FILE_TARGET:
		/* no name of a built-in one */
		check_target(
			selection, strchr(path, '/') ? path : arena_printf(&catalogue->arena, "./%s", path));
		return;
	case FILE_RECIPE:
		catalogue_check_recipe(
			catalogue, recipe_read(&catalogue->arena, &catalogue->diag, path), path);
		return;
	case FILE_RULES:
		(void)catalogue_read_registry(catalogue, path);
		return;
	case FILE_EXPECTED:
		(void)expected_read(&catalogue->arena, &catalogue->diag, path, time(NULL));
		return;
	case FILE_PROJECT:
		if (selection->check_project)
			selection->check_project(selection, path);
		return;
	default:
		(void)catalogue_add_scenario(catalogue, path);
	}
}

/* And perhaps the rules that they name. */
static bool all_scenarios(const char *const *paths)
{
	enum file_kind kind = FILE_SCENARIO;

	for (; *paths && (kind == FILE_SCENARIO || kind == FILE_RULES); paths++)
		kind = file_kind_of(*paths);
	return kind == FILE_SCENARIO || kind == FILE_RULES;
}

static void check_folder(struct selection *selection, const char *folder)
{
	struct catalogue *catalogue = &selection->catalogue;
	const char *const *paths = file_tree(folder, &catalogue->arena);

	if (all_scenarios(paths)) {
		catalogue_read_scenarios(catalogue, folder);
		return;
	}
	catalogue->scenario_folder = folder;
	for (; *paths; paths++)
		check_file(selection, *paths);
}

static void add_all(struct scenario_set *out, struct arena *arena, const struct scenario_set *more)
{
	for (size_t i = 0; i < more->count; i++)
		*ARENA_PUSH(arena, out->items, out->count) = more->items[i];
}

/* For their ids: the shipped scenarios, or those of the folder that is named instead, and those
 * that are checked. */
static struct scenario_set known_scenarios(struct catalogue *catalogue, const char *folder)
{
	struct arena *arena = &catalogue->arena;
	struct scenario_set known = {NULL, 0};
	struct scenario_set set;
	struct diag diag;

	diag_init(&diag);
	/* what is wrong with them is another check's */
	(void)!scenario_read_tree(
		&set, arena, &diag, folder ? folder : home_path(arena, "scenarios"), NULL);
	diag_finish(&diag);
	add_all(&known, arena, &set);
	add_all(&known, arena, &catalogue->scenarios);
	return known;
}

/* A target may deviate in a shipped scenario also where others are looked at. */
static const char *const *deviating_ids(
	struct catalogue *catalogue, const struct scenario_set *known, const char *folder)
{
	const struct scenario_set shipped =
		folder ? known_scenarios(catalogue, NULL) : (struct scenario_set){NULL, 0};
	const char **ids = NULL;
	size_t count = 0;

	for (size_t i = 0; i < known->count; i++)
		*ARENA_PUSH(&catalogue->arena, ids, count) = known->items[i]->id;
	for (size_t i = 0; i < shipped.count; i++)
		*ARENA_PUSH(&catalogue->arena, ids, count) = shipped.items[i]->id;
	*ARENA_PUSH(&catalogue->arena, ids, count) = NULL;
	return ids;
}

/* The part before '@', whose rest the target file's own check has looked at. */
static void check_deviation(const struct target_deviation *deviation, const char *const *ids,
	struct arena *arena, struct diag *diag)
{
	const char *glob = arena_strndup(arena, deviation->cells, strcspn(deviation->cells, "@"));
	size_t at = 0;

	while (ids[at] && !text_glob(glob, ids[at]))
		at++;
	if (!ids[at])
		diag_error_suggest(
			diag, deviation->place, glob, ids, "'%s': no scenario '%s'", deviation->cells, glob);
}

/* What targets say that they are set up for, and where they deviate, must be there. */
static void check_scenarios_of_targets(struct selection *selection, const char *folder)
{
	struct catalogue *catalogue = &selection->catalogue;
	const struct scenario_set known = known_scenarios(catalogue, folder);
	const char *const *ids = deviating_ids(catalogue, &known, folder);

	for (size_t i = 0; i < selection->target_count; i++) {
		const struct target *target = selection->targets[i];

		for (size_t j = 0; target && j < target->setup.scenarios.count; j++)
			plan_check_scenario(&known, target->setup.scenarios.items[j],
				target->setup.scenarios.places[j], &catalogue->arena, &catalogue->diag);
		for (size_t j = 0; target && j < target->deviation_count; j++)
			check_deviation(&target->deviations[j], ids, &catalogue->arena, &catalogue->diag);
	}
}

static const char *const *known_targets(struct selection *selection)
{
	struct arena *arena = &selection->catalogue.arena;
	const char **names = NULL;
	size_t count = 0;

	for (const char *const *name = target_names(arena); *name; name++)
		*ARENA_PUSH(arena, names, count) = *name;
	for (size_t i = 0; i < selection->target_count; i++) {
		if (selection->targets[i])
			*ARENA_PUSH(arena, names, count) = selection->targets[i]->name;
	}
	*ARENA_PUSH(arena, names, count) = NULL;
	return names;
}

/* A target is also called by its address, or by its name and a version. */
static bool is_known_target(const char *name, const char *const *known, struct arena *arena)
{
	const char *host;
	const char *why;
	int port;

	for (; *known; known++) {
		size_t len = strlen(*known);

		if (strncmp(name, *known, len) == 0 &&
			(!name[len] || (name[len] == '-' && isdigit((unsigned char)name[len + 1]))))
			return true;
	}
	return target_parse_address(&host, &port, &why, arena, name);
}

/* What scenarios are about must be built in, or among what is checked. */
static void check_targets_of_scenarios(struct selection *selection)
{
	struct catalogue *catalogue = &selection->catalogue;
	const char *const *known = known_targets(selection);

	for (size_t i = 0; i < catalogue->scenarios.count; i++) {
		const struct text_list *only = &catalogue->scenarios.items[i]->only;

		for (size_t j = 0; j < only->count; j++) {
			if (!is_known_target(only->items[j], known, &catalogue->arena))
				diag_error_suggest(&catalogue->diag, only->places[j], only->items[j], known,
					"target '%s' is neither built in nor among what is checked (its file beside "
					"it, or --target)",
					only->items[j]);
		}
	}
}

static const char *const *all_notes(struct selection *selection)
{
	struct arena *arena = &selection->catalogue.arena;
	const char **notes = NULL;
	size_t count = 0;

	for (size_t i = 0; i < selection->catalogue.note_count; i++)
		*ARENA_PUSH(arena, notes, count) = selection->catalogue.notes[i];
	for (size_t i = 0; i < selection->target_count; i++) {
		if (selection->targets[i])
			target_notes(&notes, &count, selection->targets[i], arena);
	}
	*ARENA_PUSH(arena, notes, count) = NULL;
	return notes;
}

size_t check_files(const char *const **notes, struct selection *selection,
	const struct selection_request *request, const char *const *files, size_t count)
{
	struct catalogue *catalogue = &selection->catalogue;
	bool shipped = !count && !request->target_count && !request->scenario_dir;

	catalogue_read_recipe(catalogue, request->pki_file, request->pki_variant);
	catalogue_check_recipe(catalogue, catalogue->recipe, catalogue->recipe_path);
	if (shipped || request->scenario_dir)
		catalogue_read_scenarios(catalogue, request->scenario_dir);
	selection_read_targets(selection, request);
	for (size_t i = 0; i < count; i++) {
		if (file_is_dir(files[i]))
			check_folder(selection, files[i]);
		else
			check_file(selection, files[i]);
	}
	*notes = all_notes(selection);
	if (shipped)
		check_target(selection, all);
	check_scenarios_of_targets(selection, request->scenario_dir);
	check_targets_of_scenarios(selection);
	check_rules(catalogue);
	return count ? count : 1 + catalogue->scenarios.count + selection->target_count;
}
