#include "run_options.h"

#include <argp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "defect_list.h"
#include "option.h"
#include "plan_words.h"
#include "rate.h"
#include "run_project.h"
#include "runner.h"
#include "text.h"

enum {
	KEY_MODE = 256,
	KEY_TLS,
	KEY_CELL,
	KEY_LAST_FAILED,
	KEY_STRICT,
	KEY_NO_SKIP,
	KEY_EXPECTED,
	KEY_DRIVER,
	KEY_REPEAT,
	KEY_SHARD,
	KEY_TIMEOUT,
	KEY_RATE,
	KEY_DEFECT,
	KEY_PKI,
	KEY_BACKEND,
	KEY_EVENTS,
	KEY_KEEP,
	KEY_KEEP_ALL,
};

static const struct argp_option options[] = {
	{NULL, 0, NULL, 0, "What to test:", 1},
	{"mode", KEY_MODE, "MODE", OPTION_SEVERAL,
		"Only this client-auth mode, of a server or (for clients) of ours (repeatable); needed for "
		"HOST:PORT, which runs in one",
		1},
	{"tls", KEY_TLS, "VERSION", OPTION_SEVERAL, "Only this TLS version: 1.2 or 1.3 (repeatable)",
		1},
	{"cell", KEY_CELL, "ID", OPTION_SEVERAL,
		"Only cells with this id, or that match this glob (repeatable)", 1},
	{"match", 'k', "EXPR", 0,
		"Only cells whose ids have these words in them: and, or, not, parentheses; a word with * "
		"or ? has to match the whole id",
		1},
	{"lf", KEY_LAST_FAILED, "EVENTS", OPTION_ARG_OPTIONAL,
		"Only the cells that failed last, by the event file of that run (default: the one that "
		"this "
		"run will write anew, there or in its report folder); all, if none did",
		1},
	{"last-failed", 0, NULL, OPTION_ALIAS, NULL, 1},
	{"defect", KEY_DEFECT, "NAME,...", OPTION_SEVERAL,
		"Give the reference a defect (repeatable), to see the catalogue catch it: the server, or "
		"the "
		"client where it is one of a client",
		1},
	{NULL, 0, NULL, 0, "How:", 2},
	{"driver", KEY_DRIVER, "tls|http|both", 0,
		"Client: our TLS engine (default), libcurl, or both, which must agree", 2},
	{"jobs", 'j', "N", 0,
		"Cells in flight. Default: 16; client programs at most two for each processor", 2},
	{"repeat", KEY_REPEAT, "N", 0,
		"Run the plan N times. A cell that comes to another outcome in some of them is a failure: "
		"unstable",
		2},
	{"exitfirst", 'x', NULL, 0,
		"Stop at the first failure or error; what is not judged then is not-run", 2},
	{"shard", KEY_SHARD, "I/N", 0,
		"Only part I of N of the plan, on one of N machines; `mtlspec report` merges the event "
		"files",
		2},
	{"timeout", KEY_TIMEOUT, "MS", 0,
		"Deadline of one connection, or one run of a client program. Default: 5000", 2},
	{"rate", KEY_RATE, "N", 0,
		"At most N connections per second to each target. Default: as fast as it answers, and "
		"slower "
		"by itself where it answers 429, or 503 with Retry-After",
		2},
	{"expected", KEY_EXPECTED, "FILE", 0,
		"Failures that are expected for now, by cell, with reasons (see `mtlspec baseline`)", 2},
	{"strict", KEY_STRICT, NULL, 0,
		"Refusals by another alert than the RFC names, and missed SHOULDs, are failures", 2},
	{"no-skip", KEY_NO_SKIP, NULL, 0,
		"What can't be tested is a failure: exit code 1 where a cell was skipped", 2},
	{NULL, 0, NULL, 0, "Certificates:", 3},
	{"pki", KEY_PKI, "DIR", 0,
		"Use what `mtlspec pki DIR` wrote, for a target where it was installed by hand", 3},
	{"backend", KEY_BACKEND, "ADDRESS:PORT", 0,
		"Where our backend listens, for a HOST:PORT target that forwards to it", 3},
	{NULL, 0, NULL, 0, "What is kept of it:", 4},
	{"events", KEY_EVENTS, "FILE", OPTION_WRITES,
		"Write the event file (JSON Lines), from which `mtlspec report` makes all others", 4},
	{"keep", KEY_KEEP, "DIR", OPTION_WRITES,
		"For each cell that fails, a folder below DIR (which must be new or empty): transcript, "
		"traffic for Wireshark, key log, credentials, the target's configuration and log, and a "
		"reproduce.sh for openssl alone",
		4},
	{"keep-all", KEY_KEEP_ALL, NULL, OPTION_WRITES,
		"A folder below --keep=DIR for each cell that made a connection, not for failures alone",
		4},
	{0},
};

