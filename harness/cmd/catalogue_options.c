#include "catalogue_options.h"

#include "arena.h"
#include "option_table.h"

enum { KEY_PKI_FILE = 700, KEY_PKI_VARIANT };

static const struct argp_option recipe_options[] = {
	{"pki-file", KEY_PKI_FILE, "FILE", 0,
		"Mint by this recipe instead of the built-in pki.yaml, which it may extend", 3},
	{"pki-variant", KEY_PKI_VARIANT, "NAME", 0, "Apply a variant of the recipe: shared-ca", 3},
	{0}};

static const struct argp_option options[] = {
	{"target", 't', "[OWN=]NAME|FOLDER|FILE|HOST:PORT|all", OPTION_SEVERAL,
		"The system under test; may be given several times. all: every one that is built in. OWN= "
		"calls it so in ids and reports",
		1},
	{"scenarios", 's', "DIR", 0, "Scenario folder instead of the shipped one", 1}, {0}};

static error_t parse_recipe(int key, char *text, struct argp_state *state)
{
	struct catalogue_arguments *out = state->input;

	switch (key) {
	case KEY_PKI_FILE:
		out->wanted->pki_file = text;
		return 0;
	case KEY_PKI_VARIANT:
		out->wanted->pki_variant = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct catalogue_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = out;
		return 0;
	case 't':
		*ARENA_PUSH(out->arena, out->wanted->targets, out->wanted->target_count) = text;
		return 0;
	case 's':
		out->wanted->scenario_dir = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp recipe_argp = {recipe_options, parse_recipe, NULL, NULL, NULL, NULL, NULL};
static const struct argp_child children[] = {{&recipe_argp, 0, NULL, 0}, {0}};
const struct argp catalogue_argp = {options, parse, NULL, NULL, children, NULL, NULL};
