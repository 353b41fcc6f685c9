#ifndef SELECTION_H
#define SELECTION_H
/* What the command line of `mtlspec run` selects: files read, targets found, cells planned. */
#include <stddef.h>

#include "catalogue.h"
#include "run_options.h"

struct expected;
struct pki;
struct plan;
struct run_result;
struct target;

struct selection {
	struct run_arguments arguments; /* to be parsed between init and make */
	struct catalogue catalogue;
	struct target **targets;
	size_t target_count;
	struct plan *plan;
	struct expected *expected; /* or NULL */
	struct run_result *older; /* to compare with, or NULL */
	struct pki *pki;
};

void selection_init(struct selection *selection);
/* Reads and plans. 0, or an exit code after all mistakes have been said on stderr. */
int selection_make(struct selection *selection);
void selection_finish(struct selection *selection);
#endif
