#ifndef WORKSPACE_H
#define WORKSPACE_H
/*
 * Files as consumers of reports want them named: by their path in the checked-out tree, whatever
 * the folder was in which mtlspec ran.
 */
struct arena;

struct workspace {
	const char *root; /* of the tree; absolute, without links and dots */
	const char *named; /* the same as the user wrote it, maybe by a link; or NULL */
	const char *cwd; /* to which relative paths belong; absolute, without links and dots */
};

/*
 * `path` relative to the root where it lies below it, else absolute, without dots both. As it is
 * where there is no workspace (NULL).
 */
const char *workspace_path(
	struct arena *arena, const struct workspace *workspace, const char *path);
/* The same as a URI reference (RFC 3986): "a%20b/nginx.conf", or "file:///etc/x.conf". */
const char *workspace_uri(struct arena *arena, const struct workspace *workspace, const char *path);
#endif
