#include "event.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "event_fields.h"
#include "fatal.h"
#include "file.h"
#include "json_out.h"
#include "lock.h"

enum { LINE_START = 8 * 1024 };

struct event_writer {
	int fd;
	int spare; /* all of it once more, in memory, where it can't be read back from `fd`; or -1 */
	off_t whole; /* bytes of complete lines */
	const char *path;
	struct arena *arena;
	int failed; /* errno of the first write that failed, or 0 */
	char *line;
	size_t len;
	size_t capacity;
};

/* A regular file is empty then, and ours alone. */
static int open_file(const char *path, struct arena *arena, const char **why, bool *regular)
{
	bool standard = strcmp(path, "-") == 0;
	struct stat info = {0};
	int fd;

	*why = NULL;
	fd = standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
				  : file_open_out(why, arena, path, O_CREAT);
	*regular = !standard && fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
	if (fd >= 0 && (!*regular || (lock_file(fd, path, why, arena) && ftruncate(fd, 0) == 0)))
		return fd;
	if (!*why)
		*why = arena_printf(arena, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

struct event_writer *event_open(const char *path, struct arena *arena, const char **why)
{
	bool regular;
	int fd = open_file(path, arena, why, &regular);
	struct event_writer *writer;

	if (fd < 0)
		return NULL;
	writer = fatal_alloc(sizeof(*writer));
	writer->fd = fd;
	writer->spare = regular ? -1 : memfd_create("mtlspec-events", MFD_CLOEXEC);
	writer->path = arena_strdup(arena, path);
	writer->arena = arena;
	return writer;
}

const char *event_source(const struct event_writer *writer)
{
	return writer->spare < 0 ? writer->path
							 : arena_printf(writer->arena, "/proc/self/fd/%d", writer->spare);
}

/* A value that is no word of its list is a bug of ours; the line is worth more than an abort. */
static json_t *word_value(const char *const *words, unsigned value)
{
	unsigned count = 0;

	while (words[count])
		count++;
	if (value >= count || strcmp(words[value], "none") == 0)
		return json_null();
	return json_checked(json_string_nocheck(words[value]));
}

static json_t *texts_value(const char *const *texts, size_t count)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, json_text(texts[i]));
	return array;
}

static json_t *simple_value(const struct event_field *field, const char *base)
{
	const void *at = base + field->at;

	switch (field->kind) {
	case FIELD_TEXT:
		return json_text(*(const char *const *)at);
	case FIELD_PRESENTED:
		return json_text(
			presented_word(*(const char *const *)at, *(const bool *)(base + field->count_at)));
	case FIELD_BOOL:
		return json_boolean(*(const bool *)at);
	case FIELD_BOOL_IF:
		if (!*(const bool *)(base + field->count_at))
			return json_null();
		return json_boolean(*(const bool *)at);
	case FIELD_INT:
		return json_checked(json_integer(*(const int *)at));
	case FIELD_UNSIGNED:
		return json_count(*(const unsigned *)at);
	case FIELD_COUNT:
		return json_count(*(const size_t *)at);
	case FIELD_WORD:
		return word_value(field->words, *(const unsigned *)at);
	case FIELD_ALERT:
		if (*(const int *)at == TLS_ALERT_NONE)
			return json_null();
		return json_checked(json_string_nocheck(tls_alert_name(*(const int *)at)));
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
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < table->count; i++)
		json_array_append_new(array, field_value(&table->fields[i], base));
	return array;
}

static json_t *object_value(const struct event_table *table, const void *base)
{
	json_t *object = json_checked(json_object());

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
	array = json_checked(json_array());
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

/* 0, or the errno of what went wrong. */
static int write_line(int fd, const struct event_writer *writer)
{
	size_t done = 0;

	while (done < writer->len) {
		ssize_t put = write(fd, writer->line + done, writer->len - done);

		if (put > 0)
			done += (size_t)put;
		else if (put == 0 || errno != EINTR)
			return put == 0 ? EIO : errno;
	}
	return 0;
}

/* The disk is full: what was judged until now, and all that comes, must be told nevertheless. */
static void begin_spare(struct event_writer *writer)
{
	int written = open(writer->path, O_RDONLY | O_CLOEXEC);
	off_t from = 0;

	writer->spare = memfd_create("mtlspec-events", MFD_CLOEXEC);
	while (from < writer->whole &&
		sendfile(writer->spare, written, &from, (size_t)(writer->whole - from)) > 0)
		;
	if (written >= 0)
		close(written);
}

/* One write for one line, so that a reader sees all of it or, after a crash, a torn last line. */
static void send_line(struct event_writer *writer)
{
	if (!writer->failed) {
		writer->failed = write_line(writer->fd, writer);
		if (writer->failed && writer->spare < 0)
			begin_spare(writer);
		else
			writer->whole += (off_t)writer->len;
	}
	if (writer->spare >= 0)
		(void)write_line(writer->spare, writer);
}

static json_t *event_object(const char *name)
{
	json_t *object = json_checked(json_object());

	json_object_set_new_nocheck(object, "event", json_checked(json_string_nocheck(name)));
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

	json_object_set_new_nocheck(object, "schema", json_checked(json_integer(EVENT_SCHEMA_VERSION)));
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
