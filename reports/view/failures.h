#ifndef FAILURES_H
#define FAILURES_H
/* How bad the failures of a run are. */
struct arena;
struct cell_result;
struct view;

/*
 * "3 let in, 1 shut out": the classes that there are, the worst first. NULL: nothing failed, or the
 * events are of a version that did not tell.
 */
const char *failures_text(struct arena *arena, const struct view *view);
/* "let in" where it is a failure of a class that was told, or else the verdict's word. */
const char *failures_word(const struct cell_result *cell);
#endif
