#include "node.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "arena.h"
#include "cursor.h"
#include "file.h"

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	struct diag *diag;
	const char *file;
	struct cursor cursor;
	size_t nodes;
	bool duplicates;
};

static struct place place_of(struct reader *reader, const yaml_mark_t *mark)
{
	return cursor_place_of_character(&reader->cursor, mark->index);
}

static void report_parser(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem ? parser->problem : "unreadable";

	if (parser->error == YAML_READER_ERROR) {
		diag_error(reader->diag, cursor_place_of_byte(&reader->cursor, parser->problem_offset),
			"not a text in UTF-8: %s", problem);
		return;
	}
	diag_error(reader->diag, place_of(reader, &parser->problem_mark), "not valid YAML: %s%s%s",
		problem, parser->context ? " " : "", parser->context ? parser->context : "");
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
	if (yaml_parser_parse(&reader->parser, event))
		return true;
	report_parser(reader);
	return false;
}

static bool has_anchor(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor;
	default:
		return event->type == YAML_ALIAS_EVENT;
	}
}

static bool has_tag(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.tag;
	default:
		return false;
	}
}

/* Says why this event is refused, or NULL. */
static const char *refusal(struct reader *reader, const yaml_event_t *event, size_t depth)
{
	if (has_anchor(event))
		return "anchors and aliases (&name, *name) are not allowed here; write the value out";
	if (has_tag(event))
		return "tags (!name) are not allowed here";
	if (event->type == YAML_SCALAR_EVENT &&
		memchr(event->data.scalar.value, '\0', event->data.scalar.length))
		return "a NUL character is not allowed in a text";
	if (event->type != YAML_SCALAR_EVENT && depth >= NODE_DEPTH_MAX)
		return "nested too deeply: at most 32 levels are read";
	if (++reader->nodes > NODE_COUNT_MAX)
		return "too many values: at most 20000 are read";
	return NULL;
}

_Static_assert(NODE_DEPTH_MAX == 32 && NODE_COUNT_MAX == 20000, "the messages above name them");

static struct node *build(struct reader *reader, yaml_event_t *event, size_t depth);

static bool build_list(struct reader *reader, struct node *list, size_t depth)
{
	for (;;) {
		yaml_event_t event;
		struct node *item;

		if (!next_event(reader, &event))
			return false;
		if (event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			return true;
		}
		item = build(reader, &event, depth + 1);
		if (!item)
			return false;
		*ARENA_PUSH(reader->arena, list->items, list->count) = item;
	}
}

static int by_key(const void *a, const void *b)
{
	const struct node_entry *x = *(struct node_entry *const *)a;
	const struct node_entry *y = *(struct node_entry *const *)b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x > y) - (x < y);
}

/* Reports every key that repeats an earlier one and takes it out: the first one stands. */
static void drop_duplicates(struct reader *reader, struct node *map)
{
	struct node_entry **sorted = ARENA_ARRAY(reader->arena, struct node_entry *, map->count + 1);
	const struct node_entry *first;
	size_t kept = 0;

	for (size_t i = 0; i < map->count; i++)
		sorted[i] = &map->entries[i];
	qsort(sorted, map->count, sizeof(struct node_entry *), by_key);
	first = sorted[0];
	for (size_t i = 1; i < map->count; i++) {
		if (strcmp(sorted[i]->key, first->key) != 0) {
			first = sorted[i];
			continue;
		}
		diag_error(reader->diag, sorted[i]->key_place, "duplicate key '%s'", sorted[i]->key);
		diag_hint(reader->diag, "first given in line %zu", first->key_place.line);
		sorted[i]->value = NULL;
		reader->duplicates = true;
	}
	for (size_t i = 0; i < map->count; i++) {
		if (map->entries[i].value)
			map->entries[kept++] = map->entries[i];
	}
	map->count = kept;
}

static bool build_map(struct reader *reader, struct node *map, size_t depth)
{
	for (;;) {
		yaml_event_t event;
		struct node_entry *entry;
		struct node *key;

		if (!next_event(reader, &event))
			return false;
		if (event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			drop_duplicates(reader, map);
			return true;
		}
		key = build(reader, &event, depth + 1);
		if (!key)
			return false;
		if (key->kind != NODE_SCALAR) {
			diag_error(reader->diag, key->place, "a key must be a text, not a %s",
				node_kind_name(key->kind));
			return false;
		}
		entry = ARENA_PUSH(reader->arena, map->entries, map->count);
		entry->key = key->text;
		entry->key_place = key->place;
		if (!next_event(reader, &event))
			return false;
		entry->value = build(reader, &event, depth + 1);
		if (!entry->value)
			return false;
	}
}

