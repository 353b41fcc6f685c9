#ifndef PROJECT_MERGE_H
#define PROJECT_MERGE_H
/* The layers and the command line as one command line. */
#include "option_record.h"
#include "project.h"

struct project_line {
	int argc;
	char **argv; /* ends with NULL; the words of the layers stand before those that were typed */
	struct project_value *origins; /* of argv[1], argv[2], ...: those of the layers */
	size_t origin_count;
};

/* `uses` is what the command line says (option_record); what it names is left out of the layers. */
void project_merge(struct project_line *out, struct arena *arena,
	const struct project_layer layers[PROJECT_LAYER_COUNT], const struct option_use *uses,
	size_t use_count, int argc, char *const *argv);
/* Where the text stands, which the parser has found within one of the words; of a word that was
 * typed: nowhere. */
struct place project_place(const struct project_line *line, const char *text);
#endif
