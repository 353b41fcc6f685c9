#ifndef ALIKE_H
#define ALIKE_H
/*
 * Targets that behave alike: the same verdict and outcome in every cell. Of hundreds of addresses
 * all but a few do, and a report tells of them as one, under the name of the first. Where there are
 * fewer than ALIKE_FROM each stands for itself.
 */
#include <stddef.h>

struct arena;
struct view;

enum { ALIKE_FROM = 12 };

struct alike {
	const size_t *first; /* by target: the first that behaves as it does */
	const size_t *count; /* by target that is such a first: how many do; else 0 */
};

void alike_find(struct alike *out, const struct view *view);
/* "10.0.0.1:443 and 296 alike"; of one that stands for itself, its name. */
const char *alike_name(
	struct arena *arena, const struct view *view, const struct alike *alike, size_t target);
#endif
