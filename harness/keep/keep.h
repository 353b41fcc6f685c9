#ifndef KEEP_H
#define KEEP_H
/*
 * What is kept of cells that fail (`mtlspec run --keep DIR`): verdicts fail, error and xpass; with
 * --keep-all of each that made a connection. Layout, complete in itself wherever it is moved to on
 * the same machine:
 *   README.md           what is what (harness/keep/kept.md)
 *   SHA256SUMS          of every file, written last
 *   lib.sh              what every reproduce.sh shares (harness/keep/lib.sh)
 *   pki/                what targets are configured with, and what was shown (store.h)
 *   targets/NAME/       a configuration as it ran: its files, and target.sh, which starts it again.
 *                       Cells that ran on it share it
 *   cells/ID/           transcript.txt timeline.txt traffic.pcapng keys.log target.log
 *                       reproduce.sh, and links: target, credential.pem, credential.key
 * Keys and what has them in it are 0600.
 */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct cell;
struct cell_result;
struct instance;
struct keep;
struct plan_cell;

/* Makes the folder; `all`: for more than failures. NULL and `why` if there is something in it, or
 * it can't be written. What is handed out lives in `arena`. */
struct keep *keep_open(const char *dir, bool all, struct arena *arena, const char **why);
/*
 * Keeps a cell if its verdict asks for it, and sets result->kept. `cell` is NULL for one that did
 * not run. What goes wrong is told by keep_close.
 */
void keep_cell(struct keep *keep, struct cell_result *result, struct instance *instance,
	const struct plan_cell *plan, const struct cell *cell, struct arena *arena);
/* The manifest, or an empty folder taken away again. What could not be kept, the first of it, or
 * NULL. */
const char *keep_close(struct keep *keep);
#endif
