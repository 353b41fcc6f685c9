#ifndef SAID_H
#define SAID_H
/* What a file said, back in its own words: by the field table that it was read with. */
#include <stddef.h>

struct buf;
struct schema;

/*
 * "sni: none; request: {method: POST}": the keys of the struct that were given, in the order of the
 * table, but those in the NULL-terminated `without`. What only its reader understands is named
 * without its value.
 */
void said_put(
	struct buf *out, const struct schema *schema, const void *base, const char *const *without);
#endif
