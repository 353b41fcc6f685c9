#ifndef OWN_CASE_H
#define OWN_CASE_H
/* Somebody's CA and clients, made in a world of their own and written into its folder, and ours. */
#include "pki_own.h"
#include "world.h"

struct own_case {
	struct world theirs;
	struct world ours;
	struct pki_own own;
	struct pki_own_files ca;
	struct pki_own_credential client;
	const char *why;
};

/* Theirs by a recipe of their own: an authority "root", others that are no good, and clients. */
void own_case_begin(struct own_case *test);
void own_case_end(struct own_case *test);
const char *own_case_file(struct own_case *test, const char *name);
/* Into NAME.pem and NAME.key; of a credential also NAME.locked.key, by "open sesame". */
void own_case_put_authority(struct world *world, const char *name);
void own_case_put_credential(struct world *world, const char *name);
/* What the user gives: NAME.pem, NAME.key. */
void own_case_give_ca(struct own_case *test, const char *name, bool with_key);
void own_case_give_client(struct own_case *test, const char *name);
#endif
