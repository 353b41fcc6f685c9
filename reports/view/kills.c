#include "kills.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

static int by_id(const void *a, const void *b)
{
	return strcmp((*(const struct scenario_info *const *)a)->id,
		(*(const struct scenario_info *const *)b)->id);
}

/* How much of a scenario's id is its file's: "routing/names" of
 * "routing/names/sni=home,host=open". */
static size_t file_len(const char *id)
{
	for (const char *at = strchr(id, '/'); at; at = strchr(at + 1, '/')) {
		size_t word = strcspn(at + 1, "/=,");

		if (word && at[1 + word] == '=')
			return (size_t)(at - id);
	}
	return strlen(id);
}

static bool is_of_file(const struct scenario_info *file, const char *id)
{
	size_t len = file_len(id);

	return strncmp(file->id, id, len) == 0 && !file->id[len];
}

/* In the order of ids, in which those of one file follow each other. */
static void take_files(struct kills *kills)
{
	size_t count = 0;

	for (size_t i = 0; i < kills->plan->scenario_count; i++) {
		const struct scenario_info *info = kills->scenarios[i];
		struct scenario_info *file;

		if (count && is_of_file(kills->scenarios[count - 1], info->id))
			continue;
		file = ARENA_NEW(kills->arena, struct scenario_info);
		*file = *info;
		file->id = arena_strndup(kills->arena, info->id, file_len(info->id));
		kills->scenarios[count++] = file;
	}
	kills->scenario_count = count;
}

void kills_begin(struct kills *out, struct arena *arena, const struct plan_result *plan)
{
	memset(out, 0, sizeof(*out));
	out->arena = arena;
	out->plan = plan;
	for (size_t i = 0; i < plan->target_count; i++) {
		if (plan->targets[i].defect)
			*ARENA_PUSH(arena, out->defects, out->defect_count) = &plan->targets[i];
	}
	out->scenarios = ARENA_ARRAY(arena, const struct scenario_info *, plan->scenario_count + 1);
	for (size_t i = 0; i < plan->scenario_count; i++)
		out->scenarios[i] = &plan->scenarios[i];
	qsort(out->scenarios, plan->scenario_count, sizeof(*out->scenarios), by_id);
	take_files(out);
	out->kills = ARENA_ARRAY(arena, struct kill, out->defect_count * out->scenario_count + 1);
	out->judged = ARENA_ARRAY(arena, bool, out->scenario_count + 1);
}

static size_t find_defect(const struct kills *kills, const char *target)
{
	size_t at = 0;

	while (at < kills->defect_count && strcmp(kills->defects[at]->name, target) != 0)
		at++;
	return at;
}

static size_t find_scenario(const struct kills *kills, const char *id)
{
	size_t at = 0;

	while (at < kills->scenario_count && !is_of_file(kills->scenarios[at], id))
		at++;
	return at;
}

bool kills_add(struct kills *kills, const struct cell_result *cell)
{
	size_t defect = find_defect(kills, cell->target);
	size_t scenario = find_scenario(kills, cell->scenario);
	bool judged = cell->verdict == VERDICT_PASS || cell->verdict == VERDICT_FAIL;

	if (scenario == kills->scenario_count)
		return defect < kills->defect_count;
	kills->judged[scenario] = kills->judged[scenario] || judged;
	if (defect < kills->defect_count) {
		struct kill *kill = &kills->kills[defect * kills->scenario_count + scenario];

		kill->tried[cell->tls] = kill->tried[cell->tls] || judged;
		if (cell->verdict == VERDICT_FAIL)
			kill->modes[cell->tls] |= 1U << cell->mode;
		return true;
	}
	if (cell->verdict == VERDICT_SKIP || cell->verdict == VERDICT_NOT_RUN)
		return false;
	kills->clean_count++;
	if (cell->verdict != VERDICT_PASS)
		*ARENA_PUSH(kills->arena, kills->alarms, kills->alarm_count) =
			arena_strdup(kills->arena, cell->id);
	return false;
}

bool kill_any(const struct kill *kill)
{
	for (int i = 0; i < TLS_VERSION_COUNT; i++) {
		if (kill->modes[i])
			return true;
	}
	return false;
}

static const char *mode_letters(unsigned modes, struct arena *arena)
{
	char text[AUTH_MODE_COUNT + 1] = "";
	size_t len = 0;

	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		if (modes & 1U << i)
			text[len++] = auth_mode_letters[i];
	}
	return arena_strndup(arena, text, len);
}

