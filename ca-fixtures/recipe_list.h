#ifndef RECIPE_LIST_H
#define RECIPE_LIST_H
/*
 * Revocation lists that are not as an authority's usual one is, and bundles: what a server is given
 * in the place of the usual files. For the module's own use; the format is described at the top of
 * pki.yaml.
 */
#include "recipe_item.h"

enum recipe_crl_lists { CRL_LISTS_REVOKED, CRL_LISTS_NOBODY };

struct recipe_crl {
	const char *name;
	const char *authority_name;
	struct place authority_place;
	struct recipe_item *authority;
	const char *signer_name;
	struct place signer_place;
	struct recipe_item *signer; /* NULL: the authority itself */
	struct validity valid;
	int lists; /* enum recipe_crl_lists */
	bool unknown_critical;
	const char *defect;
};

/* One of the two is NULL. */
struct recipe_listed {
	const struct recipe_crl *crl;
	struct recipe_item *authority; /* its usual one */
};

struct recipe_bundle {
	const char *name;
	struct text_list authority_names;
	struct recipe_item **authorities;
	size_t authority_count;
	struct text_list crl_names;
	struct recipe_listed *crls;
	size_t crl_count;
};

/* Reads a map, of which a later one may say a name anew, once the items are linked. The map of
 * bundles may be NULL. Errors go to `diag`. */
void recipe_read_crls(
	struct recipe *recipe, const struct node *map, struct arena *arena, struct diag *diag);
void recipe_read_bundles(
	struct recipe *recipe, const struct node *map, struct arena *arena, struct diag *diag);
/* NULL: there is none of that name. */
const struct recipe_bundle *recipe_find_bundle(const struct recipe *recipe, const char *name);
#endif
