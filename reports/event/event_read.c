#include "event.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "event_slim.h"
#include "event_value.h"
#include "file.h"
#include "id_index.h"
#include "tally.h"
#include "text.h"

/* Excerpts need the text once more in memory; a file larger than this gets none. */
enum {
	LINE_MAX_BYTES = 64 * 1024 * 1024,
	EXCERPT_SOURCE_MAX = 16 * 1024 * 1024,
	CHUNK_SIZE = 64 * 1024
};

static const char *const event_words[] = {"plan", "cell", "end", NULL};
enum event_kind { EVENT_PLAN, EVENT_CELL, EVENT_END, EVENT_KIND_COUNT };

struct reader {
	struct event_place at;
	struct run_result *run;
	const char **ids; /* of the plan, in this shard */
	struct id_index cells; /* of them */
	bool *judged;
	bool has_plan;
	struct buf slim; /* a line without its timeline */
	size_t errors_before;
};

static json_t *parse_line(struct reader *reader, bool may_be_torn, bool *torn)
{
	json_error_t error = {0};
	json_t *object = NULL;
	struct place where;

	if (reader->run->plan.cell_count > EVENT_PASS_TIMELINES_MAX &&
		event_slim(&reader->slim, reader->at.line, reader->at.len))
		object = json_loadb(reader->slim.data, reader->slim.len, JSON_REJECT_DUPLICATES, NULL);
	if (!object)
		object = json_loadb(reader->at.line, reader->at.len, JSON_REJECT_DUPLICATES, &error);
	where = (struct place){
		reader->at.file, reader->at.number, error.position > 0 ? (size_t)error.position : 1};
	*torn = !object && may_be_torn;
	if (!object && !may_be_torn)
		diag_error(reader->at.diag, where, "no JSON: %s", error.text);
	if (object && !json_is_object(object)) {
		event_complain(&reader->at, "every line must be a JSON object");
		json_decref(object);
		return NULL;
	}
	return object;
}

static bool check_schema(struct reader *reader, const json_t *object)
{
	const json_t *schema = json_object_get(object, "schema");
	bool ok = json_is_integer(schema) && json_integer_value(schema) == EVENT_SCHEMA_VERSION;

	reader->at.keys[reader->at.depth++] = "schema";
	if (!schema)
		event_complain(&reader->at, "is missing; this is no event file of mtlspec");
	else if (!ok && json_is_integer(schema))
		event_complain(&reader->at,
			"this mtlspec reads event files of schema %d, and this one says %" JSON_INTEGER_FORMAT,
			EVENT_SCHEMA_VERSION, json_integer_value(schema));
	else if (!ok)
		event_complain(&reader->at, "must be an integer");
	reader->at.depth--;
	return ok;
}

static bool check_shard(struct reader *reader)
{
	const struct shard *shard = &reader->run->plan.shard;

	if (shard->count ? shard->index >= 1 && shard->index <= shard->count : !shard->index)
		return true;
	event_complain(&reader->at, "there is no shard %zu of %zu", shard->index, shard->count);
	return false;
}

static bool check_ids(struct reader *reader)
{
	const struct plan_result *plan = &reader->run->plan;
	struct id_index all;
	size_t twice;

	id_index_build(&all, reader->at.arena, plan->cells, ID_STRIDE_TEXT, plan->cell_count);
	twice = id_index_duplicate(&all);
	if (twice == ID_NOT_FOUND)
		return true;
	event_complain(&reader->at, "the plan names cell '%s' twice", plan->cells[twice]);
	return false;
}

static void select_shard(struct reader *reader)
{
	const struct plan_result *plan = &reader->run->plan;
	struct arena *arena = reader->at.arena;
	size_t count = 0;

	reader->ids = ARENA_ARRAY(arena, const char *, plan->cell_count);
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (shard_has(&plan->shard, plan->cells[i]))
			reader->ids[count++] = plan->cells[i];
	}
	id_index_build(&reader->cells, arena, reader->ids, ID_STRIDE_TEXT, count);
	reader->run->cells = ARENA_ARRAY(arena, struct cell_result, count);
	reader->run->cell_count = count;
	reader->judged = ARENA_ARRAY(arena, bool, count);
}

static bool read_plan(struct reader *reader, const json_t *object)
{
	struct plan_result *plan = &reader->run->plan;

	if (reader->has_plan) {
		event_complain(&reader->at, "a second plan line");
		return false;
	}
	if (!check_schema(reader, object) ||
		!event_read_object(&reader->at, &event_plan_table, object, plan))
		return false;
	if (!check_shard(reader) || !check_ids(reader))
		return false;
	select_shard(reader);
	reader->has_plan = true;
	return true;
}

