#ifndef CRASH_WATCH_H
#define CRASH_WATCH_H
/*
 * Reads the log of a target as it grows, for the texts that mean: one of its processes crashed. No
 * loop, no clock.
 */
#include <stddef.h>

struct arena;
struct text_list;

/*
 * How long after a crash its news may come: a target that dies closes its sockets before its exit
 * is known, and a master writes of its worker when it comes to that.
 */
enum { CRASH_NEWS_MS = 1000 };

struct crash_watch {
	size_t seen; /* so many bytes of the log were looked through */
};

/*
 * The line with the first of `marks` in what is new (cleaned, in the arena), or NULL; each text in
 * the log is told once. `log` is the end of it that is there, `len` bytes of `total` that were
 * written.
 */
const char *crash_watch_look(struct crash_watch *watch, const struct text_list *marks,
	const char *log, size_t len, size_t total, struct arena *arena);
#endif
