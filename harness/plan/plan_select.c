#include "plan_select.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "plan_words.h"
#include "text.h"

static const struct place on_command_line = {NULL, 0, 0};

bool plan_names_scenario(const char *pattern, const char *id)
{
	size_t len = strlen(pattern);

	if (len && strncmp(id, pattern, len) == 0 && (pattern[len - 1] == '/' || id[len] == '/'))
		return true;
	return text_glob(pattern, id);
}

/* Ids, and the folders that they stand in: what a person may have meant. */
static const char *const *known_ids(const struct scenario_set *scenarios, struct arena *arena)
{
	const char **known = NULL;
	const char *folder = "";
	size_t count = 0;

	for (size_t i = 0; i < scenarios->count; i++) {
		const char *id = scenarios->items[i]->id;
		const char *slash = strrchr(id, '/');
		const char *own = slash ? arena_strndup(arena, id, (size_t)(slash - id) + 1) : "";

		*ARENA_PUSH(arena, known, count) = id;
		if (strcmp(own, folder) != 0)
			*ARENA_PUSH(arena, known, count) = own;
		folder = own;
	}
	*ARENA_PUSH(arena, known, count) = NULL;
	return known;
}

static bool names_any(const char *pattern, const struct scenario_set *scenarios)
{
	for (size_t i = 0; i < scenarios->count; i++) {
		if (plan_names_scenario(pattern, scenarios->items[i]->id))
			return true;
	}
	return false;
}

void plan_check_scenario(const struct scenario_set *scenarios, const char *pattern,
	struct place place, struct arena *arena, struct diag *diag)
{
	if (!names_any(pattern, scenarios))
		diag_error_suggest(
			diag, place, pattern, known_ids(scenarios, arena), "no scenario '%s'", pattern);
}

struct scenario_set plan_select_scenarios(
	const struct plan_request *request, struct arena *arena, struct diag *diag)
{
	const char *const *globs = request->scenario_globs;
	struct scenario_set chosen = {NULL, 0};

	if (!globs || !*globs)
		return *request->scenarios;
	for (size_t i = 0; i < request->scenarios->count; i++) {
		struct scenario *scenario = request->scenarios->items[i];
		size_t at = 0;

		while (globs[at] && !plan_names_scenario(globs[at], scenario->id))
			at++;
		if (globs[at])
			*ARENA_PUSH(arena, chosen.items, chosen.count) = scenario;
	}
	for (; *globs; globs++)
		plan_check_scenario(request->scenarios, *globs, on_command_line, arena, diag);
	return chosen;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool plan_selects_cell(const struct plan_request *request, const char *id)
{
	const char *const *globs = request->cell_globs;
	const struct plan_only *only = &request->only;

	if (request->words && !plan_words_match(request->words, id))
		return false;
	if (only->given &&
		(!only->count || !bsearch(&id, only->ids, only->count, sizeof(*only->ids), by_id)))
		return false;
	if (!globs || !*globs)
		return true;
	for (; *globs; globs++) {
		if (text_glob(*globs, id))
			return true;
	}
	return false;
}

/* `word` itself where it is (or, as a glob, matches) a candidate, else what it resembles. */
static const char *closest_or_self(const char *word, const char *const *candidates)
{
	const char *closest;

	for (size_t i = 0; candidates[i]; i++) {
		if (text_glob(word, candidates[i]))
			return word;
	}
	closest = text_closest(word, candidates);
	return closest ? closest : word;
}

static const char *const *target_words(const struct plan_request *request, struct arena *arena)
{
	const char **names = ARENA_ARRAY(arena, const char *, request->target_count + 1);

	for (size_t i = 0; i < request->target_count; i++)
		names[i] = request->targets[i]->name;
	return names;
}

/* The cell id with each of its four parts replaced by the nearest that exists; NULL: no cell id. */
static const char *nearest_cell(
	const struct plan_request *request, const char *glob, struct arena *arena)
{
	const char *at = strchr(glob, '@');
	const char *slash = strrchr(glob, '/');
	const char *colon = NULL;

	if (!at || !slash || slash < at)
		return NULL;
	for (const char *c = at; c < slash; c++)
		colon = *c == ':' ? c : colon;
	if (!colon)
		return NULL;
	return arena_printf(arena, "%s@%s:%s/%s",
		closest_or_self(
			arena_strndup(arena, glob, (size_t)(at - glob)), known_ids(request->scenarios, arena)),
		closest_or_self(
			arena_strndup(arena, at + 1, (size_t)(colon - at - 1)), target_words(request, arena)),
		closest_or_self(
			arena_strndup(arena, colon + 1, (size_t)(slash - colon - 1)), auth_mode_words),
		closest_or_self(slash + 1, tls_version_words));
}

static void report_cell(
	const struct plan_request *request, const char *glob, struct arena *arena, struct diag *diag)
{
	const char *nearest = nearest_cell(request, glob, arena);

	diag_error(diag, on_command_line, "no cell '%s' in this run", glob);
	if (!nearest)
		diag_hint(diag, "a cell's id has the form scenario@target:Mode/tls1.3");
	else if (strcmp(nearest, glob) != 0)
		diag_hint(diag, "did you mean '%s'?", nearest);
	else
		diag_hint(diag, "the scenario says nothing about it, or other options leave it out");
}

void plan_check_cell_globs(const struct plan *plan, const struct plan_request *request,
	struct arena *arena, struct diag *diag)
{
	for (const char *const *glob = request->cell_globs; glob && *glob; glob++) {
		size_t i = 0;

		while (i < plan->cell_count && !text_glob(*glob, plan->cells[i].id))
			i++;
		if (i == plan->cell_count)
			report_cell(request, *glob, arena, diag);
	}
}