static bool read_cell(struct reader *reader, const json_t *object)
{
	struct cell_result cell = {0};
	size_t position;

	if (!event_read_object(&reader->at, &event_cell_table, object, &cell))
		return false;
	position = id_index_find(&reader->cells, cell.id);
	if (position == ID_NOT_FOUND) {
		event_complain(&reader->at, "cell '%s' is not in the plan%s", cell.id,
			reader->run->plan.shard.count ? ", or of another shard" : "");
		return false;
	}
	reader->run->cells[position] = cell;
	reader->judged[position] = true;
	return true;
}

static bool read_event(struct reader *reader, const json_t *object)
{
	const char *word = json_string_value(json_object_get(object, "event"));
	int kind = 0;

	while (word && event_words[kind] && strcmp(event_words[kind], word) != 0)
		kind++;
	if (!word) {
		event_complain(&reader->at, "no \"event\" that says what the line is");
		return false;
	}
	if (kind == EVENT_KIND_COUNT) {
		struct place where = {reader->at.file, reader->at.number, 1};

		diag_error_suggest(
			reader->at.diag, where, word, event_words, "unknown event '%.80s'", word);
		return false;
	}
	if (reader->run->has_end) {
		event_complain(&reader->at, "a line after the end line");
		return false;
	}
	if (kind == EVENT_PLAN)
		return read_plan(reader, object);
	if (!reader->has_plan) {
		event_complain(&reader->at, "the first line must be the plan");
		return false;
	}
	if (kind == EVENT_CELL)
		return read_cell(reader, object);
	reader->run->has_end = true;
	return event_read_object(&reader->at, &event_end_table, object, &reader->run->end);
}

/* The text need not end with a NUL. */
static bool is_blank(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
			return false;
	}
	return true;
}

/* False: reading on makes no sense (without a plan each further line would complain). */
static bool read_line(struct reader *reader, bool complete)
{
	bool torn;
	json_t *object;
	bool ok;

	if (is_blank(reader->at.line, reader->at.len))
		return true;
	if (reader->at.len > LINE_MAX_BYTES) {
		event_complain(&reader->at, "a line of %zu bytes; at most %d are read", reader->at.len,
			LINE_MAX_BYTES);
		return false;
	}
	object = parse_line(reader, !complete, &torn);
	if (torn)
		return true;
	ok = object && read_event(reader, object);
	json_decref(object);
	return ok || reader->has_plan;
}

/* What the id alone says, for a cell that no line judges:
 * scenario@target:mode/tls[/driver][#round]. */
static void fill_from_id(struct cell_result *cell, struct arena *arena, const char *id)
{
	const char *at = strchr(id, '@');
	const char *colon = at ? strrchr(at, ':') : NULL;
	const char *slash = colon ? strchr(colon, '/') : NULL;
	const char *end = slash ? slash + 1 + strcspn(slash + 1, "/#") : NULL;

	cell->id = id;
	cell->scenario = id;
	cell->target = "";
	cell->driver = NULL;
	if (!end ||
		!auth_mode_parse(
			&cell->mode, arena_strndup(arena, colon + 1, (size_t)(slash - colon - 1))) ||
		!tls_version_parse(&cell->tls, arena_strndup(arena, slash + 1, (size_t)(end - slash - 1))))
		return;
	cell->scenario = arena_strndup(arena, id, (size_t)(at - id));
	cell->target = arena_strndup(arena, at + 1, (size_t)(colon - at - 1));
	if (*end == '/')
		cell->driver = arena_strndup(arena, end + 1, strcspn(end + 1, "#"));
}

static void fill_missing(struct reader *reader)
{
	for (size_t i = 0; i < reader->run->cell_count; i++) {
		struct cell_result *cell = &reader->run->cells[i];

		if (reader->judged[i])
			continue;
		fill_from_id(cell, reader->at.arena, reader->ids[i]);
		cell->verdict = VERDICT_NOT_RUN;
		cell->expected = cell->observed = OUTCOME_NONE;
		cell->alert = cell->expected_alert = TLS_ALERT_NONE;
		cell->reason = reader->run->has_end && reader->run->end.stopped
			? "the run stopped at a failure or error before this cell"
			: "interrupted before this cell";
	}
}

/* The totals are counted again: an edited or stitched file must not contradict its own reports. */
static void finish_totals(struct reader *reader)
{
	struct run_result *run = reader->run;
	struct tally tally;

	tally_run(&tally, run);
	if (!run->has_end) {
		run->end = (struct end_result){.connections = tally.connections,
			.exit_code = EXIT_INTERRUPTED,
			.interrupted = true,
			.duration_us = tally.duration_us};
	}
	for (int i = 0; run->has_end && i < VERDICT_COUNT; i++) {
		if (run->end.counts[i] != tally.verdicts[i])
			event_complain(&reader->at, "the totals say %zu %s, but the cells say %zu",
				run->end.counts[i], verdict_words[i], tally.verdicts[i]);
	}
	memcpy(run->end.counts, tally.verdicts, sizeof(run->end.counts));
}

