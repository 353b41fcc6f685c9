#ifndef DESCRIBE_H
#define DESCRIBE_H
/* A credential in words: what each of its certificates says, and which of it is the defect. */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct credential_info;
struct pki;

/* Mints it if need be; fails as pki_credential does. What is filled in lives in `arena`. */
WARN_UNUSED bool pki_describe(struct credential_info *out, struct pki *pki, const char *name,
	struct arena *arena, const char **why);
#endif
