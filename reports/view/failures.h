#ifndef FAILURES_H
#define FAILURES_H
/* How bad the failures of a run are. */
#include <stddef.h>

#include "failure_class.h"

struct arena;
struct cell_result;
struct run_result;
struct view;

/*
 * "3 let in, 1 shut out": the classes that there are, the worst first. NULL: nothing failed, or the
 * events are of a version that did not tell.
 */
const char *failures_text(struct arena *arena, const struct view *view);
/* The same of these numbers. */
const char *failures_counts_text(struct arena *arena, const size_t counts[FAILURE_CLASS_COUNT]);
/* How many failures there are of each class, of all cells or of those of a column (view.h). */
void failures_count(size_t out[FAILURE_CLASS_COUNT], const struct run_result *run);
void failures_count_column(size_t out[FAILURE_CLASS_COUNT], const struct view *view, size_t column);
/* "let in" where it is a failure of a class that was told, or else the verdict's word. */
const char *failures_word(const struct cell_result *cell);
/* Why, behind that word: its reason, without the same word before it. Never NULL. */
const char *failures_reason(const struct cell_result *cell);
#endif
