/* mtlspec check: are the files right? Nothing is run. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "command.h"
#include "file.h"
#include "recipe.h"
#include "result.h"
#include "target.h"
#include "text.h"

enum { FILES_MAX = 1000 };

struct check_arguments {
	const char *files[FILES_MAX];
	size_t count;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct check_arguments *out = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (out->count == FILES_MAX)
		argp_error(state, "at most %d files", FILES_MAX);
	else
		out->files[out->count++] = text;
	return 0;
}

static size_t check_shipped(struct catalogue *catalogue)
{
	size_t targets = 0;

	catalogue_read_scenarios(catalogue, NULL);
	for (const char *const *name = target_names(&catalogue->arena); *name; name++, targets++)
		catalogue_check_target(catalogue, target_read(&catalogue->arena, &catalogue->diag, *name));
	return 1 + catalogue->scenarios.count + targets;
}

static void check_folder(struct catalogue *catalogue, const char *path)
{
	if (file_exists(arena_printf(&catalogue->arena, "%s/target.yaml", path)))
		catalogue_check_target(catalogue, target_read(&catalogue->arena, &catalogue->diag, path));
	else
		catalogue_read_scenarios(catalogue, path);
}

/* By its name: target.yaml, pki.yaml, anything else is a scenario. */
static void check_path(struct catalogue *catalogue, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (file_is_dir(path))
		check_folder(catalogue, path);
	else if (strcmp(name, "target.yaml") == 0)
		catalogue_check_target(catalogue, target_read(&catalogue->arena, &catalogue->diag, path));
	else if (strcmp(name, "pki.yaml") == 0)
		(void)recipe_read(&catalogue->arena, &catalogue->diag, path);
	else
		(void)catalogue_add_scenario(catalogue, path);
}

const struct argp *command_check_argp(void)
{
	static const struct argp argp = {NULL, parse, "[FILE|FOLDER...]",
		"Check scenario files, target files (target.yaml) and PKI recipes (pki.yaml) without "
		"running "
		"anything; without arguments, everything that mtlspec ships.",
		NULL, NULL, NULL};

	return &argp;
}

int command_check(int argc, char **argv)
{
	static struct check_arguments arguments;
	struct catalogue catalogue;
	size_t count = 0;
	int exit_code;

	argp_parse(command_check_argp(), argc, argv, 0, NULL, &arguments);
	catalogue_init(&catalogue);
	catalogue_read_recipe(&catalogue, NULL, NULL);
	if (!arguments.count)
		count = check_shipped(&catalogue);
	for (; count < arguments.count; count++)
		check_path(&catalogue, arguments.files[count]);
	exit_code = command_report_errors(&catalogue.diag);
	if (!exit_code)
		fprintf(stderr, "mtlspec: checked %zu %s%s, no error\n", count,
			arguments.count ? "argument" : "file", count == 1 ? "" : "s");
	catalogue_finish(&catalogue);
	return exit_code;
}
