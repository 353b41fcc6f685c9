/* mtlspec pki DIR: every credential as files, for hand use and for targets set up by hand. */
#include <argp.h>
#include <stdio.h>

#include "catalogue.h"
#include "command.h"
#include "own_pki_options.h"
#include "pki.h"
#include "recipe.h"
#include "result.h"

struct pki_arguments {
	const char *dir;
	const char *pki_file;
	const char *variant;
	bool force;
	struct own_pki_arguments own;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct pki_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->own;
		return 0;
	case 'f':
		out->force = true;
		return 0;
	case 'p':
		out->pki_file = text;
		return 0;
	case 'v':
		out->variant = text;
		return 0;
	case ARGP_KEY_ARG:
		if (out->dir)
			argp_error(state, "one folder is wanted");
		out->dir = text;
		return 0;
	case ARGP_KEY_END:
		if (!out->dir)
			argp_error(state, "which folder?");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Mints and writes; 0 or an exit code. */
static int write_pki(const struct pki_arguments *arguments, struct catalogue *catalogue)
{
	struct pki *pki = pki_create(catalogue->recipe);
	const char *why = NULL;
	const char *hint = "";
	bool ok = pki_adopt(pki, &arguments->own.own, &why);

	if (ok) {
		pki_prepare(pki, recipe_credentials(catalogue->recipe));
		ok = pki_write(pki, arguments->dir, arguments->force, &catalogue->arena, &why);
		hint = arguments->force ? "" : " (--force overwrites what is there)";
	}
	if (ok)
		fprintf(
			stderr, "mtlspec: wrote %s; start with %s/README.md\n", arguments->dir, arguments->dir);
	else
		fprintf(stderr, "mtlspec: %s%s\n", why, hint);
	pki_destroy(pki);
	return ok ? EXIT_AS_EXPECTED : EXIT_USAGE;
}

int command_pki(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{"force", 'f', NULL, 0, "Overwrite what is there", 0},
		{"pki-file", 'p', "FILE", 0, "Mint by this recipe instead of the shipped pki.yaml", 0},
		{"pki-variant", 'v', "NAME", 0, "Apply a variant of the recipe: shared-ca", 0}, {0}};
	static const struct argp_child children[] = {{&own_pki_argp, 0, "A PKI of your own:", 1}, {0}};
	static const struct argp argp = {options, parse, "DIR",
		"Mint every certificate authority and credential and write them to DIR, with a README that "
		"says which file shows which defect. Private keys are readable by their owner only.",
		children, NULL, NULL};
	struct pki_arguments arguments = {0};
	struct catalogue catalogue;
	int exit_code;

	catalogue_init(&catalogue);
	arguments.own.arena = &catalogue.arena;
	argp_parse(&argp, argc, argv, 0, NULL, &arguments);
	catalogue_read_recipe(&catalogue, arguments.pki_file, arguments.variant);
	exit_code = catalogue_report_errors(&catalogue);
	if (!exit_code)
		exit_code = write_pki(&arguments, &catalogue);
	catalogue_finish(&catalogue);
	return exit_code;
}
