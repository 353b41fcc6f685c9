#include "event.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "event_fields.h"
#include "fatal.h"
#include "text.h"

enum { LINE_START = 8 * 1024 };

struct event_writer {
	int fd;
	const char *path;
	struct arena *arena;
	int failed; /* errno of the first write that failed, or 0 */
	char *line;
	size_t len;
	size_t capacity;
};

struct event_writer *event_open(const char *path, struct arena *arena, const char **why)
{
	bool standard = strcmp(path, "-") == 0;
	int fd =
		standard ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	struct event_writer *writer;

	if (fd < 0) {
		*why = arena_printf(arena, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (standard)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	writer = fatal_alloc(sizeof(*writer));
	writer->fd = fd;
	writer->path = arena_strdup(arena, path);
	writer->arena = arena;
	return writer;
}

static json_t *checked(json_t *value)
{
	if (!value)
		FATAL("out of memory (JSON)");
	return value;
}

/* Cleans once more: jansson gives no string at all for bytes that are no UTF-8. */
static json_t *clean_value(const char *text, size_t len)
{
	SCOPED_BUF clean;

	buf_init(&clean, len * 4 + 1);
	text_clean(&clean, text, len);
	return checked(json_stringn_nocheck(buf_text(&clean), clean.len));
}

static json_t *text_value(const char *text)
{
	size_t len;

	if (!text)
		return json_null();
	len = strlen(text);
	return event_text_plain(text, len) ? checked(json_stringn_nocheck(text, len))
									   : clean_value(text, len);
}

static json_t *count_value(uint64_t count)
{
	return checked(json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count));
}

/* A value that is no word of its list is a bug of ours; the line is worth more than an abort. */
static json_t *word_value(const char *const *words, unsigned value)
{
	unsigned count = 0;

	while (words[count])
		count++;
	if (value >= count || strcmp(words[value], "none") == 0)
		return json_null();
	return checked(json_string_nocheck(words[value]));
}

static json_t *texts_value(const char *const *texts, size_t count)
{
	json_t *array = checked(json_array());

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, text_value(texts[i]));
	return array;
}

static json_t *simple_value(const struct event_field *field, const char *base)
{
	const void *at = base + field->at;

	switch (field->kind) {
	case FIELD_TEXT:
		return text_value(*(const char *const *)at);
	case FIELD_BOOL:
		return json_boolean(*(const bool *)at);
	case FIELD_BOOL_IF:
		if (!*(const bool *)(base + field->count_at))
			return json_null();
		return json_boolean(*(const bool *)at);
	case FIELD_INT:
		return checked(json_integer(*(const int *)at));
	case FIELD_UNSIGNED:
		return count_value(*(const unsigned *)at);
	case FIELD_COUNT:
		return count_value(*(const size_t *)at);
	case FIELD_WORD:
		return word_value(field->words, *(const unsigned *)at);
	case FIELD_ALERT:
		if (*(const int *)at == TLS_ALERT_NONE)
			return json_null();
		return checked(json_string_nocheck(tls_alert_name(*(const int *)at)));
	case FIELD_TEXTS:
		return texts_value(
			*(const char *const *const *)at, *(const size_t *)(base + field->count_at));
	default:
		FATAL("no writer for field kind %d", (int)field->kind);
	}
}

static json_t *field_value(const struct event_field *field, const char *base);

/* An optional field that holds nothing is left out; words without "none" and objects never are. */
static bool is_nothing(const struct event_field *field, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_NULL:
	case JSON_FALSE:
		return true;
	case JSON_INTEGER:
		return json_integer_value(value) == 0;
	case JSON_ARRAY:
		return json_array_size(value) == 0;
	case JSON_OBJECT:
		return field->kind == FIELD_OBJECT && json_object_size(value) == 0;
	default:
		return false;
	}
}

static void add_fields(json_t *object, const struct event_table *table, const void *base)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct event_field *field = &table->fields[i];
		json_t *value = field_value(field, base);

		if (field->presence == FIELD_OPTIONAL && is_nothing(field, value))
			json_decref(value);
		else
			json_object_set_new_nocheck(object, field->key, value);
	}
}

static json_t *row_value(const struct event_table *table, const void *base)
{
	json_t *array = checked(json_array());

	for (size_t i = 0; i < table->count; i++)
		json_array_append_new(array, field_value(&table->fields[i], base));
	return array;
}

static json_t *object_value(const struct event_table *table, const void *base)
{
	json_t *object = checked(json_object());

	add_fields(object, table, base);
	return object;
}

static json_t *field_value(const struct event_field *field, const char *base)
{
	const char *items;
	size_t count;
	json_t *array;

	if (field->kind == FIELD_OBJECT)
		return object_value(field->items, base + field->at);
	if (field->kind != FIELD_OBJECTS && field->kind != FIELD_ROWS)
		return simple_value(field, base);
	items = *(const char *const *)(base + field->at);
	count = *(const size_t *)(base + field->count_at);
	array = checked(json_array());
	for (size_t i = 0; i < count; i++, items += field->items->size)
		json_array_append_new(array,
			field->kind == FIELD_ROWS ? row_value(field->items, items)
									  : object_value(field->items, items));
	return array;
}

static int collect(const char *data, size_t len, void *context)
{
	struct event_writer *writer = context;

	if (len > writer->capacity - writer->len) {
		writer->capacity = (writer->capacity + len) * 2 + LINE_START;
		writer->line = fatal_realloc(writer->line, writer->capacity);
	}
	memcpy(writer->line + writer->len, data, len);
	writer->len += len;
	return 0;
}

/* One write for one line, so that a reader sees all of it or, after a crash, a torn last line. */
static void send_line(struct event_writer *writer)
{
	size_t done = 0;

	while (done < writer->len && !writer->failed) {
		ssize_t put = write(writer->fd, writer->line + done, writer->len - done);

		if (put > 0)
			done += (size_t)put;
		else if (put == 0 || errno != EINTR)
			writer->failed = put == 0 ? EIO : errno;
	}
}

static json_t *event_object(const char *name)
{
	json_t *object = checked(json_object());

	json_object_set_new_nocheck(object, "event", checked(json_string_nocheck(name)));
	return object;
}

static void write_object(struct event_writer *writer, json_t *object)
{
	writer->len = 0;
	if (json_dump_callback(object, collect, writer, JSON_COMPACT) != 0)
		FATAL("an event could not be written as JSON");
	collect("\n", 1, writer);
	json_decref(object);
	send_line(writer);
}

void event_write_plan(struct event_writer *writer, const struct plan_result *plan)
{
	json_t *object = event_object("plan");

	json_object_set_new_nocheck(object, "schema", checked(json_integer(EVENT_SCHEMA_VERSION)));
	add_fields(object, &event_plan_table, plan);
	write_object(writer, object);
}

void event_write_cell(struct event_writer *writer, const struct cell_result *cell)
{
	json_t *object = event_object("cell");

	add_fields(object, &event_cell_table, cell);
	write_object(writer, object);
}

void event_write_end(struct event_writer *writer, const struct end_result *end)
{
	json_t *object = event_object("end");

	add_fields(object, &event_end_table, end);
	write_object(writer, object);
}

bool event_close(struct event_writer *writer, const char **why)
{
	int failed;

	if (close(writer->fd) != 0 && !writer->failed)
		writer->failed = errno;
	failed = writer->failed;
	if (failed)
		*why = arena_printf(writer->arena, "%s: %s", writer->path, strerror(failed));
	free(writer->line);
	free(writer);
	return failed == 0;
}
