#include "schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "text.h"

void text_list_add(
	struct text_list *list, const char *text, struct place place, struct arena *arena)
{
	size_t places = list->count;

	*ARENA_PUSH(arena, list->places, places) = place;
	*ARENA_PUSH(arena, list->items, list->count) = text;
}

bool text_list_holds(const struct text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strstr(list->items[i], text))
			return true;
	}
	return false;
}

enum { WORDS_LISTED_MAX = 12, WORD_LIST_BYTES = 512 };

/* Where a value goes, and everything needed to read or refuse it. */
struct slot {
	const struct field *field;
	void *member;
	struct arena *arena;
	struct diag *diag;
};

static size_t error_count(const struct diag *diag)
{
	return diag->count + diag->dropped;
}

static bool is_blank(const struct node *node)
{
	return node->kind == NODE_SCALAR && !node->quoted && !node->text[0];
}

static void report_kind(
	const struct node *node, struct diag *diag, const char *name, const char *wanted)
{
	if (is_blank(node))
		diag_error(diag, node->place, "'%s' is empty: %s is needed", name, wanted);
	else
		diag_error(diag, node->place, "'%s' must be %s, not a %s", name, wanted,
			node_kind_name(node->kind));
}

static void hint_words(struct diag *diag, const char *word, const char *const *words)
{
	SCOPED_BUF list;
	size_t count = 0;

	buf_init(&list, WORD_LIST_BYTES);
	while (words[count])
		count++;
	if (text_closest(word, words) || count > WORDS_LISTED_MAX)
		return;
	buf_put_list(&list, words, count);
	diag_hint(diag, "one of: %s", buf_text(&list));
}

const char *schema_scalar(const struct node *node, struct diag *diag, const char *what)
{
	if (node->kind != NODE_SCALAR) {
		report_kind(node, diag, what, "a text");
		return NULL;
	}
	if (!node->text[0]) {
		diag_error(diag, node->place, "'%s' is empty", what);
		return NULL;
	}
	return node->text;
}

int schema_word(
	const struct node *node, const char *const *words, struct diag *diag, const char *what)
{
	const char *text = schema_scalar(node, diag, what);

	if (!text)
		return -1;
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
	}
	diag_error_suggest(diag, node->place, text, words, "unknown %s '%s'", what, text);
	hint_words(diag, text, words);
	return -1;
}

static void read_text(const struct slot *slot, struct node *node)
{
	const char *text = schema_scalar(node, slot->diag, slot->field->name);

	if (text)
		*(const char **)slot->member = slot->field->none && strcmp(text, "none") == 0 ? NULL : text;
}

static void read_bool(const struct slot *slot, struct node *node)
{
	const char *name = slot->field->name;

	if (node->kind != NODE_SCALAR || is_blank(node)) {
		report_kind(node, slot->diag, name, "true or false");
		return;
	}
	if (node->quoted || (strcmp(node->text, "true") != 0 && strcmp(node->text, "false") != 0)) {
		diag_error(slot->diag, node->place, "'%s' must be true or false, not %s'%s'", name,
			node->quoted ? "the quoted text " : "", node->text);
		return;
	}
	*(bool *)slot->member = node->text[0] == 't';
}

static bool parse_number(long *out, const char *text)
{
	size_t digits = strspn(text + (text[0] == '-'), "0123456789");

	if (!digits || text[digits + (text[0] == '-')])
		return false;
	errno = 0;
	*out = strtol(text, NULL, 10);
	return errno == 0;
}

static void read_number(const struct slot *slot, struct node *node)
{
	const struct field *field = slot->field;
	bool bounded = field->min || field->max;
	long value;

	if (node->kind != NODE_SCALAR || is_blank(node)) {
		report_kind(node, slot->diag, field->name, "a whole number");
		return;
	}
	if (!parse_number(&value, node->text)) {
		diag_error(slot->diag, node->place, "'%s' must be a whole number, not '%s'", field->name,
			node->text);
		return;
	}
	if (bounded && (value < field->min || value > field->max)) {
		diag_error(slot->diag, node->place, "'%s' must be between %ld and %ld, not %ld",
			field->name, field->min, field->max, value);
		return;
	}
	*(long *)slot->member = value;
}

