#ifndef RUN_PKI_H
#define RUN_PKI_H
/* The certificates of a run: minted, loaded, or the user's own. */
#include <stddef.h>

struct catalogue;
struct pki;
struct plan;
struct plan_request;
struct run_arguments;

/* Opens what the command line names, or says on stderr why not; 0 or an exit code. */
int run_pki_open(
	struct pki **out, const struct run_arguments *arguments, struct catalogue *catalogue);
/* Tells the plan what can't be had, and looks whether its targets can do without; 0 or an exit
 * code. */
int run_pki_limit(struct plan_request *request, struct pki *pki, struct catalogue *catalogue);
/* Makes the slow keys of the credentials that the plan will ask for, and names all of these, each
 * once; NULL-terminated. */
const char *const *run_pki_prepare(
	struct pki *pki, const struct plan *plan, struct catalogue *catalogue);
#endif
