#include "catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "home.h"
#include "pki.h"
#include "recipe.h"
#include "target.h"
#include "text.h"

void catalogue_init(struct catalogue *catalogue)
{
	memset(catalogue, 0, sizeof(*catalogue));
	arena_init(&catalogue->arena);
	diag_init(&catalogue->diag);
}

void catalogue_finish(struct catalogue *catalogue)
{
	diag_finish(&catalogue->diag);
	arena_finish(&catalogue->arena);
}

void catalogue_read_recipe(struct catalogue *catalogue, const char *path, const char *variant)
{
	if (!path)
		path = home_path(&catalogue->arena, "ca-fixtures/pki.yaml");
	catalogue->recipe_path = path;
	catalogue->recipe = recipe_read(&catalogue->arena, &catalogue->diag, path);
	if (catalogue->recipe && variant && !recipe_apply_variant(catalogue->recipe, variant))
		diag_error(&catalogue->diag, (struct place){.file = path}, "there is no PKI variant '%s'",
			variant);
}

static const char *const *known_credentials(const struct catalogue *catalogue)
{
	return catalogue->recipe ? recipe_credentials(catalogue->recipe) : NULL;
}

static void check_name(struct catalogue *catalogue, const char *what, const char *const *known,
	const char *name, struct place place)
{
	size_t at = 0;

	while (name && known[at] && strcmp(known[at], name) != 0)
		at++;
	if (name && !known[at])
		diag_error_suggest(&catalogue->diag, place, name, known, "unknown %s '%s'", what, name);
}

static void check_ca_names(struct catalogue *catalogue, const struct scenario_step *step)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		const struct ca_names_rule *rule = &step->expect[mode].ca_names;

		for (size_t i = 0; !rule->configured && i < rule->count; i++)
			check_name(catalogue, "authority", recipe_authorities(catalogue->recipe),
				rule->authorities[i], step->places[mode]);
	}
}

/* The authorities that a scenario names; its credentials were looked up when it was read. */
static void check_scenario(struct catalogue *catalogue, const struct scenario *scenario)
{
	for (size_t i = 0; catalogue->recipe && i < scenario->step_count; i++) {
		const struct scenario_server *server = &scenario->steps[i].server;

		check_name(catalogue, "authority", recipe_authorities(catalogue->recipe), server->ca_names,
			server->ca_names_place);
		check_ca_names(catalogue, &scenario->steps[i]);
	}
}

