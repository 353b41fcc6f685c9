#ifndef JUDGE_SCHEMES_H
#define JUDGE_SCHEMES_H
/* Signature schemes, by name, against a rule about them. */
#include "expectation.h"

struct arena;

/* RFC 8701: a number that means nothing is right everywhere. */
bool schemes_allow(const struct scheme_rule *rule, const char *name);
/* "one of ed25519, ed448", "nothing with sha1, md5". */
const char *schemes_text(const struct scheme_rule *rule, struct arena *arena);
#endif
