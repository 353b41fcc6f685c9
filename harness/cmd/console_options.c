#include "console_options.h"

#include <string.h>

#include "option.h"

enum { KEY_COLOR = 8500, KEY_DURATIONS, GROUP = 8, DURATIONS_MAX = 100000 };

static const struct argp_option options[] = {
	{"verbose", 'v', NULL, 0,
		"Tell what went wrong by its cells, and every kind of note and skip, instead of a block "
		"for each cause",
		GROUP},
	{"quiet", 'q', NULL, 0,
		"No progress, and of the results the last line alone; of `mtlspec report` nothing", GROUP},
	{"durations", KEY_DURATIONS, "N", 0, "Name the N cells that took longest", GROUP},
	{"color", KEY_COLOR, "auto|always|never", 0,
		"Default: auto, which is by NO_COLOR and FORCE_COLOR, else on a terminal", GROUP},
	{0}};

static void set_color(struct console_arguments *out, struct argp_state *state, const char *text)
{
	for (int i = 0; i < COLOR_CHOICE_COUNT; i++) {
		if (strcmp(color_words[i], text) == 0) {
			out->color = (enum color_choice)i;
			return;
		}
	}
	argp_error(state, "--color %s: auto, always or never is wanted", text);
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct console_arguments *out = state->input;

	switch (key) {
	case 'v':
		out->verbose = true;
		return 0;
	case 'q':
		out->quiet = true;
		return 0;
	case KEY_DURATIONS:
		out->durations = (size_t)option_number(state, "--durations", text, 1, DURATIONS_MAX);
		return 0;
	case KEY_COLOR:
		set_color(out, state, text);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

struct console console_of_stream(const struct console_arguments *arguments, FILE *out)
{
	return (struct console){.color = terminal_wants_color(out, arguments->color),
		.verbose = arguments->verbose,
		.columns = terminal_columns(out, CONSOLE_COLUMNS),
		.durations = arguments->durations};
}

const struct argp console_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};
