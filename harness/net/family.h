#ifndef FAMILY_H
#define FAMILY_H
/* Who descends from whom among the processes of this machine, as /proc tells. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;

struct family {
	pid_t *pids; /* in the arena; parents before their children */
	size_t count;
	size_t dead; /* so many of them have ended, and their parent has not heard of it */
};

/* All that descend from `root`, itself left out. */
void family_below(struct family *out, pid_t root, struct arena *arena);
/* Nobody who was there `before` is missing or dead `now`. */
bool family_is_whole(const struct family *before, const struct family *now);
#endif
