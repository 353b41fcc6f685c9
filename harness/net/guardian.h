#ifndef GUARDIAN_H
#define GUARDIAN_H
/*
 * A process of ours between us and every program that we start, so that none outlives us, however
 * we end and whatever it does: it is their parent, and the reaper of what they leave behind (a
 * daemon that forked twice, left its session or changed its user stays its descendant). When our
 * end of a line is closed, which the kernel does for the dead, it stops that program; when we are
 * gone, all the rest.
 *
 * It comes with the first program, as a fork; there is one, whatever loops run. If somebody kills
 * it, its programs come to us and are ended at once, and the next one gets a new guardian.
 */
#include <stdint.h>

#include "scoped.h"

struct guardian_order {
	const char *program; /* path, or a name that is looked for on PATH */
	const char *const *args; /* NULL-terminated, without argv[0] */
	const char *const *environment; /* NULL-terminated, before our own; or NULL */
	const char *folder; /* or NULL */
	int input; /* file descriptor of the caller's, or -1: nothing to be read */
	int output; /* of both streams */
	int stop_signal;
	long stop_timeout_ms; /* until SIGKILL follows, to its whole group */
};

struct guardian_end {
	uint64_t cpu_us; /* of it and of what it has waited for */
	int32_t status;
	int32_t signal; /* or 0 */
};

/* What stands in a line, once. */
struct guardian_words {
	int64_t pid; /* as soon as it was started; 0: it was not */
	struct guardian_end end; /* when it has ended */
};

/* What may be written to a line, one byte each. Its end of file means GUARDIAN_STOP. */
enum { GUARDIAN_STOP = 'S', GUARDIAN_KILL = 'K' };

/*
 * 0 and `*line` (a stream socket that does not block; the caller closes it), or an errno. A program
 * that can't be executed says so in its output and ends with status 127. End of file in the line,
 * before all of guardian_words, is the guardian's own death: call guardian_lost with `*guardian`.
 */
WARN_UNUSED int guardian_start(int *line, unsigned *guardian, const struct guardian_order *order);
/* The one that started it: ends what that one leaves behind, once for all of its programs. */
void guardian_lost(unsigned number);
/* Returns when nothing is left of all that was started; a later start gets a new one. */
void guardian_dismiss(void);
#endif