static int by_id(const void *a, const void *b)
{
	const struct scenario *const *x = a;
	const struct scenario *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

/* In the place of the one of that id, or as one more. */
static void put(struct catalogue *catalogue, struct scenario *scenario)
{
	struct scenario_set *set = &catalogue->scenarios;
	struct scenario **items;

	for (size_t i = 0; i < set->count; i++) {
		if (strcmp(set->items[i]->id, scenario->id) == 0) {
			set->items[i] = scenario;
			return;
		}
	}
	items = ARENA_ARRAY(&catalogue->arena, struct scenario *, set->count + 1);
	if (set->count)
		memcpy(items, set->items, set->count * sizeof(*items));
	items[set->count++] = scenario;
	qsort(items, set->count, sizeof(*items), by_id);
	set->items = items;
}

void catalogue_read_scenarios(struct catalogue *catalogue, const char *folder)
{
	struct scenario_set set;

	if (!folder)
		folder = home_path(&catalogue->arena, "scenarios");
	catalogue->scenario_folder = folder;
	/* what is wrong stands in the diagnostics, which decide */
	(void)!scenario_read_tree(
		&set, &catalogue->arena, &catalogue->diag, folder, known_credentials(catalogue));
	for (size_t i = 0; i < set.count; i++)
		check_scenario(catalogue, set.items[i]);
	if (!catalogue->scenarios.count)
		catalogue->scenarios = set;
	else
		for (size_t i = 0; i < set.count; i++)
			put(catalogue, set.items[i]);
}

/* What follows the folder in the path, once links and dots are resolved; NULL: it is not below. */
static const char *below(struct arena *arena, const char *folder, const char *path)
{
	char *whole = realpath(path, NULL);
	char *root = folder ? realpath(folder, NULL) : NULL;
	size_t len = root ? strlen(root) : 0;
	const char *rest = NULL;

	if (whole && root && strncmp(whole, root, len) == 0 && whole[len] == '/')
		rest = arena_strdup(arena, whole + len + 1);
	free(whole);
	free(root);
	return rest;
}

/* What follows the last folder of the usual name. */
static const char *below_usual(const char *path)
{
	static const char usual[] = "scenarios/";
	const char *rest = NULL;

	for (const char *at = path; (at = strstr(at, usual)); at++) {
		if (at == path || at[-1] == '/')
			rest = at + strlen(usual);
	}
	return rest;
}

/* NULL: the file's own name. */
static const char *id_of(struct catalogue *catalogue, const char *path)
{
	const char *rest = below(&catalogue->arena, catalogue->scenario_folder, path);

	if (!rest)
		rest = below_usual(path);
	if (!rest || !text_ends_with(rest, ".yaml"))
		return NULL;
	return arena_strndup(&catalogue->arena, rest, strlen(rest) - strlen(".yaml"));
}

const struct scenario *catalogue_add_scenario(struct catalogue *catalogue, const char *path)
{
	struct scenario *scenario = scenario_read(&catalogue->arena, &catalogue->diag, path,
		id_of(catalogue, path), known_credentials(catalogue));

	if (scenario) {
		scenario->asked_as = arena_strdup(&catalogue->arena, path);
		check_scenario(catalogue, scenario);
		put(catalogue, scenario);
	}
	return scenario;
}

static void check_names(struct catalogue *catalogue, const char *what, const char *const *known,
	const struct text_list *names)
{
	for (size_t i = 0; i < names->count; i++)
		check_name(catalogue, what, known, names->items[i], names->places[i]);
}

static bool is_among(const char *const *names, const char *name)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

void catalogue_check_recipe(
	struct catalogue *catalogue, const struct recipe *recipe, const char *path)
{
	static const struct {
		const char *name;
		bool authority;
		const char *need;
	} needed[] = {
		{PKI_CLIENT_ROOT, true, "what servers are told to trust"},
		{PKI_SERVER_ROOT, true, "what our clients trust"},
		{PKI_GOOD_CLIENT, false, "the good client of every control"},
		{PKI_WRONG_CA_CLIENT, false, "the client that no control lets in"},
		{PKI_SERVER, false, "the certificate of servers"},
	};

	for (size_t i = 0; recipe && i < COUNT_OF(needed); i++) {
		if (is_among(needed[i].authority ? recipe_authorities(recipe) : recipe_credentials(recipe),
				needed[i].name))
			continue;
		diag_error(&catalogue->diag, (struct place){.file = path}, "no %s '%s': %s",
			needed[i].authority ? "authority" : "credential", needed[i].name, needed[i].need);
		diag_hint(&catalogue->diag, "extend: builtin takes over every name of the built-in recipe");
	}
}

void catalogue_check_target(struct catalogue *catalogue, const struct target *target)
{
	const struct target_control *control = target ? &target->setup.control : NULL;
	const char *const *credentials;
	const char *const *authorities;

	if (!control || !catalogue->recipe)
		return;
	credentials = recipe_credentials(catalogue->recipe);
	authorities = recipe_authorities(catalogue->recipe);
	check_names(catalogue, "credential", credentials, &target->setup.credentials);
	check_names(catalogue, "authority", authorities, &target->setup.authorities);
	check_name(catalogue, "credential", credentials, control->client, control->client_place);
	check_name(
		catalogue, "authority", authorities, control->server_root, control->server_root_place);
}

bool catalogue_is_file(const char *argument)
{
	return text_ends_with(argument, ".yaml") || text_ends_with(argument, ".yml") ||
		(strchr("./", argument[0]) && file_exists(argument) && !file_is_dir(argument));
}
