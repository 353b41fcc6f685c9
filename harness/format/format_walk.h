#ifndef FORMAT_WALK_H
#define FORMAT_WALK_H
/*
 * The keys of a format as a reader meets them: first those at the top, then, a section for each,
 * the maps below them. Each field table is told once.
 */
#include <stdbool.h>

struct field;
struct file_format;
struct schema;

struct format_visitor {
	void *owner;
	/* A section begins; `path` is NULL for the top, else as "client", "client.args". */
	void (*section)(void *owner, const char *path);
	/* `told`: where the keys below it are (or were) told, or NULL. */
	void (*key)(void *owner, const struct field *field, const char *told);
	/* The keys of the section `path` (NULL: the top) from `first` to `last` may stand here, too. */
	void (*same)(void *owner, const char *path, const char *first, const char *last);
};

void format_walk(const struct file_format *format, const struct format_visitor *visitor);
#endif