/* Consumes the event, and those that belong to it. NULL after a diagnostic. */
static struct node *build(struct reader *reader, yaml_event_t *event, size_t depth)
{
	struct node *node = ARENA_NEW(reader->arena, struct node);
	const char *why = refusal(reader, event, depth);
	yaml_event_type_t type = event->type;
	bool ok = true;

	node->place = place_of(reader, &event->start_mark);
	if (why) {
		diag_error(reader->diag, node->place, "%s", why);
		ok = false;
	} else if (type == YAML_SCALAR_EVENT) {
		node->kind = NODE_SCALAR;
		node->text = arena_strndup(
			reader->arena, (char *)event->data.scalar.value, event->data.scalar.length);
		node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	}
	yaml_event_delete(event);
	if (!ok || type == YAML_SCALAR_EVENT)
		return ok ? node : NULL;
	node->kind = type == YAML_MAPPING_START_EVENT ? NODE_MAP : NODE_LIST;
	ok = node->kind == NODE_MAP ? build_map(reader, node, depth) : build_list(reader, node, depth);
	return ok ? node : NULL;
}

/* Takes the next event, which must be `type`; otherwise says `why` at its place. */
static bool expect_event(struct reader *reader, yaml_event_type_t type, const char *why)
{
	yaml_event_t event;
	bool ok;

	if (!next_event(reader, &event))
		return false;
	ok = event.type == type;
	if (!ok)
		diag_error(reader->diag, place_of(reader, &event.start_mark), "%s", why);
	yaml_event_delete(&event);
	return ok;
}

static struct node *build_document(struct reader *reader)
{
	yaml_event_t event;
	struct node *root;

	if (!expect_event(reader, YAML_STREAM_START_EVENT, "not YAML") ||
		!expect_event(reader, YAML_DOCUMENT_START_EVENT, "the file is empty: nothing to read"))
		return NULL;
	if (!next_event(reader, &event))
		return NULL;
	root = build(reader, &event, 0);
	if (!root || !expect_event(reader, YAML_DOCUMENT_END_EVENT, "not YAML") ||
		!expect_event(reader, YAML_STREAM_END_EVENT, "only one document (---) per file"))
		return NULL;
	return root;
}

bool node_parse(struct node **out, struct arena *arena, struct diag *diag, const char *file,
	const char *text, size_t len)
{
	struct reader reader = {.arena = arena, .diag = diag};

	*out = NULL;
	reader.file = arena_strdup(arena, file);
	if (len > NODE_FILE_MAX) {
		diag_error(diag, (struct place){reader.file, 0, 0}, "%zu bytes; at most %d are read", len,
			NODE_FILE_MAX);
		return false;
	}
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	diag_add_source(diag, reader.file, text, len);
	cursor_init(&reader.cursor, reader.file, text, len);
	if (!yaml_parser_initialize(&reader.parser)) {
		diag_error(diag, (struct place){reader.file, 0, 0}, "no memory for a YAML parser");
		return false;
	}
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, len);
	*out = build_document(&reader);
	yaml_parser_delete(&reader.parser);
	return *out && !reader.duplicates;
}

bool node_read(struct node **out, struct arena *arena, struct diag *diag, const char *path)
{
	size_t prefix = strlen(path) + 2;
	const char *why = NULL;
	char *text;
	size_t len;

	*out = NULL;
	if (!file_read(&text, &len, &why, arena, path, NODE_FILE_MAX)) {
		/* file_read begins with "path: ", and so does every diagnostic */
		diag_error(diag, (struct place){path, 0, 0}, "%s", why + prefix);
		return false;
	}
	return node_parse(out, arena, diag, path, text, len);
}

struct node *node_get(const struct node *map, const char *key)
{
	if (map->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++) {
		if (strcmp(map->entries[i].key, key) == 0)
			return map->entries[i].value;
	}
	return NULL;
}

const char *node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
		[NODE_SCALAR] = "text", [NODE_LIST] = "list", [NODE_MAP] = "map"};

	return names[kind];
}
