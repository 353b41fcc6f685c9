#include "event_value.h"

#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "text.h"
#include "tls_alert.h"

enum {
	MESSAGE_MAX = 2048,
	ALERT_NUMBER_MAX = 255,
	SHOWN_MAX = 80,
	TEXT_SLOTS_FIRST = 256,
	PROBES_MAX = 32
};

/* jansson keeps no positions: the keys are looked for again, each after the one around it. */
static size_t key_column(const struct event_place *place)
{
	const char *at = place->line;
	const char *end = place->line + place->len;

	for (size_t i = 0; i < place->depth; i++) {
		size_t len = strlen(place->keys[i]);
		const char *next = at;

		while ((next = memmem(next, (size_t)(end - next), place->keys[i], len))) {
			if (next > place->line && next[-1] == '"' && next + len < end && next[len] == '"')
				break;
			next++;
		}
		if (!next)
			break;
		at = next;
	}
	return (size_t)(at - place->line) + 1;
}

void event_complain(const struct event_place *place, const char *format, ...)
{
	struct place where = {place->file, place->number, key_column(place)};
	SCOPED_BUF message;
	va_list args;

	buf_init(&message, MESSAGE_MAX);
	for (size_t i = 0; i < place->depth; i++)
		buf_printf(&message, "%s%s", i ? "." : "", place->keys[i]);
	buf_puts(&message, place->depth ? ": " : "");
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	diag_error(place->diag, where, "%s", buf_text(&message));
}

static const char *type_name(const json_t *value)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object",
		[JSON_ARRAY] = "a list",
		[JSON_STRING] = "a string",
		[JSON_INTEGER] = "an integer",
		[JSON_REAL] = "a number with a fraction",
		[JSON_TRUE] = "true",
		[JSON_FALSE] = "false",
		[JSON_NULL] = "null",
	};

	return names[json_typeof(value)];
}

static bool wrong_type(const struct event_place *place, const char *wanted, const json_t *value)
{
	event_complain(place, "must be %s, not %s", wanted, type_name(value));
	return false;
}

static size_t hash_text(const char *text)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	return (size_t)hash;
}

static const char **find_slot(const char **slots, size_t count, const char *text)
{
	size_t at = hash_text(text) & (count - 1);

	/* bounded: a file made of collisions must not make it slow, it just shares less */
	for (int probes = 0; probes < PROBES_MAX; probes++) {
		if (!slots[at] || strcmp(slots[at], text) == 0)
			return &slots[at];
		at = (at + 1) & (count - 1);
	}
	return NULL;
}

static void grow_texts(struct event_place *place)
{
	size_t slots = place->text_slots ? place->text_slots * 2 : TEXT_SLOTS_FIRST;
	const char **larger = ARENA_ARRAY(place->arena, const char *, slots);

	for (size_t i = 0; i < place->text_slots; i++) {
		const char **slot = place->texts[i] ? find_slot(larger, slots, place->texts[i]) : NULL;

		if (slot)
			*slot = place->texts[i];
	}
	place->texts = larger;
	place->text_slots = slots;
}

/* One copy of each text: settings, reasons and commands repeat from cell to cell. */
static const char *share(struct event_place *place, const char *text, size_t len)
{
	const char **slot;

	if (place->text_count * 2 >= place->text_slots)
		grow_texts(place);
	slot = find_slot(place->texts, place->text_slots, text);
	if (!slot)
		return arena_strndup(place->arena, text, len);
	if (!*slot) {
		*slot = arena_strndup(place->arena, text, len);
		place->text_count++;
	}
	return *slot;
}

/* Foreign bytes enter a result here: a file may have been written by anybody. */
static const char *take_text(struct event_place *place, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t len = json_string_length(value);

	if (event_text_plain(text, len))
		return share(place, text, len);
	return text_clean_dup(place->arena, text, len);
}

static bool read_text(struct event_place *place, const json_t *value, const char **out)
{
	if (!json_is_string(value))
		return wrong_type(place, "a string", value);
	*out = take_text(place, value);
	return true;
}

static bool read_presented(
	struct event_place *place, const json_t *value, const char **out, bool *nothing)
{
	if (!read_text(place, value, out))
		return false;
	*nothing = strcmp(*out, "none") == 0;
	if (*nothing)
		*out = NULL;
	return true;
}

static bool read_number(const struct event_place *place, json_int_t *out, const json_t *value,
	json_int_t least, json_int_t most)
{
	if (!json_is_integer(value))
		return wrong_type(place, "an integer", value);
	*out = json_integer_value(value);
	if (*out >= least && *out <= most)
		return true;
	event_complain(place, "%" JSON_INTEGER_FORMAT " is out of range", *out);
	return false;
}

static bool read_word(
	struct event_place *place, const struct event_field *field, const json_t *value, unsigned *out)
{
	const char *word;

	if (!json_is_string(value))
		return wrong_type(place, "a string", value);
	word = json_string_value(value);
	for (unsigned i = 0; field->words[i]; i++) {
		if (strcmp(field->words[i], word) == 0) {
			*out = i;
			return true;
		}
	}
	event_complain(place, "unknown word '%.*s'", SHOWN_MAX, word);
	word = text_closest(word, field->words);
	if (word)
		diag_hint(place->diag, "did you mean '%s'?", word);
	return false;
}

static bool read_alert(struct event_place *place, const json_t *value, int *out)
{
	const char *name;

	if (!json_is_string(value))
		return wrong_type(place, "an alert's name", value);
	name = json_string_value(value);
	if (tls_alert_parse(out, name))
		return true;
	/* "alert_199": a number that is not registered */
	for (int number = 0; number <= ALERT_NUMBER_MAX; number++) {
		if (strcmp(tls_alert_name(number), name) == 0) {
			*out = number;
			return true;
		}
	}
	event_complain(place, "unknown alert '%.*s'", SHOWN_MAX, name);
	return false;
}

