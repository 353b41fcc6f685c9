#include "catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "catalogue_rules.h"
#include "file.h"
#include "home.h"
#include "pki.h"
#include "recipe.h"
#include "target.h"
#include "target_hosts.h"
#include "target_paths.h"
#include "text.h"

#define USUAL_FOLDER "scenarios"

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

/* One, or several with blanks between them. */
static void check_replaced_ca(struct catalogue *catalogue, const struct scenario_step *step)
{
	const struct pair *pair = scenario_deed_finds(step, DEED_CLIENT_CA);
	const char *at = pair ? pair->value : "";

	if (strcmp(at, DEED_GARBAGE) == 0 || strcmp(at, DEED_EMPTY) == 0)
		return;
	for (; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		check_name(catalogue, "authority", recipe_authorities(catalogue->recipe),
			arena_strndup(&catalogue->arena, at, len), pair->place);
		at += len;
	}
}

/* Where nothing is to be fetched, there must be something that could be. */
static void check_addresses(
	struct catalogue *catalogue, const struct scenario *scenario, const struct scenario_step *step)
{
	const char *name = scenario->side == SIDE_SERVER ? step->client.present : step->server.present;

	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (!step->expect[mode].fetches_nothing ||
			(name && recipe_has_addresses(catalogue->recipe, name)))
			continue;
		diag_error(&catalogue->diag, step->places[mode],
			"'fetches': the certificate of '%s' names no addresses to fetch from",
			name ? name : "none");
		return;
	}
}

/* Nor can our OCSP responder be asked whose address stands nowhere. */
static void check_ocsp(
	struct catalogue *catalogue, const struct scenario *scenario, const struct scenario_step *step)
{
	const char *name = step->client.present;

	if (!step->ocsp_place.line ||
		(scenario->side == SIDE_SERVER && name && recipe_has_addresses(catalogue->recipe, name)))
		return;
	diag_error(&catalogue->diag, step->ocsp_place,
		"'ocsp': no client whose certificate names addresses to fetch from");
}

/* The authorities that a scenario names; its credentials were looked up when it was read. */
static void check_scenario(struct catalogue *catalogue, const struct scenario *scenario)
{
	if (catalogue->recipe)
		check_name(catalogue, "bundle", recipe_bundles(catalogue->recipe), scenario->bundle,
			scenario->bundle_place);
	for (size_t i = 0; catalogue->recipe && i < scenario->step_count; i++) {
		const struct scenario_server *server = &scenario->steps[i].server;

		check_name(catalogue, "authority", recipe_authorities(catalogue->recipe), server->ca_names,
			server->ca_names_place);
		check_ca_names(catalogue, &scenario->steps[i]);
		check_replaced_ca(catalogue, &scenario->steps[i]);
		check_addresses(catalogue, scenario, &scenario->steps[i]);
		check_ocsp(catalogue, scenario, &scenario->steps[i]);
	}
}

/* False: something was said of it. What is wrong with a file is said once, however many scenarios
 * it is: of its next ones nobody need ask. */
static bool check_one(
	struct catalogue *catalogue, const struct scenario *scenario, const char *registry)
{
	size_t before = catalogue->diag.count + catalogue->diag.dropped + catalogue->note_count;

	check_scenario(catalogue, scenario);
	catalogue_check_rules(catalogue, scenario, registry);
	return catalogue->diag.count + catalogue->diag.dropped + catalogue->note_count == before;
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
	static const char usual[] = USUAL_FOLDER "/";
	const char *rest = NULL;

	for (const char *at = path; (at = strstr(at, usual)); at++) {
		if (at == path || at[-1] == '/')
			rest = at + strlen(usual);
	}
	return rest;
}

/* The folder whose registry it keeps to: the one that its id counts from, or its own. */
static const char *root_of(struct catalogue *catalogue, const char *path)
{
	const char *rest = below_usual(path);
	const char *slash = strrchr(path, '/');

	if (below(&catalogue->arena, catalogue->scenario_folder, path))
		return catalogue->scenario_folder;
	if (rest && rest > path)
		return arena_strndup(&catalogue->arena, path, (size_t)(rest - path - 1));
	return slash ? arena_strndup(&catalogue->arena, path, (size_t)(slash - path)) : ".";
}

void catalogue_read_scenarios(struct catalogue *catalogue, const char *folder)
{
	struct arena *arena = &catalogue->arena;
	const char *registry;
	const char *told = NULL; /* the file of which something was said */
	struct scenario_set set;

	if (!folder)
		folder = home_path(&catalogue->arena, USUAL_FOLDER);
	catalogue->scenario_folder = folder;
	catalogue->registry = registry = catalogue_read_rules(catalogue, folder);
	if (!registry) /* it may be a part of a folder that has */
		registry = catalogue_read_rules(
			catalogue, root_of(catalogue, arena_printf(arena, "%s/.", folder)));
	/* what is wrong stands in the diagnostics, which decide */
	(void)!scenario_read_tree(&set, arena, &catalogue->diag, folder, known_credentials(catalogue));
	for (size_t i = 0; i < set.count; i++) {
		if (told != set.items[i]->path && !check_one(catalogue, set.items[i], registry))
			told = set.items[i]->path;
	}
	if (!catalogue->scenarios.count)
		catalogue->scenarios = set;
	else
		for (size_t i = 0; i < set.count; i++)
			put(catalogue, set.items[i]);
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

	const char *registry =
		scenario ? catalogue_read_rules(catalogue, root_of(catalogue, path)) : NULL;
	bool right = true;

	for (struct scenario *at = scenario; at; at = at->next) {
		right = right && check_one(catalogue, at, registry);
		at->asked_as = arena_strdup(&catalogue->arena, path);
		put(catalogue, at);
	}
	return scenario;
}

static void check_names(struct catalogue *catalogue, const char *what, const char *const *known,
	const struct text_list *names)
{
	for (size_t i = 0; i < names->count; i++)
		check_name(catalogue, what, known, names->items[i], names->places[i]);
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
		if (text_is_among(
				needed[i].authority ? recipe_authorities(recipe) : recipe_credentials(recipe),
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
	check_names(catalogue, "bundle", recipe_bundles(catalogue->recipe), &target->setup.bundles);
	check_name(catalogue, "credential", credentials, control->client, control->client_place);
	check_name(
		catalogue, "authority", authorities, control->server_root, control->server_root_place);
	for (size_t i = 0; i < target_host_count(target); i++) {
		const struct target_host *host = target_host_number(target, i);

		check_name(catalogue, "credential", credentials, host->control, host->control_place);
		check_name(catalogue, "authority", authorities, host->client_ca, host->client_ca_place);
	}
	for (size_t i = 0; i < target_path_count(target); i++) {
		const struct target_path *path = target_path_number(target, i);

		check_name(catalogue, "credential", credentials, path->control, path->control_place);
		check_name(catalogue, "authority", authorities, path->client_ca, path->client_ca_place);
	}
}

bool catalogue_is_file(const char *argument)
{
	return text_ends_with(argument, ".yaml") || text_ends_with(argument, ".yml") ||
		(strchr("./", argument[0]) && file_exists(argument) && !file_is_dir(argument));
}
