#ifndef RECIPE_H
#define RECIPE_H
/* The reader of pki.yaml; its format is described at the top of ca-fixtures/pki.yaml. */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct arena;
struct recipe;
struct schema;

/* The keys of a recipe. */
extern const struct schema recipe_schema;

/* `extend: builtin`: the shipped recipe, with what the file says beside it or in place of it.
 * Adds diagnostics and returns NULL on failure: unknown keys and names, cycles in `like` and
 * `issuer`, values that make no sense. Lives in the arena. */
struct recipe *recipe_read(struct arena *arena, struct diag *diag, const char *path);
/* Names of all credentials, NULL-terminated, in file order. */
const char *const *recipe_credentials(const struct recipe *recipe);
/* Names of all authorities, the same way. */
const char *const *recipe_authorities(const struct recipe *recipe);
/* Names of all bundles, the same way. */
const char *const *recipe_bundles(const struct recipe *recipe);
/* One line saying what is wrong with it, from the file's `defect:` (inherited by nobody); "" if
 * none. */
const char *recipe_defect(const struct recipe *recipe, const char *credential);
/* Does its certificate name addresses to fetch something from? */
bool recipe_has_addresses(const struct recipe *recipe, const char *credential);
/* Does it expire a moment after the connection that it is made for? NULL does not. */
bool recipe_lasts(const struct recipe *recipe, const char *credential);
/* Is it made once more for each connection (pki_addressed.h)? */
bool recipe_is_made_again(const struct recipe *recipe, const char *credential);
/* Do the two credentials differ in the kind of their keys, or in the digest of their signatures? */
bool recipe_keys_differ(const struct recipe *recipe, const char *one, const char *other);
/* Turns on a variant of the recipe: "shared-ca" (one root for servers and clients). */
WARN_UNUSED bool recipe_apply_variant(struct recipe *recipe, const char *variant);
/* What it says of our server's name it says of `name` from now on: server_naming.h. */
void recipe_rename(struct recipe *recipe, const char *name, struct arena *arena);
#endif
