#ifndef JUDGE_REQUEST_H
#define JUDGE_REQUEST_H
/* What a target that is a server says in its CertificateRequest, against what it may say. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct observation;

/* Texts as in an observation's first_ca_names. */
struct ca_names_allowed {
	bool judged;
	const char **names;
	size_t count;
};

/*
 * Which authorities it names beside those, in a sentence; NULL: none, or it did not ask. To name
 * fewer is its right, and to name none (RFC 8446 section 4.2.4, RFC 5246 section 7.4.4).
 */
const char *judge_ca_names(
	const struct observation *facts, const struct ca_names_allowed *allowed, struct arena *arena);
#endif
