#ifndef KEPT_LINKS_H
#define KEPT_LINKS_H
/* From a report to what was kept of its cells. */
struct arena;
struct run_result;

/* As view.h wants them, for a report that will be at `path`; NULL: nothing is kept, or `path` is
 * "-", which is nowhere. What is no longer there has none. */
const char *const *kept_links(const struct run_result *run, const char *path, struct arena *arena);
#endif