static bool read_texts(
	struct event_place *place, const json_t *value, const char ***out, size_t *count)
{
	size_t len = json_array_size(value);

	if (!json_is_array(value))
		return wrong_type(place, "a list of strings", value);
	*out = ARENA_ARRAY(place->arena, const char *, len);
	for (size_t i = 0; i < len; i++) {
		const json_t *item = json_array_get(value, i);

		if (!json_is_string(item))
			return wrong_type(place, "a list of strings", item);
		(*out)[i] = take_text(place, item);
	}
	*count = len;
	return true;
}

static bool read_integer(
	struct event_place *place, const struct event_field *field, const json_t *value, void *at)
{
	json_int_t number;
	bool is_int = field->kind == FIELD_INT;
	json_int_t most = is_int ? INT_MAX : field->kind == FIELD_UNSIGNED ? UINT_MAX : INT64_MAX;

	if (!read_number(place, &number, value, is_int ? INT_MIN : 0, most))
		return false;
	if (is_int)
		*(int *)at = (int)number;
	else if (field->kind == FIELD_UNSIGNED)
		*(unsigned *)at = (unsigned)number;
	else
		*(size_t *)at = (size_t)number;
	return true;
}

static bool read_row(
	struct event_place *place, const struct event_table *table, const json_t *row, void *base);

static bool read_items(
	struct event_place *place, const struct event_field *field, const json_t *value, char *base)
{
	size_t len = json_array_size(value);
	char *items;

	if (!json_is_array(value))
		return wrong_type(place, "a list", value);
	items = arena_alloc(place->arena, len * field->items->size);
	*(char **)(base + field->at) = items;
	*(size_t *)(base + field->count_at) = len;
	for (size_t i = 0; i < len; i++, items += field->items->size) {
		const json_t *item = json_array_get(value, i);
		bool ok = field->kind == FIELD_ROWS ? read_row(place, field->items, item, items)
											: event_read_object(place, field->items, item, items);

		if (!ok)
			return false;
	}
	return true;
}

static bool read_value(
	struct event_place *place, const struct event_field *field, const json_t *value, char *base)
{
	void *at = base + field->at;

	switch (field->kind) {
	case FIELD_TEXT:
		return read_text(place, value, at);
	case FIELD_PRESENTED:
		return read_presented(place, value, at, (bool *)(base + field->count_at));
	case FIELD_BOOL:
	case FIELD_BOOL_IF:
		if (!json_is_boolean(value))
			return wrong_type(place, "true or false", value);
		*(bool *)at = json_is_true(value);
		if (field->kind == FIELD_BOOL_IF)
			*(bool *)(base + field->count_at) = true;
		return true;
	case FIELD_WORD:
		return read_word(place, field, value, at);
	case FIELD_ALERT:
		return read_alert(place, value, at);
	case FIELD_TEXTS:
		return read_texts(place, value, at, (size_t *)(base + field->count_at));
	case FIELD_OBJECT:
		return event_read_object(place, field->items, value, at);
	case FIELD_OBJECTS:
	case FIELD_ROWS:
		return read_items(place, field, value, base);
	default:
		return read_integer(place, field, value, at);
	}
}

/* Null, or not there. False: it must be there. */
static bool read_nothing(
	struct event_place *place, const struct event_field *field, const json_t *value, char *base)
{
	int none;

	if (field->presence == FIELD_NEEDED || (!value && field->presence == FIELD_ALWAYS)) {
		event_complain(place, value ? "must not be null" : "is missing");
		return false;
	}
	if (field->kind == FIELD_ALERT)
		*(int *)(void *)(base + field->at) = TLS_ALERT_NONE;
	if (field->kind == FIELD_WORD) {
		none = event_word_none(field->words);
		*(unsigned *)(void *)(base + field->at) = none < 0 ? 0 : (unsigned)none;
	}
	/* an embedded struct that was left out still has members whose "nothing" is not 0 */
	return field->kind != FIELD_OBJECT ||
		event_read_object(place, field->items, NULL, base + field->at);
}

static bool read_field(
	struct event_place *place, const struct event_field *field, const json_t *value, char *base)
{
	bool ok;

	if (place->depth >= EVENT_DEPTH_MAX)
		return false;
	place->keys[place->depth++] = field->key;
	if (!value || json_is_null(value))
		ok = read_nothing(place, field, value, base);
	else
		ok = read_value(place, field, value, base);
	place->depth--;
	return ok;
}

static bool read_row(
	struct event_place *place, const struct event_table *table, const json_t *row, void *base)
{
	if (!json_is_array(row))
		return wrong_type(place, "a list of lists", row);
	if (json_array_size(row) < table->count) {
		event_complain(
			place, "%zu values where %zu are needed", json_array_size(row), table->count);
		return false;
	}
	for (size_t i = 0; i < table->count; i++) {
		if (!read_field(place, &table->fields[i], json_array_get(row, i), base))
			return false;
	}
	return true;
}

bool event_read_object(struct event_place *place, const struct event_table *table,
	const struct json_t *object, void *base)
{
	bool ok = true;

	if (object && !json_is_object(object))
		return wrong_type(place, "an object", object);
	for (size_t i = 0; i < table->count; i++) {
		const struct event_field *field = &table->fields[i];

		ok = read_field(place, field, object ? json_object_get(object, field->key) : NULL, base) &&
			ok;
	}
	return ok;
}
