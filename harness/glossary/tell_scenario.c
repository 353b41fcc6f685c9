/* Scenarios: what is sent, and what must come of it. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "judge_words.h"
#include "recipe.h"
#include "said.h"
#include "scenario_id.h"
#include "selection.h"
#include "teller.h"

enum { ROW_MAX = 64 * 1024 };

static const char *credential_words(struct telling *telling, const char *name)
{
	const struct recipe *recipe = telling->selection->catalogue.recipe;
	const char *defect;

	if (!name)
		return "no certificate";
	if (strcmp(name, SCENARIO_WHO_IS_GOOD) == 0)
		return "the certificate of whoever is good there";
	defect = recipe ? recipe_defect(recipe, name) : "";
	return arena_printf(
		telling->arena, "%s%s%s%s", name, *defect ? " (" : "", defect, *defect ? ")" : "");
}

static const char *sent_words(
	struct telling *telling, const struct scenario *scenario, const struct scenario_step *step)
{
	if (scenario->side == SIDE_CLIENT)
		return arena_printf(telling->arena,
			"our server presents %s; the target is configured with %s",
			credential_words(telling, step->server.present),
			credential_words(telling, step->client.present));
	if (step->plain)
		return "our client speaks HTTP without TLS";
	return arena_printf(
		telling->arena, "our client presents %s", credential_words(telling, step->client.present));
}

/* The words of the file beside who is presented. */
static void tell_more(struct telling *telling, const struct scenario_step *step)
{
	static const char *const told[] = {"name", "present", "client", "server", "expect", NULL};
	static const char *const present[] = {"present", NULL};
	SCOPED_BUF text;

	buf_init(&text, ROW_MAX);
	said_put(&text, &scenario_step_schema, step, told);
	teller_row(telling, "with", buf_text(&text));
	buf_clear(&text);
	said_put(&text, &scenario_client_schema, &step->client, present);
	teller_row(telling, "client", buf_text(&text));
	buf_clear(&text);
	said_put(&text, &scenario_server_schema, &step->server, present);
	teller_row(telling, "server", buf_text(&text));
}

static const char *expected_words(
	struct telling *telling, const struct scenario_step *step, enum auth_mode mode)
{
	return step->expect[mode].connection.given
		? judge_step_words(&step->expect[mode], telling->arena)
		: "not made";
}

static bool is_same_in_all_modes(
	struct telling *telling, const struct scenario *scenario, const struct scenario_step *step)
{
	const char *first = NULL;

	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		const char *words;

		if (!scenario->modes[mode])
			continue;
		words = expected_words(telling, step, (enum auth_mode)mode);
		if (first && strcmp(first, words) != 0)
			return false;
		first = words;
	}
	return true;
}

static const char *modes_words(const struct scenario *scenario, struct arena *arena)
{
	unsigned modes = 0;

	for (unsigned mode = 0; mode < AUTH_MODE_COUNT; mode++)
		modes |= (unsigned)scenario->modes[mode] << mode;
	return auth_mode_list(arena, modes);
}

static void tell_expected(
	struct telling *telling, const struct scenario *scenario, const struct scenario_step *step)
{
	const char *label = "expected";
	bool same = is_same_in_all_modes(telling, scenario, step);

	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		const char *words = expected_words(telling, step, (enum auth_mode)mode);

		if (!scenario->modes[mode])
			continue;
		teller_row(telling, label,
			same ? words : arena_printf(telling->arena, "%-27s %s", auth_mode_words[mode], words));
		if (same)
			return;
		label = "";
	}
}

static const char *versions_words(const struct scenario *scenario, struct arena *arena)
{
	const char *text = "";

	for (int version = 0; version < TLS_VERSION_COUNT; version++) {
		if (scenario->versions[version])
			text =
				arena_printf(arena, "%s%s%s", text, *text ? ", " : "", tls_version_words[version]);
	}
	return text;
}

