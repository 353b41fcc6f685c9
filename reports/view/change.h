#ifndef CHANGE_H
#define CHANGE_H
/* What is otherwise in a run than in an older one, cell by cell. */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct arena;

enum change_kind {
	CHANGE_REGRESSED, /* misbehaves or is in error now, and did not; or does, and is new */
	CHANGE_FIXED, /* misbehaved or was in error, and passes now */
	CHANGE_ACCEPTED, /* misbehaves, and is declared now (xfail): nothing is fixed by that */
	CHANGE_UNACCEPTED, /* misbehaves as before, and is no longer declared */
	CHANGE_STALE, /* behaves, against its declaration (xpass): the declaration must go */
	CHANGE_OTHERWISE, /* bad then and now, in another way */
	CHANGE_LOST, /* was judged, now it is skipped, not run, or no longer planned */
	CHANGE_GAINED, /* passes now; it was skipped, not run, or not planned */
	CHANGE_NOTED, /* nothing that the target did: a stale declaration is gone; skip and not-run */
	CHANGE_KIND_COUNT,
};
/* For programs: regressed fixed accepted unaccepted stale otherwise lost gained noted. */
extern const char *const change_words[];
/* For people: "accepted by baseline". */
extern const char *const change_titles[];

struct change {
	enum change_kind kind;
	const char *id;
	const char *before; /* "pass: reject by http 400", "not planned" */
	const char *after;
};

struct run_changes {
	const struct run_result *old;
	struct change *items; /* by kind, then in the order of the plan */
	size_t count;
	size_t counts[CHANGE_KIND_COUNT];
	size_t same; /* cells of both without any change */
};

/* Everything borrowed from the runs, or in the arena. */
void changes_find(struct run_changes *out, struct arena *arena, const struct run_result *old,
	const struct run_result *new);
/* One line: "1 regressed, 2 fixed, 0 accepted by baseline, ..., 270 same". Never NULL. */
const char *changes_counts(struct arena *arena, const struct run_changes *changes);
/* What `mtlspec diff` ends with: conformance, a stale declaration, or as expected. */
enum exit_code changes_exit_code(const struct run_changes *changes);
#endif
