/* What of a project's file and the variables is about the options of `mtlspec run`. */
#include "run_project.h"

#include <stdio.h>

#include "arena.h"
#include "project_file.h"
#include "run_options.h"

static const char *fault_of_word(struct arena *arena, const char *word)
{
	struct run_arguments trial = {.trial = true};
	const char *fault;

	run_arguments_init(&trial);
	fault = option_fault(arena, run_arguments_argp(NULL), &trial, word);
	run_arguments_finish(&trial);
	return fault;
}

const struct project_parser *run_project_parser(void)
{
	static struct project_parser parser = {NULL, fault_of_word};

	parser.argp = run_arguments_argp(NULL);
	return &parser;
}

void run_project_check(struct selection *selection, const char *path)
{
	struct catalogue *catalogue = &selection->catalogue;
	struct project_layer layers[PROJECT_LAYER_COUNT] = {0};
	struct selection_request request = {0};
	struct place *places = NULL;
	size_t count = 0;

	project_file_read(
		layers, &catalogue->arena, &catalogue->diag, path, NULL, run_project_parser());
	for (size_t i = 0; i < layers[PROJECT_TOP].count; i++) {
		const struct project_value *value = &layers[PROJECT_TOP].values[i];

		if (value->off || !value->option || value->option->key != 't')
			continue;
		*ARENA_PUSH(&catalogue->arena, places, count) = value->place;
		*ARENA_PUSH(&catalogue->arena, request.targets, request.target_count) = value->text;
	}
	request.target_places = places;
	selection_read_targets(selection, &request);
}

/* The place of each target in the project's file. */
const struct place *run_project_places(struct run_arguments *out)
{
	struct place *places = NULL;
	size_t count = 0;

	for (size_t i = 0; i < out->wanted.target_count; i++)
		*ARENA_PUSH(&out->arena, places, count) =
			project_place(&out->project.line, out->wanted.targets[i]);
	return places;
}

void run_project_tell(const struct run_arguments *arguments)
{
	if (arguments->project.source && !arguments->console.quiet)
		fprintf(stderr, "mtlspec: with the options of %s\n", arguments->project.source);
	for (const char *const *note = arguments->project.notes; *note; note++)
		fprintf(stderr, "mtlspec: %s\n", *note);
}
