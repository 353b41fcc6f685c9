#include "fill.h"
#include "text.h"

#include <stdint.h>
#include <string.h>

enum { LIST_ITEMS = 2, STRUCT_MAX = 4096 };

static unsigned next_word(const char *const *words, unsigned salt)
{
	unsigned count = 0;

	while (words[count])
		count++;
	return count ? salt % count : 0;
}

static void fill_list(
	struct arena *arena, const struct event_field *field, char *base, unsigned salt)
{
	*(size_t *)(void *)(base + field->count_at) = LIST_ITEMS;
	if (field->kind == FIELD_TEXTS) {
		const char **texts = ARENA_ARRAY(arena, const char *, LIST_ITEMS);

		for (unsigned i = 0; i < LIST_ITEMS; i++)
			texts[i] = arena_printf(arena, "%s %u.%u", field->key, salt, i);
		*(const char ***)(void *)(base + field->at) = texts;
		return;
	}
	char *items = arena_alloc(arena, LIST_ITEMS * field->items->size);

	*(char **)(void *)(base + field->at) = items;
	for (unsigned i = 0; i < LIST_ITEMS; i++)
		fill_struct(arena, field->items, items + i * field->items->size, salt + i + 1);
}

static void fill_field(
	struct arena *arena, const struct event_field *field, char *base, unsigned salt)
{
	void *at = base + field->at;

	switch (field->kind) {
	case FIELD_TEXT:
		*(const char **)at = arena_printf(arena, "%s \xc3\xa9 <&\"\\ %u", field->key, salt);
		break;
	case FIELD_PRESENTED:
		*(bool *)(base + field->count_at) = salt % 2;
		if (salt % 2 == 0)
			*(const char **)at = arena_printf(arena, "%s %u", field->key, salt);
		break;
	case FIELD_BOOL_IF:
		*(bool *)(base + field->count_at) = true;
		*(bool *)at = true;
		break;
	case FIELD_BOOL:
		*(bool *)at = true;
		break;
	case FIELD_INT:
	case FIELD_UNSIGNED:
		*(unsigned *)at = 1000 + salt;
		break;
	case FIELD_COUNT:
		*(size_t *)at = (size_t)1 << 40 | salt;
		break;
	case FIELD_WORD:
		*(unsigned *)at = next_word(field->words, salt);
		break;
	case FIELD_ALERT:
		*(int *)at = (int)(salt % 256);
		break;
	case FIELD_OBJECT:
		fill_struct(arena, field->items, at, salt + 1);
		break;
	default:
		fill_list(arena, field, base, salt);
	}
}

void fill_struct(struct arena *arena, const struct event_table *table, void *base, unsigned salt)
{
	for (size_t i = 0; i < table->count; i++)
		fill_field(arena, &table->fields[i], base, salt * 7 + (unsigned)i);
}

static void fill_list_texts(const struct event_field *field, char *base, const char *text)
{
	size_t count = *(size_t *)(void *)(base + field->count_at);
	char *items = *(char **)(void *)(base + field->at);

	for (size_t i = 0; i < count; i++) {
		if (field->kind == FIELD_TEXTS)
			((const char **)(void *)items)[i] = text;
		else
			fill_texts(field->items, items + i * field->items->size, text);
	}
}

void fill_texts(const struct event_table *table, void *base, const char *text)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct event_field *field = &table->fields[i];
		char *at = (char *)base + field->at;

		if (field->kind == FIELD_PRESENTED)
			*(bool *)((char *)base + field->count_at) = false;
		if (field->kind == FIELD_TEXT || field->kind == FIELD_PRESENTED)
			*(const char **)(void *)at = text;
		else if (field->kind == FIELD_OBJECT)
			fill_texts(field->items, at, text);
		else if (field->kind >= FIELD_OBJECTS || field->kind == FIELD_TEXTS)
			fill_list_texts(field, base, text);
	}
}

static size_t width(const struct event_field *field)
{
	switch (field->kind) {
	case FIELD_BOOL:
	case FIELD_BOOL_IF:
		return sizeof(bool);
	case FIELD_INT:
	case FIELD_UNSIGNED:
	case FIELD_WORD:
	case FIELD_ALERT:
		return sizeof(unsigned);
	case FIELD_OBJECT:
		return field->items->size;
	default:
		return sizeof(void *);
	}
}

static const char *list_difference(const struct event_field *field, const char *a, const char *b)
{
	size_t count = *(const size_t *)(const void *)(a + field->count_at);
	const char *x = *(const char *const *)(const void *)(a + field->at);
	const char *y = *(const char *const *)(const void *)(b + field->at);

	if (count != *(const size_t *)(const void *)(b + field->count_at))
		return field->key;
	for (size_t i = 0; i < count; i++) {
		const char *inner = NULL;

		if (field->kind != FIELD_TEXTS)
			inner = fill_difference(
				field->items, x + i * field->items->size, y + i * field->items->size);
		else if (!text_same(((const char *const *)(const void *)x)[i],
					 ((const char *const *)(const void *)y)[i]))
			inner = field->key;
		if (inner)
			return inner;
	}
	return NULL;
}

static const char *field_difference(const struct event_field *field, const char *a, const char *b)
{
	const void *x = a + field->at;
	const void *y = b + field->at;

	switch (field->kind) {
	case FIELD_PRESENTED:
		if (a[field->count_at] != b[field->count_at])
			return field->key;
		return text_same(*(const char *const *)x, *(const char *const *)y) ? NULL : field->key;
	case FIELD_TEXT:
		return text_same(*(const char *const *)x, *(const char *const *)y) ? NULL : field->key;
	case FIELD_OBJECT:
		return fill_difference(field->items, x, y);
	case FIELD_TEXTS:
	case FIELD_OBJECTS:
	case FIELD_ROWS:
		return list_difference(field, a, b);
	case FIELD_BOOL_IF:
		if (a[field->count_at] != b[field->count_at])
			return field->key;
		return memcmp(x, y, width(field)) ? field->key : NULL;
	default:
		return memcmp(x, y, width(field)) ? field->key : NULL;
	}
}

const char *fill_difference(const struct event_table *table, const void *a, const void *b)
{
	for (size_t i = 0; i < table->count; i++) {
		const char *key = field_difference(&table->fields[i], a, b);

		if (key)
			return key;
	}
	return NULL;
}

size_t fill_uncovered(const struct event_table *table)
{
	static bool covered[STRUCT_MAX];
	size_t uncovered = 0;
	size_t run = 0;

	memset(covered, 0, sizeof(covered));
	for (size_t i = 0; i < table->count; i++) {
		const struct event_field *field = &table->fields[i];

		memset(covered + field->at, true, width(field));
		if (field->kind == FIELD_BOOL_IF || field->kind == FIELD_PRESENTED)
			covered[field->count_at] = true;
		if (field->kind == FIELD_TEXTS || field->kind >= FIELD_OBJECTS)
			memset(covered + field->count_at, true, sizeof(size_t));
	}
	for (size_t i = 0; i < table->size; i++) {
		run = covered[i] ? 0 : run + 1;
		uncovered += run >= sizeof(void *);
	}
	return uncovered;
}
