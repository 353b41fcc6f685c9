#include "plan.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "plan_client.h"
#include "plan_deed.h"
#include "plan_select.h"
#include "plan_skip.h"
#include "plan_steps.h"
#include "text.h"

enum { KEY_MAX = 4 * 1024 * 1024 };

static const struct place on_command_line = {NULL, 0, 0};

const char *const driver_words[] = {"tls", "http", "both", NULL};
_Static_assert(COUNT_OF(driver_words) == DRIVER_CHOICE_COUNT + 1, "a word for each driver choice");

/* The instance that a mode and a scenario's features came to, so that each is rendered once. */
struct rendering {
	const struct target *target;
	enum auth_mode mode;
	const struct text_list *features;
	const char *bundle; /* or NULL */
	size_t instance;
};

struct planner {
	struct arena *arena;
	struct diag *diag;
	const struct plan_request *request;
	struct scenario_set scenarios;
	struct plan *plan;
	const char **keys; /* rendered text of each instance */
	size_t key_count;
	struct rendering *renderings;
	size_t rendering_count;
};

static size_t count_true(const bool *flags, size_t count)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += flags[i];
	return total;
}

static bool supports(const struct target *target, int mode)
{
	return target->modes[mode].given && !target->modes[mode].unsupported;
}

/*
 * Nobody said which mode an address is in: the one that people mean by mutual TLS, which it must
 * then show to be in.
 */
static bool is_mode_assumed(const struct plan_request *request, const struct target *target)
{
	return target->connect_host && !target->path &&
		count_true(request->modes, AUTH_MODE_COUNT) == 0 && !request->backend_behind_external;
}

/* What runs already is in one mode: the one that the user names, or the only one of its file. */
static bool connected_modes(bool *modes, const struct planner *planner, const struct target *target)
{
	size_t supported = 0;

	if (count_true(modes, AUTH_MODE_COUNT) == 1)
		return true;
	if (is_mode_assumed(planner->request, target)) {
		modes[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = true;
		return true;
	}
	for (int i = 0; i < AUTH_MODE_COUNT; i++)
		supported += supports(target, i);
	if (count_true(modes, AUTH_MODE_COUNT) == 0 && supported == 1) {
		for (int i = 0; i < AUTH_MODE_COUNT; i++)
			modes[i] = supports(target, i);
		return true;
	}
	diag_error(planner->diag, on_command_line,
		"target '%s' runs already, in one client-auth mode: say which", target->name);
	diag_hint(planner->diag, "exactly one --mode, such as --mode %s",
		auth_mode_name(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT));
	return false;
}

static bool choose_modes(bool *modes, const struct planner *planner, const struct target *target)
{
	memcpy(modes, planner->request->modes, sizeof(planner->request->modes));
	if (target->connect_host)
		return connected_modes(modes, planner, target);
	if (!count_true(modes, AUTH_MODE_COUNT))
		memset(modes, true, sizeof(planner->request->modes));
	for (int i = 0; i < AUTH_MODE_COUNT; i++)
		modes[i] = modes[i] && !target->modes_left_out[i];
	return true;
}

static bool wants_version(const struct plan_request *request, enum tls_version version)
{
	return request->versions[version] || !count_true(request->versions, TLS_VERSION_COUNT);
}

static const struct target_deviation *find_deviation(const struct target *target, const char *id)
{
	for (size_t i = 0; i < target->deviation_count; i++) {
		if (text_glob(target->deviations[i].cells, id))
			return &target->deviations[i];
	}
	return NULL;
}

static bool same_texts(const struct text_list *a, const struct text_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	}
	return true;
}

/* What the target would be started with, where each value of the run is its own name. */
static void symbolic_values(
	struct template_values *values, const struct planner *planner, const struct target *target)
{
	template_values_init(values, planner->arena);
	for (const char *const *name = target_value_names; *name; name++)
		template_set(values, *name, arena_printf(planner->arena, "<%s>", *name));
	for (const char *const *name = target_setup_names(target, planner->arena); *name; name++)
		template_set(values, *name, arena_printf(planner->arena, "<%s>", *name));
	template_set(
		values, "defects", target_defects(target, planner->request->defects, planner->arena));
}

static const char *rendered_key(
	struct planner *planner, const struct plan_cell *cell, const struct text_list *features)
{
	const struct target *target = cell->target;
	struct template_values values;
	struct rendered rendered;
	SCOPED_BUF key;

