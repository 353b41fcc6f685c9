#include "token_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "fatal.h"

enum { CAPACITY_FIRST = 64, HALF = (TOKEN_SIZE - 1) / 2 };

void token_make(char out[TOKEN_SIZE])
{
	uint64_t random[2];

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		FATAL("no randomness");
	snprintf(out, TOKEN_SIZE, "%016" PRIx64 "%016" PRIx64, random[0], random[1]);
}

static bool parse(uint64_t out[2], const char *token)
{
	char half[HALF + 1] = {0};

	if (strlen(token) != TOKEN_SIZE - 1 || strspn(token, "0123456789abcdef") != TOKEN_SIZE - 1)
		return false;
	memcpy(half, token, HALF);
	out[0] = strtoull(half, NULL, 16);
	out[1] = strtoull(token + HALF, NULL, 16);
	return true;
}

/* Where the key is, or would be. Keys are random, so that they are their own hash. */
static struct token_entry *slot(const struct token_table *table, const uint64_t key[2])
{
	size_t mask = table->capacity - 1;

	for (size_t at = (size_t)key[0] & mask;; at = (at + 1) & mask) {
		struct token_entry *entry = &table->entries[at];

		if (!entry->used || memcmp(entry->key, key, sizeof(entry->key)) == 0)
			return entry;
	}
}

static void grow(struct token_table *table)
{
	struct token_table larger = {
		.capacity = table->capacity ? table->capacity * 2 : CAPACITY_FIRST, .count = table->count};

	larger.entries = fatal_alloc(larger.capacity * sizeof(*larger.entries));
	for (size_t i = 0; i < table->capacity; i++) {
		if (table->entries[i].used)
			*slot(&larger, table->entries[i].key) = table->entries[i];
	}
	free(table->entries);
	*table = larger;
}

void token_table_add(struct token_table *table, const char *token, size_t number)
{
	struct token_entry entry = {.number = number, .used = true};

	if (!parse(entry.key, token))
		FATAL("token_table_add: %s", token);
	if (table->count >= table->capacity / 2)
		grow(table);
	*slot(table, entry.key) = entry;
	table->count++;
}

bool token_table_find(size_t *out, const struct token_table *table, const char *token)
{
	const struct token_entry *entry;
	uint64_t key[2];

	if (!table->count || !parse(key, token))
		return false;
	entry = slot(table, key);
	*out = entry->number;
	return entry->used;
}

void token_table_finish(struct token_table *table)
{
	free(table->entries);
	memset(table, 0, sizeof(*table));
}
