#ifndef CAUSE_H
#define CAUSE_H
/*
 * What went wrong, by what is to blame: the line of a target's configuration where a run could tell
 * it, whatever came of it, else the harm, the kind of directive and how the reason begins
 * ("accepted"); of one target or of several that behave alike (alike.h), in all modes and versions.
 * Below each cause its scenarios, so that hundreds of cells read as a few lines. The worst first:
 * failures by their class, errors, unexpected passes; then the largest.
 */
#include <stdbool.h>
#include <stddef.h>

#include "alike.h"
#include "view.h"

struct cause_row {
	size_t scenario; /* number */
	size_t first; /* cell: the first of the worst */
	size_t count; /* of cells */
	const size_t *cells; /* of them, those of the first target alone: numbers, ascending */
	size_t cell_count;
	enum failure_class failure; /* the worst of its cells */
	unsigned modes; /* a bit for each that is concerned */
	unsigned versions; /* the same */
	const char *reason; /* of the first cell; never NULL */
};

struct cause {
	const char *who; /* alike_name */
	size_t first; /* cell: of the worst row */
	size_t count; /* of cells */
	size_t classes[FAILURE_CLASS_COUNT]; /* of its failures */
	bool certain; /* its first cell's directive explains all of them */
	bool untried; /* trouble of the target, before anything was tried */
	unsigned modes; /* of all its rows */
	unsigned versions; /* the same */
	bool alike; /* every row has these modes and versions */
	const char *fix; /* explain_fix of all of its cells, or NULL */
	const char *reason; /* that all rows have, or NULL */
	struct cause_row *rows; /* the worst first, then in the order of the plan */
	size_t row_count;
};

struct causes {
	struct alike alike; /* whose failures are told as one's */
	struct cause *items;
	size_t count;
	size_t cells;
};

/* Of all failures, errors and unexpected passes. */
void causes_find(struct causes *out, const struct view *view);
/* "RequireAnyClientCert, RequireAndVerifyClientCert": what has a bit there; "all modes", where the
 * target has several and these are all of them. */
const char *cause_modes(const struct view *view, size_t cell, unsigned modes);
/* "1.2 1.3" */
const char *cause_versions(struct arena *arena, unsigned versions);
#endif
