#ifndef TARGET_RELOAD_H
#define TARGET_RELOAD_H
/*
 * How a running target is made to read its files again.
 *
 *   reload: {signal: HUP, done: exited with code 0}
 *   reload: {signal: HUP, done: TEXT, refused: TEXT}
 *   reload: {command: [reload, --config, "${dir}/x"]}    # the program once more, with these words
 *   reload: {rewrite: dynamic.yaml, done: TEXT}          # one of `files`, which it watches
 *   reload: {watches: true, done: TEXT}                  # it sees by itself that they are others
 *   reload: {unsupported: REASON}
 *
 * The signal alone says nothing: who was told of a reload may still work with the old files. `done`
 * is a text of the log, or several, that come once it works with the new ones alone; a command is
 * done when it says so by its exit status, and the text, if there is one, has come. `refused` is
 * one by which it says that it can't read them, and keeps what it had. `heard` is one by which it
 * says that it begins: a signal that comes too early is lost by some, and is sent again until then.
 */
#include <stdbool.h>

#include "diag.h"
#include "schema.h"

struct target;

struct target_reload {
	int signal_word; /* where `signal_place` has a line */
	struct place signal_place;
	struct text_list command;
	struct place command_place;
	const char *rewrite; /* or NULL */
	struct place rewrite_place;
	bool watches;
	const char *heard; /* or NULL */
	struct place heard_place;
	struct text_list done; /* all of them */
	struct place done_place;
	const char *refused; /* or NULL */
	struct place refused_place;
	const char *unsupported; /* or NULL */
	struct place place; /* line 0: the file does not say how */
};
extern const struct schema target_reload_schema;

/* It can be done, and the file says how. */
bool target_can_reload(const struct target_reload *reload);
/* Number of the signal; 0: by another way. */
int target_reload_signal(const struct target_reload *reload);
void target_reload_check(const struct target *target, struct diag *diag);
#endif
