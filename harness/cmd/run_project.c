/* What of a project's file and the variables is about the options of `mtlspec run`. */
#include "run_project.h"

#include <stdio.h>

#include "arena.h"
#include "run_options.h"

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
