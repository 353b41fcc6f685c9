#ifndef EXPECTED_H
#define EXPECTED_H
/*
 * Expected failures: what a user has seen, understood, and lives with for now.
 *
 *   expected:
 *     - cells: ["client-certificate/expired@our-proxy:*"]   # globs over cell ids
 *       verdict: fail                    # fail (default) or error: nothing else is excused
 *       observed: accept by http 200     # optional: exactly this, anything else is news
 *       reason: waits for release 3.2    # required
 *       link: https://...                # optional
 *       until: 2027-03-31                # optional: its last day (UTC)
 *
 * A cell that ends as declared is xfail; one that passes is xpass, which fails the run, so that the
 * entry goes when its reason has gone. An entry past its last day excuses nothing.
 */
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "diag.h"
#include "result.h"
#include "schema.h"

enum expected_verdict { EXPECTED_FAIL, EXPECTED_ERROR, EXPECTED_VERDICT_COUNT };
extern const char *const expected_verdict_words[]; /* fail error */

/* What became of an entry in a run. */
struct expected_use {
	size_t planned; /* cells of the plan that it names */
	size_t happened; /* cells that ended as declared */
	size_t passed; /* that passed */
	size_t changed; /* that failed otherwise than declared */
};

struct expected_entry {
	struct text_list cells;
	int verdict;
	const char *observed; /* or NULL */
	const char *reason;
	const char *link; /* or NULL */
	const char *until; /* "2027-03-31", or NULL */
	struct place place; /* of its first key */
	struct place observed_place;
	struct place until_place;
	bool expired;
	struct expected_use use; /* of all its globs */
	struct expected_use *cell_use; /* of each glob */
};

struct expected {
	const char *path;
	struct expected_entry *entries;
	size_t count;
};

extern const struct schema expected_schema;

/* Reads the file; `today` decides what has expired. NULL with diagnostics. */
struct expected *expected_read(
	struct arena *arena, struct diag *diag, const char *path, time_t today);

/* How the cell ended, in the words of `observed`: "accept by http 200"; in the arena. */
const char *expected_signature(struct arena *arena, const struct cell_result *cell);
/* Counts, for each entry, the cells of the plan that it names. Call once, before expected_apply. */
void expected_count_plan(struct expected *expected, const char *const *cells, size_t count);
/*
 * Changes the verdict of a judged cell: fail or error as declared to xfail, a pass to xpass; others
 * stay, with a word in `reason` where an entry names the cell and something else happened. What a
 * target file declares goes first. `reason` and `link` live in the arena or in `expected`.
 */
void expected_apply(struct expected *expected, struct cell_result *cell, struct arena *arena);

/* What is to be said of the file after a run: one finding for each entry that is not in order. */
enum expected_state {
	EXPECTED_IN_ORDER,
	EXPECTED_STALE, /* names no cell of the plan */
	EXPECTED_EXPIRED, /* its last day is over */
	EXPECTED_PASSES, /* some of its cells pass */
	EXPECTED_CHANGED, /* some fail otherwise than declared */
	EXPECTED_STATE_COUNT,
};
enum expected_state expected_state(const struct expected_entry *entry);
/* "names no cell of this plan", ...; "" for EXPECTED_IN_ORDER. */
extern const char *const expected_state_words[];

/*
 * The text of the file without what has gone: entries that expired, and globs none of whose cells
 * failed in the run (all of an entry's: the entry). Comments stay, but those of an entry that goes.
 * A glob that shares its line with others stays; it is counted in `*left`. In the arena.
 */
const char *expected_prune(struct arena *arena, const struct expected *expected, const char *text,
	size_t *removed, size_t *left);
/*
 * Entries for the cells of a run that failed and that no entry excuses, as text to be put at the
 * end of the file (with "expected:" where it is new): one entry for each target and signature. ""
 * if there are none. In the arena.
 */
const char *expected_additions(struct arena *arena, const struct run_result *run,
	const char *reason, bool new_file, size_t *added);
#endif
