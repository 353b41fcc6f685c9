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
/* The process is replaced by one that starts with the files as they are now. READY all the while,
 * but no new cells come to it until `renewed`: it has been started, and may not listen yet; `why`:
 * it could not be. */
void instance_renew(
	struct instance *instance, void (*renewed)(void *owner, const char *why), void *owner);
/* It listens itself by now, or shall no more: what was held for it is let go of. */
void instance_release_ports(struct instance *instance);
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
