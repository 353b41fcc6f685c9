#include "sample_command.h"

#include <string.h>

#include "arena.h"
#include "option_record.h"
#include "option_table.h"

enum { KEY_MODE = 256, KEY_FILE, KEY_ONCE, KEY_WRITTEN, KEY_LAST, KEY_HIDDEN };

static const struct argp_option child_options[] = {
	{"ca", 600, "CERT[,KEY]", OPTION_SEVERAL, "A CA", 0}, {0}};

static error_t parse_child(int key, char *text, struct argp_state *state)
{
	(void)state;
	(void)text;
	return key == 600 ? 0 : ARGP_ERR_UNKNOWN;
}

static const struct argp child = {child_options, parse_child, NULL, NULL, NULL, NULL, NULL};
static const struct argp_child children[] = {{&child, 0, "More:", 2}, {0}};

static const struct argp_option options[] = {{NULL, 0, NULL, 0, "Words:", 1},
	{"target", 't', "[OWN=]NAME|FOLDER|FILE|HOST:PORT|all", OPTION_SEVERAL, "Whom", 1},
	{"mode", KEY_MODE, "MODE", OPTION_SEVERAL, "How", 1}, {"jobs", 'j', "N", 0, "How many", 1},
	{"strict", 's', NULL, 0, "Strictly", 1},
	{"report-dir", KEY_WRITTEN, "DIR", OPTION_WRITES, "Where to", 1},
	{"lf", KEY_LAST, "EVENTS", OPTION_ARG_OPTIONAL, "Again", 1},
	{"last-failed", 0, NULL, OPTION_ALIAS, NULL, 1},
	{"project", KEY_ONCE, "FILE", OPTION_OF_ONE_LINE, "The file", 1},
	{"hidden", KEY_HIDDEN, NULL, OPTION_HIDDEN, "Nobody's business", 1}, {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
	if (key == ARGP_KEY_ARG && strchr(text, ' '))
		argp_error(state, "'%s' has a blank in it", text);
	if (key == 'j' && strspn(text, "0123456789") != strlen(text))
		argp_error(state, "--jobs %s: a number is wanted", text);
	if (key == KEY_MODE && strcmp(text, "all") != 0 && strcmp(text, "none") != 0)
		argp_error(state, "--mode %s: all or none is wanted", text);
	return key == ARGP_KEY_ARG || option_of_key(options, key) ? 0 : ARGP_ERR_UNKNOWN;
}

const struct argp sample_argp = {options, parse, "[SCENARIO...]", NULL, children, NULL, NULL};

static const char *fault(struct arena *arena, const char *word)
{
	return option_fault(arena, &sample_argp, NULL, word);
}

const struct project_parser sample_parser = {&sample_argp, fault};
