#ifndef EVIDENCE_H
#define EVIDENCE_H
/*
 * Tokens of cells that were judged as refused: one that reaches the backend after all changes the
 * verdict. No sockets, no clock.
 */
#include <stdbool.h>
#include <stddef.h>

#include "cell.h"
#include "result.h"
#include "token_table.h"

struct evidence {
	struct token_table refused; /* tokens that must not arrive any more: to sequence numbers */
	bool *seen_refused; /* per sequence number: and not yet told otherwise */
	struct token_table shown; /* tokens in certificates whose addresses nobody may go to */
	bool *seen_left_alone; /* per sequence number: nobody has, as far as was told */
};

/* For so many sequence numbers; `arena` outlives it. */
void evidence_init(struct evidence *evidence, size_t cells, struct arena *arena);
/* A judged cell: are there tokens of it that would be news if they came now? */
void evidence_watch(
	struct evidence *evidence, const struct cell *cell, const struct cell_result *result);
/* True if the token came too late to be a plain fact: the cell that it belongs to. Said once for
 * each cell. */
bool evidence_is_late(struct evidence *evidence, const char *token, size_t *sequence);
/* The same of who came to an address in a certificate. */
bool evidence_is_late_fetch(struct evidence *evidence, const char *token, size_t *sequence);
void evidence_finish(struct evidence *evidence);
#endif