const char *kill_text(const struct kill *kill, struct arena *arena)
{
	const char *text = "";
	bool same = true;
	int newest = TLS_VERSION_COUNT - 1;

	while (newest && !kill->tried[newest])
		newest--;
	for (int i = 0; i < newest; i++)
		same = same && (!kill->tried[i] || kill->modes[i] == kill->modes[newest]);
	if (same)
		return mode_letters(kill->modes[newest], arena);
	for (int i = 0; i < TLS_VERSION_COUNT; i++) {
		if (kill->modes[i])
			text = arena_printf(arena, "%s%s%s %s", text, *text ? " " : "",
				mode_letters(kill->modes[i], arena), tls_version_name((enum tls_version)i));
	}
	return text;
}

const struct kill *kills_at(const struct kills *kills, size_t defect, size_t scenario)
{
	return &kills->kills[defect * kills->scenario_count + scenario];
}

size_t kills_catchers(const struct kills *kills, size_t defect)
{
	size_t count = 0;

	for (size_t i = 0; i < kills->scenario_count; i++)
		count += kill_any(kills_at(kills, defect, i));
	return count;
}

size_t kills_caught(const struct kills *kills, size_t scenario)
{
	size_t count = 0;

	for (size_t i = 0; i < kills->defect_count; i++)
		count += kill_any(kills_at(kills, i, scenario));
	return count;
}

size_t kills_alone(const struct kills *kills, size_t scenario)
{
	size_t count = 0;

	for (size_t i = 0; i < kills->defect_count; i++)
		count += kill_any(kills_at(kills, i, scenario)) && kills_catchers(kills, i) == 1;
	return count;
}

bool kills_is_idle(const struct kills *kills, size_t scenario)
{
	return kills->judged[scenario] && !kills->plan->some_defects &&
		!kills->scenarios[scenario]->confirms && !kills_caught(kills, scenario);
}

size_t kills_killed(const struct kills *kills)
{
	size_t count = 0;

	for (size_t i = 0; i < kills->defect_count; i++)
		count += kills_catchers(kills, i) > 0;
	return count;
}

int kills_exit_code(const struct kills *kills)
{
	const struct plan_result *plan = kills->plan;
	bool must_kill = !plan->some_scenarios || plan->some_defects;
	bool good = !kills->alarm_count && (!must_kill || kills_killed(kills) == kills->defect_count);

	for (size_t i = 0; good && i < kills->scenario_count; i++)
		good = !kills_is_idle(kills, i);
	return good ? EXIT_AS_EXPECTED : EXIT_CONFORMANCE;
}

static bool is_defective(const struct kills *kills, const char *target)
{
	return find_defect(kills, target) < kills->defect_count;
}

/* Of "scenario@target:mode/tls". */
static bool is_of_defective(const struct kills *kills, const char *id, struct arena *arena)
{
	const char *at = strchr(id, '@');

	return at && is_defective(kills, arena_strndup(arena, at + 1, strcspn(at + 1, ":")));
}

static void take_out(struct run_result *run, const struct kills *kills)
{
	struct plan_result *plan = &run->plan;
	struct end_result *end = &run->end;
	struct arena names;
	size_t count = 0;

	arena_init(&names);
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (!is_of_defective(kills, plan->cells[i], &names))
			plan->cells[count++] = plan->cells[i];
	}
	plan->cell_count = count;
	arena_finish(&names);
	count = 0;
	memset(end->counts, 0, sizeof(end->counts));
	for (size_t i = 0; i < run->cell_count; i++) {
		if (is_defective(kills, run->cells[i].target))
			continue;
		end->counts[run->cells[i].verdict]++;
		run->cells[count++] = run->cells[i];
	}
	run->cell_count = count;
	count = 0;
	for (size_t i = 0; i < end->instance_count; i++) {
		if (!is_defective(kills, end->instances[i].target))
			end->instances[count++] = end->instances[i];
	}
	end->instance_count = count;
}

void kills_set_aside(struct run_result *run, struct arena *arena)
{
	struct plan_result *whole;
	struct kills *kills;
	size_t count = 0;

	if (!run->plan.selftest)
		return;
	whole = ARENA_NEW(arena, struct plan_result);
	kills = ARENA_NEW(arena, struct kills);
	*whole = run->plan;
	kills_begin(kills, arena, whole);
	for (size_t i = 0; i < run->cell_count; i++)
		(void)kills_add(kills, &run->cells[i]);
	take_out(run, kills);
	/* the matrix goes on pointing to the others */
	run->plan.targets = ARENA_ARRAY(arena, struct target_info, whole->target_count + 1);
	for (size_t i = 0; i < whole->target_count; i++) {
		if (!whole->targets[i].defect)
			run->plan.targets[count++] = whole->targets[i];
	}
	run->plan.target_count = count;
	run->kills = kills;
}
