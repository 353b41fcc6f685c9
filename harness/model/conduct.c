#include "conduct.h"

#include <stddef.h>

#include "scoped.h"

const char *const trust_words[] = {"root", "nothing", "insecure", NULL};
const char *const identity_rule_words[] = {"unchecked", "presented", "nobody", "unverified", NULL};
const char *const forge_words[] = {
	"none", "same-name", "other-case", "underscore", "connection", "space-before-colon", NULL};
const char *const presents_rule_words[] = {"unchecked", "configured", "nothing", NULL};
const char *const ocsp_answer_words[] = {"good", "revoked", "unknown", "silent", "late",
	"another-certificate", "stranger", "expired", "try-later", NULL};
const char *const staple_words[] = {"none", "good", "revoked", NULL};
_Static_assert(COUNT_OF(trust_words) == TRUST_COUNT + 1, "a word for each trust");
_Static_assert(COUNT_OF(identity_rule_words) == IDENTITY_RULE_COUNT + 1, "a word for each rule");
_Static_assert(COUNT_OF(forge_words) == FORGE_COUNT + 1, "a word for each way of forging");
_Static_assert(COUNT_OF(presents_rule_words) == PRESENTS_RULE_COUNT + 1, "a word for each rule");
_Static_assert(COUNT_OF(ocsp_answer_words) == OCSP_ANSWER_COUNT + 1, "a word for each answer");
_Static_assert(COUNT_OF(staple_words) == STAPLE_COUNT + 1, "a word for each staple");