static void read_word(const struct slot *slot, struct node *node)
{
	int index = schema_word(node, slot->field->words, slot->diag, slot->field->name);

	if (index >= 0)
		*(int *)slot->member = index;
}

static void read_texts(const struct slot *slot, struct node *node)
{
	struct text_list *list = slot->member;
	bool alone = node->kind == NODE_SCALAR && !is_blank(node);
	size_t count = alone ? 1 : node->count;

	if (!alone && node->kind != NODE_LIST) {
		report_kind(node, slot->diag, slot->field->name, "a list of texts");
		return;
	}
	if (!count && slot->field->required)
		diag_error(slot->diag, node->place, "'%s' needs at least one entry", slot->field->name);
	list->items = ARENA_ARRAY(slot->arena, const char *, count + 1);
	list->places = ARENA_ARRAY(slot->arena, struct place, count + 1);
	list->count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct node *item = alone ? node : node->items[i];
		const char *text = schema_scalar(item, slot->diag, slot->field->name);

		if (!text)
			continue;
		list->places[list->count] = item->place;
		list->items[list->count++] = text;
	}
}

static void read_struct(const struct slot *slot, struct node *node)
{
	if (node->kind != NODE_MAP) {
		report_kind(node, slot->diag, slot->field->name, "a map");
		return;
	}
	/* its errors are in diag, where the outermost schema_read counts them */
	(void)!schema_read(slot->member, slot->field->fields, node, slot->arena, slot->diag);
}

static void read_structs(const struct slot *slot, struct node *node)
{
	const struct schema *schema = slot->field->fields;
	struct struct_list *list = slot->member;
	char *items;

	if (node->kind != NODE_LIST) {
		report_kind(node, slot->diag, slot->field->name, "a list of maps");
		return;
	}
	if (!node->count && slot->field->required)
		diag_error(slot->diag, node->place, "'%s' needs at least one entry", slot->field->name);
	items = arena_alloc(slot->arena, schema->size * (node->count + 1));
	for (size_t i = 0; i < node->count; i++)
		(void)!schema_read(
			items + schema->size * i, schema, node->items[i], slot->arena, slot->diag);
	list->items = items;
	list->count = node->count;
}

static void read_map(const struct slot *slot, struct node *node)
{
	struct pair_list *list = slot->member;

	if (node->kind != NODE_MAP) {
		report_kind(node, slot->diag, slot->field->name, "a map");
		return;
	}
	list->items = ARENA_ARRAY(slot->arena, struct pair, node->count + 1);
	list->count = 0;
	for (size_t i = 0; i < node->count; i++) {
		const struct node_entry *entry = &node->entries[i];

		if (entry->value->kind != NODE_SCALAR) {
			report_kind(entry->value, slot->diag, entry->key, "a text");
			continue;
		}
		list->items[list->count++] =
			(struct pair){entry->key, entry->value->text, entry->value->place};
	}
}

static void read_node(const struct slot *slot, struct node *node)
{
	*(struct node **)slot->member = node;
}

static void read_custom(const struct slot *slot, struct node *node)
{
	slot->field->read(slot->member, node, slot->arena, slot->diag);
}

static void (*const kind_readers[])(const struct slot *slot, struct node *node) = {
	[FIELD_TEXT] = read_text,
	[FIELD_BOOL] = read_bool,
	[FIELD_NUMBER] = read_number,
	[FIELD_WORD] = read_word,
	[FIELD_TEXTS] = read_texts,
	[FIELD_STRUCT] = read_struct,
	[FIELD_STRUCTS] = read_structs,
	[FIELD_MAP] = read_map,
	[FIELD_NODE] = read_node,
	[FIELD_CUSTOM] = read_custom,
};

