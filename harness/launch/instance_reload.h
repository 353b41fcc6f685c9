#ifndef INSTANCE_RELOAD_H
#define INSTANCE_RELOAD_H
/*
 * A running target is made to read its files again, as `reload` of its file says, and is watched
 * until its log, or the command that was run, says what came of it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

struct arena;
struct instance;
struct process;

enum reload_state {
	RELOAD_AWAITED,
	RELOAD_DONE,
	RELOAD_REFUSED, /* it can't read them, and keeps what it had */
	RELOAD_ENDED, /* it has ended over it */
	RELOAD_LATE, /* nothing of it was said in all the time that it may take, or it can't be told */
};

struct instance_reload {
	struct instance *instance;
	struct process *command; /* or NULL */
	uint64_t told_us; /* when it was told last, or 0 */
	bool command_ended;
	bool command_failed;
	bool may_end;
	unsigned ends_before; /* times that it had ended */
	size_t log_start; /* of what the log says of it */
	uint64_t deadline_us;
};

/* From here on its log says what comes of it: before its files are replaced, which it may see. */
void instance_reload_note(struct instance_reload *reload, struct instance *instance);
/* It is told as soon as it is ready for that. `may_end`: it is no trouble if it ends over it. */
void instance_reload_begin(struct instance_reload *reload, bool may_end);
/* `news` in the arena: what was said of it, or was missed. Once it is not awaited any more
 * instance_reload_end is to be called. */
enum reload_state instance_reload_look(
	struct instance_reload *reload, const char **news, struct arena *arena);
void instance_reload_end(struct instance_reload *reload);
#endif
