#ifndef WORLD_H
#define WORLD_H
/* One test's world: a recipe, from the real pki.yaml or from a text, and the PKI minted from it. */
#include "arena.h"
#include "diag.h"
#include "pki.h"
#include "pki_slot.h"
#include "recipe.h"
#include "unit.h"

struct world {
	struct arena arena;
	struct diag diag;
	struct recipe *recipe; /* NULL: refused */
	struct pki *pki;
	char *dir; /* a private folder */
};

/* Reads the real one, or `text`; mints nothing yet. `variant` may be NULL. */
void world_begin(struct world *world, const char *text, const char *variant);
void world_end(struct world *world);
/* These fail the test instead of returning NULL. */
const struct credential *world_credential(struct world *world, const char *name);
X509 *world_authority(struct world *world, const char *name);
/* "two/names" below the private folder */
const char *world_path(struct world *world, const char *name);

/* The least that a recipe can say; append fields of the credential `c` (two spaces deep each). */
#define LEAST_RECIPE                                                                               \
	"authorities:\n"                                                                               \
	"  root: {subject: {CN: root}}\n"                                                              \
	"  middle: {issuer: root, subject: {CN: middle}}\n"                                            \
	"credentials:\n"                                                                               \
	"  c:\n"                                                                                       \
	"    issuer: middle\n"
#endif
