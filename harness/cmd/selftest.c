/* mtlspec selftest: is each defect of the references caught, and nobody accused who has none? */
#include <argp.h>
#include <string.h>

#include "command.h"
#include "defect_list.h"
#include "option.h"
#include "run_limits.h"
#include "run_options.h"
#include "session.h"

enum { SELFTEST_JOBS = 32, SELFTEST_DEADLINE_MS = 30000 };

enum { KEY_REPEAT = 256, KEY_DEFECT, KEY_EVENTS, KEY_HTML, KEY_JSON, KEY_SCENARIOS, KEY_ALL_MODES };

static const struct argp_option options[] = {
	{"defect", KEY_DEFECT, "NAME", 0, "Only this defect (repeatable); see `mtlspec list defects`",
		0},
	{"repeat", KEY_REPEAT, "N", 0,
		"Run the references without a defect N times: are they ever accused?", 0},
	{"all-modes", KEY_ALL_MODES, NULL, 0,
		"Try each defect in all modes, TLS versions and scenarios, also where it can't show itself",
		0},
	{"jobs", 'j', "N", 0, "Cells in flight. Default: 32", 0},
	{"events", KEY_EVENTS, "FILE", 0,
		"Write the event file (JSON Lines), from which `mtlspec report` makes every report", 0},
	{"html", KEY_HTML, "FILE", 0, "Write the HTML page", 0},
	{"json", KEY_JSON, "FILE", 0, "Write one JSON document; - for standard output", 0},
	{"scenarios", KEY_SCENARIOS, "DIR", 0, "Scenarios from this folder, not the catalogue", 0},
	{0},
};

static void add_name(
	struct run_arguments *out, const char ***items, size_t *count, const char *text)
{
	*ARENA_PUSH(&out->arena, *items, *count) = text;
}

static void add_defective(struct run_arguments *out, struct argp_state *state, const char *word)
{
	struct selection_request *wanted = &out->wanted;
	const struct named_defect *defect = defect_list_find(word);

	if (!defect)
		option_unknown(state, "--defect", word, "defect", defect_list_words());
	else
		add_name(out, &wanted->targets, &wanted->target_count,
			arena_printf(&out->arena, "%s+%s", defect->target, word));
}

static bool is_there(const struct selection_request *wanted, const char *target)
{
	for (size_t i = 0; i < wanted->target_count; i++) {
		if (strcmp(wanted->targets[i], target) == 0)
			return true;
	}
	return false;
}

/* All defects, if none was named; and the references that have none. */
static void complete(struct run_arguments *out, struct argp_state *state)
{
	struct selection_request *wanted = &out->wanted;
	size_t named = wanted->target_count;

	for (const struct named_defect *one = defect_list; !named && one->word; one++)
		add_defective(out, state, one->word);
	for (size_t i = wanted->target_count; i-- > 0;) {
		const char *target = wanted->targets[i];
		const char *clean = arena_strndup(&out->arena, target, strcspn(target, "+"));

		if (!is_there(wanted, clean))
			add_name(out, &wanted->targets, &wanted->target_count, clean);
	}
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
	struct run_arguments *out = state->input;

	switch (key) {
	case KEY_DEFECT:
		add_defective(out, state, text);
		return 0;
	case KEY_REPEAT:
		out->repeat = option_number(state, "--repeat", text, 1, RUN_REPEAT_MAX);
		return 0;
	case 'j':
		out->jobs = option_number(state, "--jobs", text, 1, RUN_JOBS_MAX);
		return 0;
	case KEY_EVENTS:
		out->events = text;
		return 0;
	case KEY_ALL_MODES:
		out->wanted.only_concerned = false;
		return 0;
	case KEY_HTML:
		report_choice_add(&out->reports, "html", text);
		return 0;
	case KEY_JSON:
		report_choice_add(&out->reports, "json", text);
		return 0;
	case KEY_SCENARIOS:
		out->wanted.scenario_dir = text;
		return 0;
	case ARGP_KEY_ARG:
		add_name(out, &out->wanted.scenarios, &out->wanted.scenario_count, text);
		return 0;
	case ARGP_KEY_END:
		complete(out, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp *command_selftest_argp(void)
{
	static const struct argp argp = {options, parse_option, "[SCENARIO...]",
		"Run the catalogue, or these scenarios, against the references, server and client, as they "
		"are and once more with each of their defects. Says who catches what: a line for each "
		"defect, with the modes as "
		"letters (N NoClientCert, R RequestClientCert, A RequireAnyClientCert, G "
		"VerifyClientCertIfGiven, V RequireAndVerifyClientCert).\v"
		"Exit codes: 0 if every defect is caught, every scenario catches one or says what it "
		"confirms, and no reference without a defect is ever accused; 1 if not; others as "
		"`mtlspec run`.",
		NULL, NULL, NULL};

	return &argp;
}

static void parse(struct run_arguments *out, int argc, char **argv)
{
	run_arguments_init(out);
	out->wanted.only_concerned = true;
	/* most of them wait for the pauses of their scenario */
	out->jobs = SELFTEST_JOBS;
	/* both sides are ours: who takes long here is the machine */
	out->deadline_ms = SELFTEST_DEADLINE_MS;
	option_parse(command_selftest_argp(), argc, argv, out);
}

int command_selftest(int argc, char **argv)
{
	static const struct session_wish wish = {.parse = parse, .selftest = true};

	return session_run(&wish, argc, argv);
}