/* False: no more lines are wanted. */
static bool take_line(struct reader *reader, const char *line, size_t len, bool complete)
{
	reader->at.line = line;
	reader->at.len = len;
	reader->at.number++;
	return read_line(reader, complete) && complete;
}

static void begin(struct reader *reader, struct arena *arena, struct diag *diag, const char *file)
{
	memset(reader, 0, sizeof(*reader));
	reader->at.arena = arena;
	reader->at.diag = diag;
	reader->at.file = file;
	reader->errors_before = diag->count + diag->dropped;
	reader->run = ARENA_NEW(arena, struct run_result);
	buf_init(&reader->slim, LINE_MAX_BYTES);
}

static bool is_sound(const struct reader *reader)
{
	return reader->at.diag->count + reader->at.diag->dropped == reader->errors_before;
}

static struct run_result *conclude(struct reader *reader)
{
	if (!reader->has_plan && is_sound(reader))
		diag_error(reader->at.diag, (struct place){.file = reader->at.file},
			"no plan line: this is no event file, or its run was interrupted at once");
	if (is_sound(reader)) {
		fill_missing(reader);
		finish_totals(reader);
	}
	buf_finish(&reader->slim);
	return is_sound(reader) ? reader->run : NULL;
}

struct run_result *event_parse(
	struct arena *arena, struct diag *diag, const char *file, const char *text, size_t len)
{
	struct reader reader;
	struct run_result *run;
	const char *end = text + len;
	const char *at = text;
	const char *newline = text;

	begin(&reader, arena, diag, file);
	for (; newline && at < end; at = newline ? newline + 1 : end) {
		newline = memchr(at, '\n', (size_t)(end - at));
		if (!take_line(&reader, at, (size_t)((newline ? newline : end) - at), newline != NULL))
			break;
	}
	run = conclude(&reader);
	if (!run && len <= EXCERPT_SOURCE_MAX)
		diag_add_source(diag, file, text, len);
	return run;
}

/* False: no more lines are wanted. What belongs to a line that goes on is kept in `line`. */
static bool take_chunk(struct reader *reader, struct buf *line, const char *chunk, size_t len)
{
	const char *end = chunk + len;
	const char *newline;

	for (; (newline = memchr(chunk, '\n', (size_t)(end - chunk))); chunk = newline + 1) {
		buf_append(line, chunk, (size_t)(newline - chunk));
		if (!take_line(reader, buf_text(line), line->len, true))
			return false;
		buf_clear(line);
	}
	buf_append(line, chunk, (size_t)(end - chunk));
	return line->len <= LINE_MAX_BYTES || take_line(reader, buf_text(line), line->len, false);
}

/* False: nothing more comes, or nothing more is wanted. */
static bool read_chunk(struct reader *reader, struct buf *line, size_t *total, int fd)
{
	char chunk[CHUNK_SIZE];
	ssize_t got;

	do {
		got = read(fd, chunk, sizeof(chunk));
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		diag_error(reader->at.diag, (struct place){0}, "%s: %s", reader->at.file, strerror(errno));
	if (got > 0 && (*total += (size_t)got) <= EVENT_FILE_MAX)
		return take_chunk(reader, line, chunk, (size_t)got);
	if (got > 0)
		diag_error(reader->at.diag, (struct place){0}, "%s: more than %d bytes", reader->at.file,
			EVENT_FILE_MAX);
	if (got == 0 && line->len)
		take_line(reader, buf_text(line), line->len, false);
	return false;
}

/* Bit by bit, so that neither a long file nor a line without an end is ever in memory as a
 * whole. */
static struct run_result *read_stream(
	int fd, struct arena *arena, struct diag *diag, const char *path)
{
	struct reader reader;
	size_t total = 0;
	SCOPED_BUF line;

	begin(&reader, arena, diag, path);
	buf_init(&line, LINE_MAX_BYTES + CHUNK_SIZE);
	while (read_chunk(&reader, &line, &total, fd))
		;
	return conclude(&reader);
}

/* A small file is read again for the excerpts of its diagnostics. */
static void add_excerpts(struct diag *diag, const char *path)
{
	struct arena scratch;
	const char *why;
	char *text;
	size_t len;

	arena_init(&scratch);
	if (file_read(&text, &len, &why, &scratch, path, EXCERPT_SOURCE_MAX))
		diag_add_source(diag, path, text, len);
	arena_finish(&scratch);
}

struct run_result *event_read(struct arena *arena, struct diag *diag, const char *path)
{
	struct run_result *run;
	const char *why;
	int fd = file_open(&why, arena, path);

	if (fd < 0) {
		diag_error(diag, (struct place){0}, "%s", why);
		return NULL;
	}
	run = read_stream(fd, arena, diag, path);
	close(fd);
	if (!run)
		add_excerpts(diag, path);
	return run;
}
