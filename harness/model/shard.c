#include "shard.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
#define FNV_OFFSET 14695981039346656037u
#define FNV_PRIME 1099511628211u

static uint64_t hash(const char *text, size_t len)
{
	uint64_t value = FNV_OFFSET;

	for (size_t i = 0; i < len; i++) {
		value ^= (unsigned char)text[i];
		value *= FNV_PRIME;
	}
	/* the low bits of similar texts are similar: fold the high ones in */
	return value ^ value >> 32;
}

bool shard_parse(struct shard *out, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	int end = 0;

	if (!digits || digits > 4 || text[digits] != '/' || strlen(text + digits + 1) > 4 ||
		strspn(text + digits + 1, "0123456789") != strlen(text + digits + 1) ||
		sscanf(text, "%zu/%zu%n", &out->index, &out->count, &end) != 2 || text[end])
		return false;
	return out->index >= 1 && out->index <= out->count && out->count <= SHARD_COUNT_MAX;
}

bool shard_has(const struct shard *shard, const char *cell_id)
{
	return !shard->count || hash(cell_id, strcspn(cell_id, "#")) % shard->count == shard->index - 1;
}
