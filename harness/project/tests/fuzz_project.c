#include <argp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "project_file.h"
#include "project_merge.h"
#include "sample_command.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file that may be right or wrong; what comes of it must be a command line that can be read
 * again, and what is wrong must be printable. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char name[] = "run";
	char *argv[] = {name, NULL};
	struct project_layer layers[PROJECT_LAYER_COUNT] = {0};
	struct project_line line;
	struct option_use *uses;
	struct arena arena;
	struct diag diag;
	char *printed = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&printed, &len);

	arena_init(&arena);
	diag_init(&diag);
	project_file_parse(
		layers, &arena, &diag, "up/fuzz.yaml", (const char *)data, size, "ci", &sample_parser);
	project_merge(&line, &arena, layers, NULL, 0, 1, argv);
	if (!diag_failed(&diag) &&
		(!option_record(&uses, &len, &arena, &sample_argp, line.argc, line.argv) ||
			len != line.origin_count))
		abort();
	diag_print(&diag, out);
	fclose(out);
	free(printed);
	diag_finish(&diag);
	arena_finish(&arena);
	return 0;
}