static void tell_rules(struct telling *telling, const struct scenario *scenario)
{
	const struct rules *rules = &telling->selection->catalogue.rules;

	for (size_t i = 0; i < scenario->rules.count; i++) {
		const char *text = scenario->rules.items[i];
		const struct rule *rule = rules_find(rules, text);

		teller_row(telling, i ? "" : "rules",
			rule ? arena_printf(telling->arena, "%s: %s", text, rule->title) : text);
	}
}

static void tell_steps(struct telling *telling, const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (!scenario->simple)
			teller_row(telling, arena_printf(telling->arena, "step %zu", i + 1), step->name);
		teller_row(telling, "sent", sent_words(telling, scenario, step));
		tell_more(telling, step);
		tell_expected(telling, scenario, step);
	}
}

static void tell_needs(struct telling *telling, const struct scenario *scenario)
{
	SCOPED_BUF text;

	buf_init(&text, ROW_MAX);
	buf_put_list(&text, scenario->requires_features.items, scenario->requires_features.count);
	teller_row(telling, "requires", buf_text(&text));
	buf_clear(&text);
	buf_put_list(&text, scenario->only.items, scenario->only.count);
	teller_row(telling, "only", buf_text(&text));
	teller_row(telling, "bundle", scenario->bundle);
}

/* `count`: how many its file makes, of which this is the first; 1: it is told alone. */
static void tell_file(struct telling *telling, const struct scenario *scenario, size_t count)
{
	struct arena *arena = telling->arena;
	const char *id = count > 1 ? scenario->file_id : scenario->id;

	teller_head(telling, id, count > 1 ? scenario->file_title : scenario->title);
	if (count > 1)
		teller_row(telling, "scenarios",
			arena_printf(arena, "%zu, one for each combination of its values; the first: %s", count,
				scenario->id));
	teller_row(telling, "why", scenario->why);
	teller_row(telling, "target",
		arena_printf(
			arena, "a %s, in %s", side_words[scenario->side], versions_words(scenario, arena)));
	teller_row(telling, "modes", modes_words(scenario, arena));
	tell_needs(telling, scenario);
	tell_steps(telling, scenario);
	tell_rules(telling, scenario);
	teller_row(telling, "confirms", scenario->confirms);
	teller_row(telling, "file", scenario->path);
	teller_row(telling, "catches",
		arena_printf(
			arena, "`mtlspec selftest '%s%s'` tells which defects", id, count > 1 ? "/*" : ""));
}

bool tell_scenario(struct telling *telling, const char *word)
{
	struct catalogue *catalogue = &telling->selection->catalogue;
	const struct scenario_set *set = &catalogue->scenarios;
	size_t len = strlen(word);

	if (catalogue_is_file(word)) {
		const struct scenario *own = catalogue_add_scenario(catalogue, word);

		word = own ? own->file_id : word;
		len = strlen(word);
	}
	while (len && word[len - 1] == '/')
		len--;
	for (size_t i = 0; i < set->count; i++) {
		const struct scenario *scenario = set->items[i];
		size_t count = 1;

		if (strcmp(scenario->id, word) == 0) {
			tell_file(telling, scenario, 1);
			return true;
		}
		if (strlen(scenario->file_id) != len || strncmp(scenario->file_id, word, len) != 0)
			continue;
		while (i + count < set->count &&
			strcmp(set->items[i + count]->file_id, scenario->file_id) == 0)
			count++;
		tell_file(telling, scenario, count);
		return true;
	}
	return false;
}

void list_scenario_words(struct word_list *out, struct telling *telling)
{
	const struct scenario_set *set = &telling->selection->catalogue.scenarios;
	const char *last = "";

	for (size_t i = 0; i < set->count; i++) {
		if (strcmp(last, set->items[i]->file_id) != 0)
			word_list_add(out, telling->arena, set->items[i]->file_id);
		last = set->items[i]->file_id;
	}
}
