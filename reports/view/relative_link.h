#ifndef RELATIVE_LINK_H
#define RELATIVE_LINK_H
/* From a page to what lies near it, so that both can be moved together. */
struct arena;

/* A relative reference (RFC 3986 section 4.2) from a page in `folder` to `path`: both absolute,
 * without links and dots. */
const char *relative_link(struct arena *arena, const char *folder, const char *path);
#endif
