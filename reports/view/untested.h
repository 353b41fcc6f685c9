#ifndef UNTESTED_H
#define UNTESTED_H
/* How much of what was asked for no cell of a run has tested, and what it takes to test it. */
struct arena;
struct run_result;
struct view;

/*
 * "19 of 30 scenarios; 18 would be with --client-ca CERT,KEY, 1 with --feature crl": those whose
 * cells were all skipped, and the options that their reasons name. NULL: there is none, or
 * nothing at all was tried.
 */
const char *untested_text(struct arena *arena, const struct view *view);
/*
 * Of a run that ended as expected: which part of its cells was skipped, in percent, where it is
 * half of them or more; else 0.
 */
unsigned untested_percent(const struct run_result *run);
#endif