static void push(struct run_arguments *out, const char ***items, size_t *count, const char *text)
{
	*ARENA_PUSH(&out->arena, *items, *count) = text;
}

static void add_mode(struct run_arguments *out, struct argp_state *state, const char *text)
{
	enum auth_mode mode;

	if (!auth_mode_parse(&mode, text))
		option_unknown(state, "--mode", text, "client-auth mode", auth_mode_words);
	else
		out->wanted.modes[mode] = true;
}

static void add_version(struct run_arguments *out, struct argp_state *state, const char *text)
{
	enum tls_version version;

	if (!tls_version_parse(&version, text))
		argp_error(state, "--tls %s: a version such as 1.2 or 1.3 is wanted", text);
	else
		out->wanted.versions[version] = true;
}

static void add_defect(struct run_arguments *out, struct argp_state *state, const char *word)
{
	if (!defect_list_find(word))
		option_unknown(state, "--defect", word, "defect", defect_list_words());
	else
		out->wanted.defects = out->wanted.defects
			? arena_printf(&out->arena, "%s,%s", out->wanted.defects, word)
			: word;
}

static void add_defects(struct run_arguments *out, struct argp_state *state, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, ",");

		add_defect(out, state, arena_strndup(&out->arena, text, len));
		text += len + (text[len] == ',');
	}
}

static void set_driver(struct run_arguments *out, struct argp_state *state, const char *text)
{
	for (int i = 0; i < DRIVER_CHOICE_COUNT; i++) {
		if (strcmp(driver_words[i], text) == 0) {
			out->wanted.driver = (enum driver_choice)i;
			return;
		}
	}
	argp_error(state, "--driver %s: tls, http or both is wanted", text);
}

static void set_shard(struct run_arguments *out, struct argp_state *state, const char *text)
{
	if (!shard_parse(&out->shard, text))
		argp_error(state, "--shard %s: I/N is wanted, with I from 1 to N and N at most %d", text,
			SHARD_COUNT_MAX);
}

static void set_words(struct run_arguments *out, struct argp_state *state, const char *text)
{
	const char *why = NULL;

	out->wanted.words = plan_words_parse(&why, &out->arena, text);
	if (!out->wanted.words)
		argp_error(state, "-k '%s': %s", text, why);
}

/* Where the last run wrote its events, if this one names the same place. */
static void find_last(struct run_arguments *out, struct argp_state *state)
{
	const char *place = out->events;

	if (!out->last_failed || out->wanted.last_failed)
		return;
	if (!place && out->reports.report_dir)
		place = arena_printf(&out->arena, "%s/events.jsonl", out->reports.report_dir);
	if (!place || strcmp(place, "-") == 0)
		argp_error(state,
			"--lf: of which run? Name its event file (--lf=EVENTS), or the --events "
			"or --report-dir where it wrote it");
	else if (access(place, F_OK) == 0)
		out->wanted.last_failed = place;
}

static void set_text(struct run_arguments *out, int key, const char *text)
{
	if (key == KEY_PKI)
		out->wanted.pki_dir = text;
	else if (key == KEY_KEEP)
		out->keep_dir = text;
	else
		out->events = text;
}

static void set_rate(struct run_arguments *out, struct argp_state *state, const char *text)
{
	if (!rate_parse(&out->rate, text))
		argp_error(state, "--rate %s: " RATE_FORM " are wanted", text);
	out->rate_text = text;
}

