#ifndef BLAME_H
#define BLAME_H
/* The line of a file to which a finding belongs. */
#include <stdbool.h>

#include "view.h"

struct blame {
	const char *file;
	long line;
	bool of_configuration; /* of the target's; else of the scenario */
};

/*
 * The line of the target's configuration that decided, where a run could tell it, else the
 * scenario's. False if neither is known. The file is in the view's arena or borrowed.
 */
bool blame_find(struct blame *out, const struct view *view, size_t cell);
/* "scenarios/x.yaml:1" in its parts; false where there is no line. */
bool blame_parse(struct blame *out, struct arena *arena, const char *place);
#endif
