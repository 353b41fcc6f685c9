/* Cells: SCENARIO@TARGET:MODE/TLS. */
#include <string.h>

#include "arena.h"
#include "defect_list.h"
#include "defect_meaning.h"
#include "judge_words.h"
#include "selection.h"
#include "target.h"
#include "teller.h"
#include "text.h"
#include "word_meaning.h"

struct cell_name {
	const char *scenario;
	const char *target;
	enum auth_mode mode;
	enum tls_version tls;
};

static bool parse(struct cell_name *out, const char *word, struct arena *arena)
{
	const char *at = strchr(word, '@');
	const char *colon = at ? strrchr(at, ':') : NULL;
	const char *slash = colon ? strchr(colon, '/') : NULL;

	if (!slash ||
		!auth_mode_parse(&out->mode, arena_strndup(arena, colon + 1, (size_t)(slash - colon - 1))))
		return false;
	out->scenario = arena_strndup(arena, word, (size_t)(at - word));
	out->target = arena_strndup(arena, at + 1, (size_t)(colon - at - 1));
	for (int version = 1; version < TLS_VERSION_COUNT; version++) {
		if (strcmp(tls_version_words[version], slash + 1) == 0) {
			out->tls = (enum tls_version)version;
			return true;
		}
	}
	return false;
}

static const struct scenario *find_scenario(const struct scenario_set *set, const char *id)
{
	for (size_t i = 0; i < set->count; i++) {
		if (strcmp(set->items[i]->id, id) == 0)
			return set->items[i];
	}
	return NULL;
}

/* One that is built in; without the version and the defects that may stand behind its name. */
static const struct target *find_target(struct telling *telling, const char *name)
{
	struct catalogue *catalogue = &telling->selection->catalogue;
	const char *plain = arena_strndup(telling->arena, name, strcspn(name, "@+"));

	for (const char *const *known = target_names(telling->arena); *known; known++) {
		if (strcmp(*known, plain) == 0)
			return target_read(&catalogue->arena, &catalogue->diag, plain);
	}
	return NULL;
}

static void tell_deviations(struct telling *telling, const struct target *target, const char *cell)
{
	for (size_t i = 0; i < target->deviation_count; i++) {
		const struct target_deviation *one = &target->deviations[i];

		if (text_glob(one->cells, cell))
			teller_row(telling, "known",
				arena_printf(telling->arena, "%s all the same: %s%s%s",
					outcome_words[one->observed], one->reason, one->link ? " " : "",
					one->link ? one->link : ""));
	}
}

static void tell_target(struct telling *telling, const struct cell_name *name, const char *cell)
{
	const struct target *target = find_target(telling, name->target);
	const char *plus = strchr(name->target, '+');
	const struct named_defect *defect = plus ? defect_list_find(plus + 1) : NULL;
	const struct target_mode *mode;

	if (!target) {
		teller_row(telling, "target",
			arena_printf(
				telling->arena, "%s, which is not among those that are built in", name->target));
		return;
	}
	teller_row(
		telling, "target", arena_printf(telling->arena, "%s: %s", name->target, target->title));
	if (defect)
		teller_row(telling, "defect",
			arena_printf(telling->arena, "%s: it %s", defect->word, defect_meaning(defect)));
	mode = &target->modes[name->mode];
	teller_row(telling, "setting", mode->setting);
	teller_row(telling, "differs", mode->approximates);
	teller_row(telling, "skipped", mode->unsupported);
	tell_deviations(telling, target, cell);
}

static void tell_expectation(
	struct telling *telling, const struct scenario *scenario, const struct cell_name *name)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];
		const struct step_expectation *expected = &step->expect[name->mode];
		const char *words = expected->connection.given ? judge_step_words(expected, telling->arena)
													   : "not made in this mode";

		teller_row(telling, i ? "" : "expected",
			step->name ? arena_printf(telling->arena, "%s: %s", step->name, words) : words);
	}
}

bool tell_cell(struct telling *telling, const char *word)
{
	struct cell_name name;
	const struct scenario *scenario;
	struct arena *arena = telling->arena;

	if (!parse(&name, word, arena))
		return false;
	scenario = find_scenario(&telling->selection->catalogue.scenarios, name.scenario);
	if (!scenario)
		return false;
	teller_head(telling, word, arena_printf(arena, "a cell: what is run and judged for itself"));
	teller_row(telling, "scenario", arena_printf(arena, "%s: %s", name.scenario, scenario->title));
	tell_target(telling, &name, word);
	teller_row(telling, "mode",
		arena_printf(arena, "%s: %s", auth_mode_words[name.mode], auth_mode_meaning(name.mode)));
	teller_row(telling, "TLS", tls_version_words[name.tls]);
	tell_expectation(telling, scenario, &name);
	teller_row(telling, "run it",
		arena_printf(arena, "mtlspec run --target %s --cell %s",
			text_shell_quote(arena, name.target), text_shell_quote(arena, word)));
	teller_row(telling, "more", arena_printf(arena, "mtlspec explain %s", name.scenario));
	return true;
}