static error_t parse_number(
	struct run_arguments *out, struct argp_state *state, int key, const char *text)
{
	if (key == 'j')
		out->jobs = option_number(state, "--jobs", text, 1, RUN_JOBS_MAX);
	else if (key == KEY_REPEAT)
		out->repeat = option_number(state, "--repeat", text, 1, RUN_REPEAT_MAX);
	else
		out->deadline_ms = option_number(state, "--timeout", text, 10, 600000);
	return 0;
}

/* What does not go together, or not alone. */
static void check_together(const struct run_arguments *out, struct argp_state *state)
{
	if (out->keep_all && !out->keep_dir)
		argp_error(state, "--keep-all: which folder? Name it by --keep DIR");
	if (out->wanted.pki_dir && own_pki_given(&out->own_pki))
		argp_error(state,
			"--pki DIR holds minted certificates already: give a PKI of your own to "
			"`mtlspec pki`, or to `mtlspec run` without --pki");
}

static error_t parse_what(int key, char *text, struct argp_state *state)
{
	struct run_arguments *out = state->input;

	switch (key) {
	case KEY_CELL:
		push(out, &out->wanted.cells, &out->wanted.cell_count, text);
		return 0;
	case ARGP_KEY_ARG:
		push(out, &out->wanted.scenarios, &out->wanted.scenario_count, text);
		return 0;
	case KEY_MODE:
		add_mode(out, state, text);
		return 0;
	case KEY_TLS:
		add_version(out, state, text);
		return 0;
	case KEY_SHARD:
		set_shard(out, state, text);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->client;
		state->child_inputs[1] = &out->connect;
		state->child_inputs[2] = &out->own_pki;
		state->child_inputs[3] = &out->reports;
		state->child_inputs[4] = &out->catalogue;
		state->child_inputs[5] = &out->console;
		if (out->more)
			state->child_inputs[7] = out->more;
		return 0;
	case 'k':
		set_words(out, state, text);
		return 0;
	case KEY_LAST_FAILED:
		out->last_failed = true;
		out->wanted.last_failed = text;
		return 0;
	case ARGP_KEY_SUCCESS:
		if (!out->trial) {
			find_last(out, state);
			check_together(out, state);
		}
		return 0;
	case KEY_DEFECT:
		add_defects(out, state, text);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct run_arguments *out = state->input;

	switch (key) {
	case KEY_DRIVER:
		set_driver(out, state, text);
		return 0;
	case KEY_RATE:
		set_rate(out, state, text);
		return 0;
	case 'j':
	case KEY_REPEAT:
	case KEY_TIMEOUT:
		return parse_number(out, state, key, text);
	case KEY_EXPECTED:
		out->wanted.expected = text;
		return 0;
	case KEY_STRICT:
		out->strict = true;
		return 0;
	case KEY_KEEP_ALL:
		out->keep_all = true;
		return 0;
	case 'x':
		out->exit_first = true;
		return 0;
	case KEY_NO_SKIP:
		out->no_skip = true;
		return 0;
	case KEY_BACKEND:
		option_address(
			&out->backend_host, &out->backend_port, state, &out->arena, "--backend", text);
		out->wanted.backend = text;
		return 0;
	case KEY_PKI:
	case KEY_EVENTS:
	case KEY_KEEP:
		set_text(out, key, text);
		return 0;
	default:
		return parse_what(key, text, state);
	}
}

const struct argp *run_arguments_argp(const struct argp *more)
{
	static struct argp_child children[] = {{&client_argp, 0, "A client program of yours:", 1},
		{&connect_argp, 0, "Something that runs already (HOST:PORT):", 3},
		{&own_pki_argp, 0, "A PKI of your own:", 3}, {NULL, 0, "Reports:", 9},
		{&catalogue_argp, 0, NULL, 0}, {&console_argp, 0, "Console:", 8},
		{&project_argp, 0, "Options kept in a file:", 7}, {NULL, 0, "List:", 10}, {0}};
	static const struct argp argp = {options, parse, "[SCENARIO...]",
		"Run scenarios against targets and judge every cell.\v"
		"SCENARIO is an id (client-certificate/expired), a folder of ids (client-certificate/), a "
		"glob, "
		"or a file (./mine.yaml). Without any, the whole catalogue is run; without a target, "
		"against "
		"the reference.\n\n"
		"Exit codes: 0 as expected, 1 conformance failure (or a skip, with --no-skip), 2 usage or "
		"file error, 3 environment "
		"trouble, 4 nothing selected, 5 only expected failures that did not happen, 77 everything "
		"skipped, 129/130/143 interrupted (HUP, INT, TERM).",
		children, NULL, NULL};

	children[3].argp = report_options();
	children[7].argp = more; /* NULL ends the list */
	return &argp;
}

void run_arguments_init(struct run_arguments *out)
{
	arena_init(&out->arena);
	project_use_init(&out->project);
	out->jobs = RUN_JOBS_DEFAULT;
	out->repeat = 1;
	out->deadline_ms = RUN_DEADLINE_MS_DEFAULT;
	out->backend_host = "127.0.0.1";
	out->own_pki.arena = &out->arena;
	out->catalogue = (struct catalogue_arguments){&out->arena, &out->wanted};
	out->client = (struct client_arguments){&out->arena, &out->wanted.client};
	out->connect = (struct connect_arguments){&out->arena, &out->wanted.connect};
}

/* The reference: of what has the defect that was asked for, if any. */
static const char *default_target(struct run_arguments *arguments)
{
	const char *asked = arguments->wanted.defects;
	const struct named_defect *first = asked
		? defect_list_find(arena_strndup(&arguments->arena, asked, strcspn(asked, ",")))
		: NULL;

	return first ? first->target : "reference";
}

static const char *fault_of_word(struct arena *arena, const char *word)
{
	struct run_arguments trial = {.trial = true};
	const char *fault;

	run_arguments_init(&trial);
	fault = option_fault(arena, run_arguments_argp(NULL), &trial, word);
	run_arguments_finish(&trial);
	return fault;
}

const struct project_parser *run_arguments_parser(void)
{
	static struct project_parser parser = {NULL, fault_of_word};

	parser.argp = run_arguments_argp(NULL);
	return &parser;
}

/* (In a copy of the line: getopt puts the words in another order.) */
void run_arguments_parse(struct run_arguments *out, const struct argp *more, int argc, char **argv)
{
	const struct project_line *line = &out->project.line;

	run_arguments_init(out);
	project_use_add(
		&out->project, &out->arena, run_arguments_argp(more), run_arguments_parser(), argc, argv);
	if (diag_failed(&out->project.diag))
		return;
	option_parse(run_arguments_argp(more), line->argc,
		arena_memdup(&out->arena, line->argv, sizeof(*line->argv) * ((size_t)line->argc + 1)), out);
	out->wanted.target_places = run_project_places(out);
	if (!out->wanted.target_count && !out->wanted.client.command_count)
		push(out, &out->wanted.targets, &out->wanted.target_count, default_target(out));
	out->wanted.own_pki = out->own_pki.own;
	out->wanted.compare = out->reports.compare;
}

int run_arguments_select(struct selection *out, const struct run_arguments *arguments)
{
	int exit_code;

	exit_code = command_report_errors(&arguments->project.diag);
	if (exit_code)
		return exit_code;
	run_project_tell(arguments);
	project_use_show(&arguments->project, &out->catalogue.diag);
	exit_code = selection_make(out, &arguments->wanted);
	if (arguments->last_failed && !exit_code && !out->last_failed_count)
		fprintf(stderr, "mtlspec: nothing failed last: all is run\n");
	if (out->note)
		fprintf(stderr, "mtlspec: %s\n", out->note);
	if (out->trouble)
		fprintf(stderr, "mtlspec: %s\n", out->trouble);
	command_report_errors(&out->catalogue.diag);
	return exit_code;
}

void run_arguments_finish(struct run_arguments *arguments)
{
	project_use_finish(&arguments->project);
	arena_finish(&arguments->arena);
}
