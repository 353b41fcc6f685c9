#ifndef EVENT_H
#define EVENT_H
/*
 * The event file: JSON Lines, the single source of every report. First line the plan (with the
 * schema version), then one line for each judged cell, last line the totals. Each line is complete
 * when it is there: a torn last line means "interrupted".
 *
 *   {"event":"plan","schema":1,"command":...,"scenarios":[{...}],"targets":[{...}],"cells":[id]}
 *   {"event":"cell","id":...,"verdict":...,"attempts":[
 *       {"role":...,"by":...,"facts":{"alert":...,"moments":[[us,sender,what,bytes],...]}}]}
 *   {"event":"end","pass":...,"fail":...,"connections":...,"exit_code":...,"interrupted":...}
 *
 * event_fields.c holds every key. A value that there is nothing of is null, or left out where the
 * table says so; the word "none" of an enum is null. Keys that are not known are passed over, so
 * that additions need no new schema version.
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "result.h"

enum { EVENT_SCHEMA_VERSION = 1, EVENT_FILE_MAX = 1024 * 1024 * 1024 };
/* Of a run with more cells the timelines of plain passes are not read: no report has room for
 * them. */
enum { EVENT_PASS_TIMELINES_MAX = 1500 };

struct event_writer;
/*
 * NULL and `why` (in the arena) if the file can't be made, or another run is writing it. "-" is
 * standard output.
 */
struct event_writer *event_open(const char *path, struct arena *arena, const char **why);
/*
 * Where all that was written until now can be read back, also after the close (in the arena): the
 * file itself; or, where it is none or there is no room for it, a copy in memory.
 */
const char *event_source(const struct event_writer *writer);
void event_write_plan(struct event_writer *writer, const struct plan_result *plan);
/* A second line with the same id replaces the first when the file is read (late evidence). */
void event_write_cell(struct event_writer *writer, const struct cell_result *cell);
void event_write_end(struct event_writer *writer, const struct end_result *end);
/* False if anything could not be written (disk full); closes in any case. */
WARN_UNUSED bool event_close(struct event_writer *writer, const char **why);

/*
 * Reads a file back. Cells that the plan names and no line judges become VERDICT_NOT_RUN with the
 * reason "interrupted before this cell". A torn last line is accepted (has_end false; the totals
 * are then counted here, with EXIT_INTERRUPTED); anything else that is malformed, and totals that
 * contradict the cells, adds diagnostics (file:line:col) and returns NULL.
 */
struct run_result *event_read(struct arena *arena, struct diag *diag, const char *path);
/* The same from memory, for tests and the fuzzer. `text` is not needed afterwards. */
struct run_result *event_parse(
	struct arena *arena, struct diag *diag, const char *file, const char *text, size_t len);
#endif
