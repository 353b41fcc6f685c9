#ifndef NODE_H
#define NODE_H
/*
 * A YAML text as a tree in which every value knows where it stands. Scalars keep their text; what
 * they mean is the schema's business, so `no`, `1.2` and `0700` stay what the writer typed.
 *
 * Refused with a diagnostic, because nobody needs them here and they are the usual ways to hurt a
 * reader: anchors and aliases, tags, more than one document, duplicate keys, non-scalar keys, more
 * than NODE_DEPTH_MAX levels or NODE_COUNT_MAX nodes, text that is not UTF-8, NUL characters.
 *
 * Lines end with a line feed; columns count bytes from 1, as diag.h prints them.
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "scoped.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };
enum { NODE_DEPTH_MAX = 32, NODE_COUNT_MAX = 20000, NODE_FILE_MAX = 1024 * 1024 };

struct node_entry;
struct node {
	enum node_kind kind;
	struct place place;
	const char *text; /* scalar */
	bool quoted; /* scalar: written with quotes or as a block */
	struct node **items; /* list */
	struct node_entry *entries; /* map, in file order */
	size_t count; /* of items or entries */
};

struct node_entry {
	const char *key;
	struct place key_place;
	struct node *value;
};

/*
 * Parses `text`; the tree lives in `arena`. On failure false, with diagnostics. `*out` is then
 * NULL, except where the only fault is duplicate keys: then it is the tree with the first of each,
 * so that a reader can go on and find the other mistakes in the same pass (it must still report
 * failure).
 */
WARN_UNUSED bool node_parse(struct node **out, struct arena *arena, struct diag *diag,
	const char *file, const char *text, size_t len);
/* Reads (at most NODE_FILE_MAX bytes) and parses the file at `path`. */
WARN_UNUSED bool node_read(
	struct node **out, struct arena *arena, struct diag *diag, const char *path);
/* The value under `key`, or NULL. */
struct node *node_get(const struct node *map, const char *key);
const char *node_kind_name(enum node_kind kind);
#endif
