#ifndef TARGET_RELOAD_H
#define TARGET_RELOAD_H
/*
 * How a running target is made to read its files again.
 *
 *   reload: {signal: HUP, done: exited with code 0}
 *
 * The signal alone says nothing: who was told of a reload may still work with the old files. `done`
 * is a text of the log that comes once it works with the new ones alone.
 */
#include "diag.h"
#include "schema.h"

struct target_reload {
	int signal_word;
	const char *done; /* NULL: the file does not say how */
	struct place done_place;
};
extern const struct schema target_reload_schema;

/* Number of the signal. */
int target_reload_signal(const struct target_reload *reload);
void target_reload_check(const struct target_reload *reload, struct diag *diag);
#endif
