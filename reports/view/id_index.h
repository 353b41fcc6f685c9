#ifndef ID_INDEX_H
#define ID_INDEX_H
/*
 * Finds a position by its id among many. Sorted once, then halved: no input can make it quadratic.
 * The ids are borrowed.
 */
#include <stddef.h>

struct arena;

struct id_entry {
	const char *id;
	size_t position;
};

struct id_index {
	struct id_entry *entries;
	size_t count;
};

enum { ID_STRIDE_TEXT = sizeof(const char *) };
#define ID_NOT_FOUND ((size_t)-1)

/*
 * Indexes `count` records of `stride` bytes each, whose first member is their id (const char *;
 * NULL counts as ""). Of equal ids the first is found.
 */
void id_index_build(
	struct id_index *out, struct arena *arena, const void *records, size_t stride, size_t count);
size_t id_index_find(const struct id_index *index, const char *id);
/* The position of the second of two equal ids, or ID_NOT_FOUND. */
size_t id_index_duplicate(const struct id_index *index);
#endif
