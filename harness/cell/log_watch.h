#ifndef LOG_WATCH_H
#define LOG_WATCH_H
/*
 * A step may expect a text in the target's log. A line comes through a pipe and may be there some
 * time after the connection has ended: who wants to judge waits for it as long as one is missing.
 */
#include <stdbool.h>

struct cell;

enum { LOG_LOOK_MS = 20, LOG_WAIT_MS = 1500 };

/* Notes in the facts what has come. True: one is missing still. */
bool log_watch_misses(struct cell *cell);
#endif
