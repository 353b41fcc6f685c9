#include "id_index.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

static int by_id(const void *a, const void *b)
{
	const struct id_entry *x = a;
	const struct id_entry *y = b;
	int order = strcmp(x->id, y->id);

	return order ? order : (x->position > y->position) - (x->position < y->position);
}

void id_index_build(
	struct id_index *out, struct arena *arena, const void *records, size_t stride, size_t count)
{
	const char *at = records;

	out->entries = ARENA_ARRAY(arena, struct id_entry, count);
	out->count = count;
	for (size_t i = 0; i < count; i++, at += stride) {
		const char *id = *(const char *const *)at;

		out->entries[i] = (struct id_entry){.id = id ? id : "", .position = i};
	}
	if (count)
		qsort(out->entries, count, sizeof(*out->entries), by_id);
}

size_t id_index_find(const struct id_index *index, const char *id)
{
	size_t low = 0;
	size_t high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(index->entries[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < index->count && strcmp(index->entries[low].id, id) == 0)
		return index->entries[low].position;
	return ID_NOT_FOUND;
}

size_t id_index_duplicate(const struct id_index *index)
{
	for (size_t i = 1; i < index->count; i++) {
		if (strcmp(index->entries[i - 1].id, index->entries[i].id) == 0)
			return index->entries[i].position;
	}
	return ID_NOT_FOUND;
}
