#include "report_options.h"

#include <string.h>

#include "option_table.h"
#include "report.h"

enum {
	KEY_REPORT_DIR = REPORT_KEY_FIRST,
	KEY_CLAIMS,
	KEY_GITHUB,
	KEY_COMPARE,
	KEY_TITLE,
	KEY_TESTER,
	KEY_SCOPE,
	KEY_WRITER, /* and one for each writer from here on */
	WRITERS_MAX = 16,
	GROUP = 9,
};

static const struct argp_option fixed[] = {
	{"report-dir", KEY_REPORT_DIR, "DIR", OPTION_WRITES,
		"Write there what people and CI ask for most: index.html, junit.xml, summary.md, "
		"results.json, and (run) events.jsonl",
		GROUP},
	{"claims", KEY_CLAIMS, "DIR", OPTION_WRITES,
		"Write a conformance claim for each target: DIR/TARGET.claim.json", GROUP},
	{"compare", KEY_COMPARE, "EVENTS", 0,
		"Say in the reports what changed since an older run, by its event file", GROUP},
	{"github", KEY_GITHUB, NULL, OPTION_WRITES,
		"For a GitHub job: at most 10 annotations on standard output, and the Markdown summary "
		"appended to $GITHUB_STEP_SUMMARY",
		GROUP},
	{"title", KEY_TITLE, "TEXT", 0, "What the reports are called", GROUP},
	{"tester", KEY_TESTER, "TEXT", 0, "Who has tested, as the reports say it", GROUP},
	{"scope", KEY_SCOPE, "TEXT", 0, "What was to be tested, as the reports say it", GROUP},
};
enum { FIXED_COUNT = sizeof(fixed) / sizeof(fixed[0]) };

static struct argp_option options[FIXED_COUNT + WRITERS_MAX + 1];

static void fill_options(void)
{
	size_t count = FIXED_COUNT;

	memcpy(options, fixed, sizeof(fixed));
	for (int i = 0; report_writers[i].name && i < WRITERS_MAX; i++)
		options[count++] = (struct argp_option){report_writers[i].name, KEY_WRITER + i, "FILE",
			OPTION_WRITES, report_writers[i].doc, GROUP};
	memset(&options[count], 0, sizeof(options[count]));
}

void report_choice_add(struct report_choice *out, const char *writer, const char *path)
{
	if (out->output_count < REPORT_OUTPUT_MAX)
		out->outputs[out->output_count++] = (struct report_output){writer, path};
}

static void take(const char **out, const char *given)
{
	if (given)
		*out = *given ? given : NULL;
}

void report_cover(struct cover *out, const struct report_choice *choice)
{
	take(&out->title, choice->cover.title);
	take(&out->tester, choice->cover.tester);
	take(&out->scope, choice->cover.scope);
}

static void add_output(struct report_choice *out, struct argp_state *state, int writer, char *path)
{
	if (out->output_count == REPORT_OUTPUT_MAX) {
		argp_error(state, "at most %d reports", REPORT_OUTPUT_MAX);
		return;
	}
	report_choice_add(out, report_writers[writer].name, path);
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct report_choice *out = state->input;

	switch (key) {
	case KEY_REPORT_DIR:
		out->report_dir = text;
		return 0;
	case KEY_CLAIMS:
		out->claims_dir = text;
		return 0;
	case KEY_COMPARE:
		out->compare = text;
		return 0;
	case KEY_TITLE:
		out->cover.title = text;
		return 0;
	case KEY_TESTER:
		out->cover.tester = text;
		return 0;
	case KEY_SCOPE:
		out->cover.scope = text;
		return 0;
	case KEY_GITHUB:
		out->github = true;
		return 0;
	default:
		if (key < KEY_WRITER || key >= KEY_WRITER + WRITERS_MAX)
			return ARGP_ERR_UNKNOWN;
		add_output(out, state, key - KEY_WRITER, text);
		return 0;
	}
}

const struct argp *report_options(void)
{
	static const struct argp argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

	fill_options();
	return &argp;
}
