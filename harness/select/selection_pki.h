#ifndef SELECTION_PKI_H
#define SELECTION_PKI_H
/* The certificates of a run: minted, loaded, or the user's own. */
#include <stddef.h>

struct catalogue;
struct pki;
struct plan;
struct plan_request;
struct selection_request;

/* Opens what is asked for. NULL, or why not; `note`: what the user should know, though all is well,
 * or NULL. */
const char *selection_pki_open(struct pki **out, const char **note,
	const struct selection_request *asked, struct catalogue *catalogue);
/* Tells the plan what can't be had, and looks whether its targets can do without: NULL, or why
 * not. */
const char *selection_pki_limit(
	struct plan_request *request, struct pki *pki, struct catalogue *catalogue);
/* Makes the slow keys of the credentials that the plan will ask for, and names all of these, each
 * once; NULL-terminated. */
const char *const *selection_pki_prepare(
	struct pki *pki, const struct plan *plan, struct catalogue *catalogue);
#endif
