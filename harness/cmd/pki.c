/* mtlspec pki DIR: every credential as files, for hand use and for targets set up by hand. */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "auth_mode.h"
#include "catalogue.h"
#include "catalogue_options.h"
#include "command.h"
#include "file.h"
#include "option.h"
#include "own_pki_options.h"
#include "pki.h"
#include "recipe.h"
#include "result.h"
#include "snippets.h"

struct pki_arguments {
	const char *dir;
	struct selection_request wanted; /* its recipe */
	struct catalogue_arguments recipe;
	bool force;
	struct own_pki_arguments own;
	struct snippets_options snippets;
};

static error_t parse_snippets(int key, const char *text, struct argp_state *state)
{
	struct pki_arguments *arguments = state->input;
	struct snippets_options *out = &arguments->snippets;
	struct arena *arena = arguments->own.arena;

	switch (key) {
	case 'm':
		if (!auth_mode_parse(&out->mode, text))
			argp_error(state, "--mode %s: no such client-auth mode", text);
		return 0;
	case 'l':
		option_address(&out->host, &out->port, state, arena, "--listen", text);
		return 0;
	case 'b':
		option_address(&out->backend_host, &out->backend_port, state, arena, "--backend", text);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct pki_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->own;
		state->child_inputs[1] = &out->recipe;
		return 0;
	case 'f':
		out->force = true;
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
		return parse_snippets(key, text, state);
	}
}

/* Where it is not known whom a server is to trust, nothing can be configured. */
static bool write_snippets(
	const struct pki_arguments *arguments, struct pki *pki, struct arena *arena, const char **why)
{
	const char *unknown;
	char *absolute = realpath(arguments->dir, NULL);
	bool plain = !absolute || file_path_is_plain(absolute);

	free(absolute);
	if (!plain) {
		fprintf(stderr,
			"mtlspec: no ready configurations are written: not every product's configuration can "
			"say "
			"the path of %s, which has more than " FILE_PLAIN_PATH "\n",
			arguments->dir);
		return true;
	}
	return !pki_authority(pki, PKI_CLIENT_ROOT, &unknown) ||
		snippets_write(arguments->dir, &arguments->snippets, arena, why);
}

static bool write_all(const struct pki_arguments *arguments, struct catalogue *catalogue,
	struct pki *pki, const char **why)
{
	struct arena *arena = &catalogue->arena;
	const char *snippets = arena_printf(arena, "%s/" SNIPPETS_FOLDER, arguments->dir);

	if (!arguments->force && file_exists(snippets)) {
		*why = arena_printf(arena, "already there, nothing was written: %s", snippets);
		return false;
	}
	return pki_write(pki, arguments->dir, arguments->force, arena, why) &&
		write_snippets(arguments, pki, arena, why);
}

/* Mints and writes; 0 or an exit code. */
static int write_pki(const struct pki_arguments *arguments, struct catalogue *catalogue)
{
	struct pki *pki = pki_create(catalogue->recipe);
	const char *why = NULL;
	const char *hint = "";
	bool ok = pki_adopt(pki, &arguments->own.own, &why);
	int exit_code = EXIT_USAGE;

	if (ok) {
		errno = 0;
		pki_prepare(pki, recipe_credentials(catalogue->recipe));
		ok = write_all(arguments, catalogue, pki, &why);
		exit_code = ok ? EXIT_AS_EXPECTED : command_unwritten(errno);
		hint = arguments->force || exit_code == EXIT_ENVIRONMENT
			? ""
			: " (--force overwrites what is there)";
	}
	if (ok)
		fprintf(
			stderr, "mtlspec: wrote %s; start with %s/README.md\n", arguments->dir, arguments->dir);
	else
		fprintf(stderr, "mtlspec: %s%s\n", why, hint);
	pki_destroy(pki);
	return exit_code;
}

const struct argp *command_pki_argp(void)
{
	static const struct argp_option options[] = {
		{"force", 'f', NULL, 0, "Overwrite what is there", 0},
		{NULL, 0, NULL, 0, "What the ready configurations in DIR/snippets say:", 2},
		{"mode", 'm', "MODE", 0, "Client-auth mode. Default: RequireAndVerifyClientCert", 2},
		{"listen", 'l', "ADDRESS:PORT", 0, "Where they listen. Default: 127.0.0.1:8443", 2},
		{"backend", 'b', "ADDRESS:PORT", 0, "Where they forward to. Default: 127.0.0.1:8080", 2},
		{0}};
	static const struct argp_child children[] = {
		{&own_pki_argp, 0, "A PKI of your own:", 1}, {&recipe_argp, 0, NULL, 0}, {0}};
	static const struct argp argp = {options, parse, "DIR",
		"Mint every certificate authority and credential and write them to DIR, with a README that "
		"says which file shows which defect, and ready configurations of known products. Private "
		"keys are readable by their owner only.",
		children, NULL, NULL};

	return &argp;
}

int command_pki(int argc, char **argv)
{
	struct pki_arguments arguments = {.snippets = {.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
										  .host = "127.0.0.1",
										  .port = 8443,
										  .backend_host = "127.0.0.1",
										  .backend_port = 8080}};
	struct catalogue catalogue;
	int exit_code;

	catalogue_init(&catalogue);
	arguments.own.arena = &catalogue.arena;
	arguments.recipe = (struct catalogue_arguments){&catalogue.arena, &arguments.wanted};
	option_parse(command_pki_argp(), argc, argv, &arguments);
	catalogue_read_recipe(&catalogue, arguments.wanted.pki_file, arguments.wanted.pki_variant);
	exit_code = command_report_errors(&catalogue.diag);
	if (!exit_code)
		exit_code = write_pki(&arguments, &catalogue);
	catalogue_finish(&catalogue);
	return exit_code;
}
