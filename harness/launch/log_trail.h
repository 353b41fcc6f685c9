#ifndef LOG_TRAIL_H
#define LOG_TRAIL_H
/*
 * Where a connection may have left words in the target's log, and what they say by the file's
 * `log_says` (target_log.h). A line comes through a pipe: it may be there some time after the
 * connection has ended.
 */
#include <stdbool.h>
#include <stddef.h>

#include "attempt.h"
#include "target_log.h"
#include "token_table.h"

struct connection;
struct instance;
struct observation;

struct log_trail {
	size_t from; /* how much log there was before */
	char token[TOKEN_SIZE];
	struct our_end end;
	const char *output; /* of a program, which was run for this connection alone */
};

/* Before the connection. */
void log_trail_begin(struct log_trail *out, const struct instance *instance);
/* When it has ended; what is told there is kept. */
void log_trail_end(
	struct log_trail *out, const struct connection *connection, const struct observation *facts);
/* `own_only`: what can't be told from the words about another connection is left out. NULL: nothing
 * that could be told. */
const struct target_log_row *log_trail_read(
	const struct log_trail *trail, const struct instance *instance, bool own_only);
/* True if a line that may be its own holds the text. */
bool log_trail_holds(
	const struct log_trail *trail, const struct instance *instance, const char *text);
#endif
