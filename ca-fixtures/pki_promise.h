#ifndef PKI_PROMISE_H
#define PKI_PROMISE_H
/* A certificate of the user's in the place of one of the recipe's: has it the defect that the name
 * means? */
#include <stdbool.h>
#include <time.h>

#include "scoped.h"

struct arena;
struct credential;
struct recipe_item;
struct x509_st;

struct pki_promise {
	const struct recipe_item *item; /* whose place it takes */
	const struct credential *credential; /* what was given */
	struct x509_st *root; /* that servers trust; NULL: not known */
	bool lists_made; /* the revocation lists are ours, and list what is minted */
	int listed; /* in one of the user's: 1, 0, or -1: there is none of its issuer */
	time_t now;
	const char *path; /* of its certificate */
	const char *recipe_path;
	struct arena *arena; /* of `why` */
};

/*
 * Is it what its name promises: with each of the ways in which the recipe's differs from the good
 * one that it is like, and with no other? False and `why` if not, or if that can't be told.
 */
WARN_UNUSED bool pki_promise_holds(const struct pki_promise *promise, const char **why);
/* The good one whose single defect the item has, or itself. */
const struct recipe_item *pki_promise_good_of(const struct recipe_item *item);
#endif
