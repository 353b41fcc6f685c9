#ifndef FAMILY_H
#define FAMILY_H
/* Who descends from whom among the processes of this machine, as /proc tells. */
#include <stddef.h>
#include <sys/types.h>

struct arena;

struct family {
	pid_t *pids; /* in the arena; parents before their children */
	size_t count;
};

/* All that descend from `root`, itself left out. */
void family_below(struct family *out, pid_t root, struct arena *arena);
#endif
