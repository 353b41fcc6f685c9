#ifndef EXPECT_SCHEME_H
#define EXPECT_SCHEME_H
/* Lists of signature schemes: those that may be, and those that must not. */
#include "diag.h"
#include "expectation.h"
#include "schema.h"

struct scheme_form {
	const char *key; /* for messages; that of the second list has "_not" at its end */
	struct text_list only;
	struct text_list never;
};

void expect_scheme_take(struct scheme_rule *out, const struct scheme_form *form, struct diag *diag);
/* Each is a scheme of the registry; with `hashes` the word for a hash is right, too. */
void expect_scheme_check(const struct text_list *list, bool hashes, struct diag *diag);
#endif
