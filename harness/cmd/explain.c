/* mtlspec explain: what a word of a report, a file or an exit code means. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "catalogue_options.h"
#include "command.h"
#include "glossary.h"
#include "option.h"
#include "result.h"
#include "terminal.h"
#include "text.h"

enum { TEXT_MAX = 1024 * 1024, KEY_SCENARIOS = 's', COLUMNS_ELSEWHERE = 0 };

static const struct argp_option options[] = {
	{"scenarios", KEY_SCENARIOS, "DIR", 0, "Scenario folder instead of the shipped one", 1}, {0}};

struct explain_arguments {
	struct selection_request wanted;
	struct catalogue_arguments catalogue; /* its recipe */
	const char **words;
	size_t count;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct explain_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->catalogue;
		return 0;
	case KEY_SCENARIOS:
		out->wanted.scenario_dir = text;
		return 0;
	case ARGP_KEY_ARG:
		*ARENA_PUSH(out->catalogue.arena, out->words, out->count) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp *command_explain_argp(void)
{
	static const struct argp_child children[] = {{&recipe_argp, 0, NULL, 0}, {0}};
	static const struct argp argp = {options, parse, "[WORD...]",
		"Say what a word means: a scenario, a cell's id, an alert by name or number, a rule, a "
		"defect, a class of failures, a verdict, an exit code, a client-auth mode. Several words "
		"are one (let in, exit 3) or, where that is none, each for itself. Without a word: what "
		"can be explained.\v"
		"  mtlspec explain client-certificate/expired\n"
		"  mtlspec explain unknown_ca\n"
		"  mtlspec explain exit 3\n",
		children, NULL, NULL};

	return &argp;
}

static const char *joined(const struct explain_arguments *arguments, struct arena *arena)
{
	const char *text = arguments->words[0];

	for (size_t i = 1; i < arguments->count; i++)
		text = arena_printf(arena, "%s %s", text, arguments->words[i]);
	return text;
}

static int refuse(struct telling *telling, const char *word)
{
	SCOPED_BUF guess;

	buf_init(&guess, TEXT_MAX);
	text_guess(&guess, word, glossary_words(telling));
	fprintf(stderr, "mtlspec explain: nothing is called '%s'%s%s%s\n", word,
		guess.len ? "; did you mean " : "", buf_text(&guess), guess.len ? "?" : "");
	if (!guess.len)
		fprintf(stderr, "`mtlspec explain` alone says what can be explained.\n");
	return EXIT_USAGE;
}

/* All of them as one, else each. */
static int tell(struct telling *telling, const struct explain_arguments *arguments)
{
	const char *all = joined(arguments, telling->arena);
	int exit_code = EXIT_AS_EXPECTED;

	if (glossary_tell(telling, all))
		return EXIT_AS_EXPECTED;
	for (size_t i = 0; i < arguments->count; i++) {
		if (arguments->count > 1 && glossary_tell(telling, arguments->words[i]))
			continue;
		/* else it was a file, and what is wrong with that is said in the end */
		if (!diag_failed(&telling->selection->catalogue.diag))
			exit_code = refuse(telling, arguments->words[i]);
	}
	return exit_code;
}

int command_explain(int argc, char **argv)
{
	struct explain_arguments arguments = {0};
	struct selection selection;
	struct telling telling;
	int exit_code;
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	selection_init(&selection);
	arguments.catalogue =
		(struct catalogue_arguments){&selection.catalogue.arena, &arguments.wanted};
	option_parse(command_explain_argp(), argc, argv, &arguments);
	selection_read_catalogue(&selection, &arguments.wanted);
	telling = (struct telling){.out = &text,
		.columns = terminal_columns(stdout, COLUMNS_ELSEWHERE),
		.selection = &selection,
		.arena = &selection.catalogue.arena};
	exit_code = command_report_errors(&selection.catalogue.diag);
	if (!exit_code && arguments.count)
		exit_code = tell(&telling, &arguments);
	else if (!exit_code)
		glossary_list(&telling);
	if (!exit_code || telling.told)
		fwrite(buf_text(&text), 1, text.len, stdout);
	if (!exit_code)
		exit_code = command_report_errors(&selection.catalogue.diag);
	selection_finish(&selection);
	return exit_code;
}
