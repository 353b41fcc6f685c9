#ifndef DOCTOR_REPORT_H
#define DOCTOR_REPORT_H
/* What `mtlspec doctor` finds: whether a run can be done here, and what it would leave out. */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "side.h"

enum check_state { CHECK_OK, CHECK_WARNING, CHECK_BAD, CHECK_STATE_COUNT };
extern const char *const check_state_words[]; /* ok warning bad */

struct doctor_check {
	const char *name; /* "openssl" */
	enum check_state state;
	const char *found; /* what was found */
	const char *advice; /* what to do about it; NULL where it is ok */
};

struct doctor_mode {
	enum auth_mode mode;
	const char *state; /* supported approximated unsupported */
	const char *reason; /* why not exactly; NULL where it is supported */
};

struct doctor_skip {
	const char *reason;
	size_t cells;
};

struct doctor_target {
	const char *name;
	const char *title;
	enum side side;
	const char *place; /* path of its program, or HOST:PORT; NULL: not there */
	const char *lacks; /* what it needs beside the program and is not there, or NULL */
	const char *version; /* or NULL: it does not say */
	const char *const
		*cached; /* versions that were installed by its script, NULL-terminated; or NULL */
	const char *install; /* the command that gets it, or NULL */
	struct doctor_mode modes[AUTH_MODE_COUNT];
	size_t mode_count; /* 0 for a client: our server is in the mode */
	struct doctor_skip *skips;
	size_t skip_count;
	size_t cells; /* of the whole catalogue, those of the skips included */
};

struct doctor_report {
	struct doctor_check *checks;
	size_t check_count;
	struct doctor_target *targets;
	size_t target_count;
};

size_t doctor_count(const struct doctor_report *report, enum check_state state);
size_t doctor_ready(const struct doctor_report *report); /* targets that are there */
/* No check is bad, and there is a target. */
bool doctor_can_run(const struct doctor_report *report);
#endif