/* The field of that name, and where in `schema`'s struct its members count from. */
static const struct field *find_field(const struct schema *schema, const char *name, size_t *base)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		const struct field *found = field;

		*base = 0;
		if (field->kind == FIELD_PART && (found = find_field(field->fields, name, base)))
			*base += field->offset;
		if (found && strcmp(found->name, name) == 0)
			return found;
	}
	return NULL;
}

size_t schema_known(const struct schema *schema, const struct node *map)
{
	size_t known = 0;
	size_t base;

	for (size_t i = 0; map->kind == NODE_MAP && i < map->count; i++)
		known += find_field(schema, map->entries[i].key, &base) != NULL;
	return known;
}

static void push_names(
	const char ***names, size_t *count, const struct schema *schema, struct arena *arena)
{
	for (size_t i = 0; i < schema->count; i++) {
		if (schema->fields[i].kind == FIELD_PART)
			push_names(names, count, schema->fields[i].fields, arena);
		else
			*ARENA_PUSH(arena, *names, *count) = schema->fields[i].name;
	}
}

static const char **field_names(const struct schema *schema, struct arena *arena)
{
	const char **names = NULL;
	size_t count = 0;

	push_names(&names, &count, schema, arena);
	*ARENA_PUSH(arena, names, count) = NULL;
	return names;
}

static void report_unknown(const struct schema *schema, const struct node_entry *entry,
	struct arena *arena, struct diag *diag)
{
	const char **names = field_names(schema, arena);

	diag_error_suggest(diag, entry->key_place, entry->key, names, "unknown key '%s' in %s",
		entry->key, schema->name);
	hint_words(diag, entry->key, names);
}

/* One mistake, one diagnostic: a key that is there under a misspelt name is not missing as well. */
static bool is_misspelt(const struct schema *schema, const struct node *node,
	const struct field *field, const char *const *names)
{
	size_t base;

	for (size_t i = 0; i < node->count; i++) {
		const char *key = node->entries[i].key;
		const char *closest = find_field(schema, key, &base) ? NULL : text_closest(key, names);

		if (closest && strcmp(closest, field->name) == 0)
			return true;
	}
	return false;
}

/* `whole` is what `part` is part of, or the same. */
static void report_missing(const struct schema *whole, const struct schema *part,
	const struct node *node, const char *const *names, struct diag *diag)
{
	for (size_t i = 0; i < part->count; i++) {
		const struct field *field = &part->fields[i];

		if (field->kind == FIELD_PART)
			report_missing(whole, field->fields, node, names, diag);
		if (!field->required || node_get(node, field->name) ||
			(field->unless && node_get(node, field->unless)) ||
			is_misspelt(whole, node, field, names))
			continue;
		diag_error(diag, node->place, "missing key '%s' in %s", field->name, whole->name);
		if (field->doc)
			diag_hint(diag, "%s: %s", field->name, field->doc);
	}
}

bool schema_read(void *out, const struct schema *schema, const struct node *node,
	struct arena *arena, struct diag *diag)
{
	size_t before = error_count(diag);

	if (node->kind != NODE_MAP) {
		report_kind(node, diag, schema->name, "a map");
		return false;
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct node_entry *entry = &node->entries[i];
		size_t base;
		const struct field *field = find_field(schema, entry->key, &base);
		struct slot slot = {field, NULL, arena, diag};

		if (!field) {
			report_unknown(schema, entry, arena, diag);
			continue;
		}
		if (field->place_offset)
			*(struct place *)((char *)out + base + field->place_offset) = entry->value->place;
		slot.member = (char *)out + base + field->offset;
		kind_readers[field->kind](&slot, entry->value);
	}
	report_missing(schema, schema, node, field_names(schema, arena), diag);
	return error_count(diag) == before;
}
