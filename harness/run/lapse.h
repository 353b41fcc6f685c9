#ifndef LAPSE_H
#define LAPSE_H
/*
 * What was valid when the run began and lapses in it: from then on nobody can be blamed for a
 * refusal. A good client, the targets' server certificate and the roots end the whole run by that;
 * any other credential the cells that present it.
 */
#include "pki.h"

struct arena;
struct bench;
struct cell;

/* When the first of what all cells lean on lapses. */
void lapse_begin(struct pki_lapse *first, struct bench *bench);
/* It is over: a sentence, in the arena; NULL: it is not. */
const char *lapse_of_run(const struct pki_lapse *first, struct arena *arena);
/* What of the cell's lapsed before it could be judged: a sentence, in its arena; or NULL. */
const char *lapse_of_cell(const struct pki_lapse *first, struct cell *cell);
#endif