	buf_init(&key, KEY_MAX);
	symbolic_values(&values, planner, target);
	if (!target_render(&rendered, planner->arena, planner->diag, target, cell->mode,
			features->items, features->count, &values))
		return NULL;
	/* its files have names of their own, so that the text differs */
	if (cell->scenario->bundle)
		buf_printf(&key, "%s\n", cell->scenario->bundle);
	for (size_t i = 0; i < rendered.file_count; i++)
		buf_printf(&key, "%s\n%s\n", rendered.files[i].name, rendered.files[i].text);
	for (const char **arg = rendered.args; *arg; arg++)
		buf_printf(&key, "%s\n", *arg);
	for (const char **variable = rendered.environment; *variable; variable++)
		buf_printf(&key, "%s\n", *variable);
	return arena_strndup(planner->arena, buf_text(&key), key.len);
}

/*
 * Controls belong to an instance and depend on the mode, so instances are shared within a mode
 * only, even if a product should say two modes in the same words.
 */
static size_t find_or_add_instance(struct planner *planner, const struct plan_cell *cell,
	const struct text_list *features, const char *key)
{
	struct target *target = cell->target;
	enum auth_mode mode = cell->mode;
	struct plan *plan = planner->plan;
	struct plan_instance *instance;

	for (size_t i = 0; i < plan->instance_count; i++) {
		if (plan->instances[i].target == target && plan->instances[i].mode == mode &&
			strcmp(planner->keys[i], key) == 0)
			return i;
	}
	*ARENA_PUSH(planner->arena, planner->keys, planner->key_count) = key;
	instance = ARENA_PUSH(planner->arena, plan->instances, plan->instance_count);
	instance->target = target;
	instance->mode = mode;
	instance->mode_assumed = is_mode_assumed(planner->request, target);
	instance->bundle = cell->scenario->bundle;
	instance->features = features->items;
	instance->feature_count = features->count;
	return plan->instance_count - 1;
}

static bool assign_client_instance(struct planner *planner, struct plan_cell *cell)
{
	struct plan *plan = planner->plan;
	struct plan_instance wanted;
	const char *key;

	plan_client_describe(&wanted, cell, planner->arena);
	key = plan_client_key(&wanted, planner->arena, planner->diag);
	if (!key)
		return false;
	for (size_t i = 0; i < plan->instance_count; i++) {
		cell->instance = i;
		if (plan->instances[i].target == cell->target && strcmp(planner->keys[i], key) == 0)
			return true;
	}
	*ARENA_PUSH(planner->arena, planner->keys, planner->key_count) = key;
	cell->instance = plan->instance_count;
	*ARENA_PUSH(planner->arena, plan->instances, plan->instance_count) = wanted;
	return true;
}

/* It changes files of it: nobody else may be disturbed, and nobody may have changed them before. */
static void assign_own_instance(struct planner *planner, struct plan_cell *cell)
{
	const struct text_list *features = plan_deed_features(cell, planner->arena);

	cell->instance = find_or_add_instance(planner, cell, features, cell->id);
	planner->plan->instances[cell->instance].only_for = cell->id;
}

static bool assign_instance(struct planner *planner, struct plan_cell *cell)
{
	static const struct text_list nothing;
	const struct text_list *features =
		cell->target->connect_host ? &nothing : &cell->scenario->requires_features;
	struct rendering *rendering;
	const char *key;

	if (cell->scenario->side == SIDE_CLIENT)
		return assign_client_instance(planner, cell);
	if (scenario_has_deeds(cell->scenario)) {
		assign_own_instance(planner, cell);
		return true;
	}
	for (size_t i = planner->rendering_count; i-- > 0;) {
		rendering = &planner->renderings[i];
		if (rendering->target != cell->target || rendering->mode != cell->mode)
			break;
		if (same_texts(rendering->features, features) &&
			text_same(rendering->bundle, cell->scenario->bundle)) {
			cell->instance = rendering->instance;
			return true;
		}
	}
	key = cell->target->connect_host ? "" : rendered_key(planner, cell, features);
	if (!key)
		return false;
	rendering = ARENA_PUSH(planner->arena, planner->renderings, planner->rendering_count);
	rendering->target = cell->target;
	rendering->mode = cell->mode;
	rendering->features = features;
	rendering->bundle = cell->scenario->bundle;
	rendering->instance = find_or_add_instance(planner, cell, features, key);
	cell->instance = rendering->instance;
	return true;
}

