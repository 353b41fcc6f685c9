#ifndef IDENTITY_FORM_H
#define IDENTITY_FORM_H
/* What the backend was told, in the form that the target file names, against what was presented. */
#include "likeness.h"
#include "target_identity.h"

struct arena;
struct credential;

/*
 * `told` is what stands at `source`, which is where `fact` is told; "" where nothing does. Nothing
 * is right where the certificate has nothing to say: an empty subject, no such name, no chain.
 */
enum likeness identity_form_match(enum identity_fact fact, const struct identity_source *source,
	const char *told, const struct credential *credential, struct arena *arena);
/* What would have been right, for explanations; NULL where that is too long for them. */
const char *identity_form_presented(enum identity_fact fact, const struct identity_source *source,
	const struct credential *credential, struct arena *arena);
#endif
