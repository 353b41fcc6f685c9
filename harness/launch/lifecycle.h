#ifndef LIFECYCLE_H
#define LIFECYCLE_H
/* Brings an instance up, controls and all, and down again. */
#include "instance.h"

/* Number `index` of the plan; WAITING. `news` outlives it. */
void instance_init(
	struct instance *instance, struct bench *bench, size_t index, const struct instance_news *news);
/* WAITING -> STARTING -> CONTROLS -> READY, or BROKEN. */
void instance_start(struct instance *instance);
/* The process is replaced by a fresh one: STARTING again. */
void instance_restart(struct instance *instance);
/* Nothing can be said on it any more: its cells become errors with this reason. Its last words
 * are not added: it is not to blame. */
void instance_give_up(struct instance *instance, const char *trouble);
/* All its cells are done, or the run is over: STOPPING, and GONE in time. */
void instance_stop(struct instance *instance);
/* Once the run is over: closes what it has on the loop. */
void instance_close(struct instance *instance);
/* After the loop: frees all. */
void instance_finish(struct instance *instance);
#endif
