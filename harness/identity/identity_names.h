#ifndef IDENTITY_NAMES_H
#define IDENTITY_NAMES_H
/*
 * The names in a certificate (RFC 5280 4.2.1.6: DNS, URI, IP address, email) as a backend is told
 * them: a list with commas, semicolons or blanks between them, in square brackets or not, in any
 * order. LIKE_LOOSELY: one of them has a comma, so that it can be read as two.
 */
#include "likeness.h"
#include "target_identity.h"

struct arena;
struct credential;

/* `fact`: FACT_URI, FACT_DNS or FACT_SAN; `form` is of its words. */
enum likeness identity_names_match(enum identity_fact fact, int form, const char *told,
	const struct credential *credential, struct arena *arena);
/* With ", " between them. */
const char *identity_names_presented(
	enum identity_fact fact, int form, const struct credential *credential, struct arena *arena);
#endif