static bool add_cell(struct planner *planner, const struct plan_cell *wanted)
{
	const char *id = arena_printf(planner->arena, "%s@%s:%s/%s", wanted->scenario->id,
		wanted->target->name, auth_mode_name(wanted->mode), tls_version_name(wanted->tls));
	struct plan_cell *cell;

	if (!plan_selects_cell(planner->request, id))
		return true;
	cell = ARENA_PUSH(planner->arena, planner->plan->cells, planner->plan->cell_count);
	*cell = *wanted;
	cell->id = id;
	cell->skip_reason = plan_skip_reason(planner->request, cell, planner->arena);
	if (cell->skip_reason)
		return true;
	if (!plan_steps_fit(cell, planner->diag))
		return false;
	cell->deviation = find_deviation(cell->target, id);
	if (!assign_instance(planner, cell))
		return false;
	planner->plan->instances[cell->instance].cell_count++;
	return true;
}

static bool names_something(const struct plan_request *request)
{
	return (request->scenario_globs && *request->scenario_globs) ||
		(request->cell_globs && *request->cell_globs);
}

static bool is_left_out(const struct target *target, const struct scenario *scenario)
{
	const struct text_list *required = &scenario->requires_features;

	return (target->only_scenarios && !text_glob(target->only_scenarios, scenario->id)) ||
		(target->feature_left_out && text_list_holds(required, target->feature_left_out)) ||
		(target->only_feature && !text_list_holds(required, target->only_feature));
}

/* The scenario is for this version, which is asked for; and for no newer one, if that is enough. */
static bool takes_version(const struct planner *planner, const struct target *target,
	const struct scenario *scenario, enum tls_version version)
{
	if (!scenario->versions[version] || !wants_version(planner->request, version))
		return false;
	for (int newer = version + 1; target->older_tls_left_out && newer < TLS_VERSION_COUNT;
		 newer++) {
		if (scenario->versions[newer])
			return false;
	}
	return true;
}

static bool add_scenarios(struct planner *planner, struct target *target, enum auth_mode mode)
{
	for (size_t i = 0; i < planner->scenarios.count; i++) {
		const struct scenario *scenario = planner->scenarios.items[i];

		if (is_left_out(target, scenario) ||
			(!(target->sides[scenario->side] && plan_belongs(scenario, target, mode)) &&
				!names_something(planner->request)))
			continue;
		if (target->deeds_left_out && scenario_has_deeds(scenario))
			continue;
		for (int version = 0; version < TLS_VERSION_COUNT; version++) {
			const struct plan_cell cell = {.scenario = scenario,
				.target = target,
				.mode = mode,
				.tls = (enum tls_version)version};

			if (!scenario->modes[mode] || !takes_version(planner, target, scenario, cell.tls))
				continue;
			if (!add_cell(planner, &cell))
				return false;
		}
	}
	return true;
}

static void add_target(struct planner *planner, struct target *target)
{
	bool modes[AUTH_MODE_COUNT];

	if (!choose_modes(modes, planner, target))
		return;
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (modes[mode] && !add_scenarios(planner, target, (enum auth_mode)mode))
			return;
	}
}

static void check_targets(const struct planner *planner)
{
	const struct plan_request *request = planner->request;
	bool taken = !request->defects || !*request->defects;

	for (size_t i = 0; i < request->target_count; i++) {
		taken = taken || request->targets[i]->takes_defects;
		for (size_t j = 0; j < i; j++) {
			if (strcmp(request->targets[i]->name, request->targets[j]->name) == 0)
				diag_error(planner->diag, on_command_line,
					"two targets are called '%s': their cells would have the same ids; give one a "
					"name of its own, --target NAME=...",
					request->targets[i]->name);
		}
	}
	if (!taken)
		diag_error(planner->diag, on_command_line,
			"none of the targets takes defects ('%s'): that is for the reference",
			request->defects);
}

struct plan *plan_make(struct arena *arena, struct diag *diag, const struct plan_request *request)
{
	size_t errors = diag->count + diag->dropped;
	struct planner planner = {
		.arena = arena,
		.diag = diag,
		.request = request,
		.scenarios = plan_select_scenarios(request, arena, diag),
		.plan = ARENA_NEW(arena, struct plan),
	};

	check_targets(&planner);
	for (size_t i = 0; i < request->target_count; i++)
		add_target(&planner, request->targets[i]);
	if (diag->count + diag->dropped == errors)
		plan_check_cell_globs(planner.plan, request, arena, diag);
	return diag->count + diag->dropped == errors ? planner.plan : NULL;
}

bool plan_runs_in(const struct plan *plan, const struct plan_cell *cell, size_t round)
{
	return !round || !plan->defective_once || !cell->target->defects;
}

void plan_take_shard(struct plan *plan, const struct shard *shard)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->cell_count; i++) {
		const struct plan_cell cell = plan->cells[i];

		if (shard_has(shard, cell.id))
			plan->cells[kept++] = cell;
		else if (!cell.skip_reason)
			plan->instances[cell.instance].cell_count--;
	}
	plan->cell_count = kept;
}
