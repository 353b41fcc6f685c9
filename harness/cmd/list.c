/* mtlspec list: what there is to run. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "catalogue_options.h"
#include "command.h"
#include "defect_list.h"
#include "list_cells.h"
#include "list_rules.h"
#include "option.h"
#include "recipe.h"
#include "result.h"
#include "target.h"
#include "text.h"

enum list_what {
	LIST_SCENARIOS,
	LIST_TARGETS,
	LIST_CREDENTIALS,
	LIST_MODES,
	LIST_DEFECTS,
	LIST_RULES,
};
static const char *const list_words[] = {
	"scenarios", "targets", "credentials", "modes", "defects", "rules", NULL};
enum { WANTED_MAX = 1024, KEY_RULES = 8300 };

static const struct argp_option options[] = {
	{"rules", KEY_RULES, NULL, 0, "The same as `list rules`", 1}, {0}};

struct list_arguments {
	bool said; /* what to list */
	enum list_what what;
	struct selection_request wanted;
	struct catalogue_arguments catalogue; /* its place in the above */
};

static int what_is(const char *text)
{
	for (int i = 0; list_words[i]; i++) {
		if (strcmp(list_words[i], text) == 0)
			return i;
	}
	return -1;
}

static void report_unknown(struct argp_state *state, const char *text)
{
	SCOPED_BUF wanted;
	SCOPED_BUF guess;

	buf_init(&wanted, WANTED_MAX);
	buf_init(&guess, WANTED_MAX);
	for (const char *const *word = list_words; *word; word++)
		buf_printf(&wanted, "%s, ", *word);
	text_guess(&guess, text, list_words);
	argp_error(state, "%s: one of %scells is wanted%s%s%s", text, buf_text(&wanted),
		guess.len ? "; did you mean " : "", buf_text(&guess), guess.len ? "?" : "");
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct list_arguments *out = state->input;
	struct selection_request *wanted = &out->wanted;

	if (key == ARGP_KEY_INIT) {
		state->child_inputs[0] = &out->catalogue;
		return 0;
	}
	if (key == KEY_RULES) {
		out->what = LIST_RULES;
		out->said = true;
		return 0;
	}
	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (!out->said && what_is(text) >= 0)
		out->what = (enum list_what)what_is(text);
	else if (!out->said)
		report_unknown(state, text);
	else if (out->what != LIST_SCENARIOS && out->what != LIST_RULES)
		argp_error(state, "%s: only scenarios and rules can be chosen by name", text);
	else
		*ARENA_PUSH(out->catalogue.arena, wanted->scenarios, wanted->scenario_count) = text;
	out->said = true;
	return 0;
}

static void list_words_of(const char *const *words)
{
	for (; *words; words++)
		puts(*words);
}

static void list_defects(void)
{
	for (const struct named_defect *one = defect_list; one->word; one++)
		printf("%-34s %s\n", one->word, defect_list_side(one));
}

/* One line for each file, however many scenarios it is. How many of those that are listed it is. */
static size_t list_file(const struct scenario_set *set, size_t first)
{
	const struct scenario *scenario = set->items[first];
	size_t count = 1;

	while (first + count < set->count &&
		strcmp(set->items[first + count]->file_id, scenario->file_id) == 0)
		count++;
	if (count == 1)
		printf(
			"%-44s %s%s\n", scenario->id, scenario->title, scenario->confirms ? " (confirms)" : "");
	else
		printf("%s/%*s %zu scenarios: %s\n", scenario->file_id,
			(int)(strlen(scenario->file_id) < 43 ? 43 - strlen(scenario->file_id) : 0), "", count,
			scenario->file_title);
	return count;
}

static void list_scenarios(struct selection *selection, const struct selection_request *wanted)
{
	struct scenario_set set;

	selection_read_catalogue(selection, wanted);
	set = selection_scenarios(selection, wanted);
	for (size_t i = 0; i < set.count; i += list_file(&set, i))
		continue;
}

static const char *missing_word(const struct target *target, struct arena *arena)
{
	if (target->lacks)
		return arena_printf(arena, " (needs %s)", target->lacks);
	return target->program_path || target->connect_host ? "" : " (not installed)";
}

static int name_width(const struct selection *selection)
{
	size_t width = 0;

	for (size_t i = 0; i < selection->target_count; i++) {
		const struct target *target = selection->targets[i];

		if (target && strlen(target->name) > width)
			width = strlen(target->name);
	}
	return (int)width;
}

static void list_targets(struct selection *selection, struct list_arguments *arguments)
{
	static const char all[] = "all";
	struct selection_request *wanted = &arguments->wanted;
	int width;

	if (!wanted->target_count)
		*ARENA_PUSH(arguments->catalogue.arena, wanted->targets, wanted->target_count) = all;
	selection_read_targets(selection, wanted);
	width = name_width(selection);
	for (size_t i = 0; i < selection->target_count; i++) {
		const struct target *target = selection->targets[i];

		if (target)
			printf("%-*s %-7s %s%s\n", width, target->name,
				side_words[target->sides[SIDE_CLIENT] ? SIDE_CLIENT : SIDE_SERVER], target->title,
				missing_word(target, &selection->catalogue.arena));
	}
}

static void list_credentials(struct catalogue *catalogue, const struct selection_request *wanted)
{
	catalogue_read_recipe(catalogue, wanted->pki_file, wanted->pki_variant);
	if (!catalogue->recipe)
		return;
	for (const char *const *name = recipe_credentials(catalogue->recipe); *name; name++) {
		const char *defect = recipe_defect(catalogue->recipe, *name);

		printf("%-32s %s\n", *name, *defect ? defect : "no defect");
	}
}

const struct argp *command_list_argp(void)
{
	static const struct argp_child children[] = {{&catalogue_argp, 0, NULL, 0}, {0}};
	static const struct argp argp = {options, parse,
		"[scenarios [SCENARIO...]|targets|credentials|modes|defects|rules [RULE...]]\n"
		"cells [OPTION of run...] [SCENARIO...]",
		"List what there is, one a line; scenarios by default. `mtlspec list rules` says below "
		"each "
		"rule which scenarios cover it, or why none does. `mtlspec list cells` takes the "
		"options of `mtlspec run` and says what that would judge, also as a test file for ctest "
		"(`mtlspec list cells --help`).",
		children, NULL, NULL};

	return &argp;
}

int command_list(int argc, char **argv)
{
	struct list_arguments arguments = {0};
	struct selection selection;
	int exit_code;

	if (argc > 1 && strcmp(argv[1], "cells") == 0) {
		argv[1] = argv[0];
		return list_cells(argc - 1, argv + 1);
	}
	/* only cells have formats */
	if (argc > 1 && strncmp(argv[1], "--format", strlen("--format")) == 0)
		return list_cells(argc, argv);
	selection_init(&selection);
	arguments.catalogue =
		(struct catalogue_arguments){&selection.catalogue.arena, &arguments.wanted};
	option_parse(command_list_argp(), argc, argv, &arguments);
	if (arguments.what == LIST_SCENARIOS)
		list_scenarios(&selection, &arguments.wanted);
	else if (arguments.what == LIST_TARGETS)
		list_targets(&selection, &arguments);
	else if (arguments.what == LIST_RULES)
		list_rules(&selection, &arguments.wanted);
	else if (arguments.what == LIST_CREDENTIALS)
		list_credentials(&selection.catalogue, &arguments.wanted);
	else if (arguments.what == LIST_DEFECTS)
		list_defects();
	else
		list_words_of(auth_mode_words);
	exit_code = command_report_errors(&selection.catalogue.diag);
	selection_finish(&selection);
	return exit_code;
}
