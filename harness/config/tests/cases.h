#ifndef CASES_H
#define CASES_H
/* The Check cases of this binary, and what its files share. */
#include "node.h"
#include "unit.h"

struct unit_case node_case(void);
struct unit_case node_refusals_case(void);
struct unit_case node_limits_case(void);
struct unit_case node_files_case(void);
struct unit_case schema_case(void);
struct unit_case schema_refusals_case(void);
struct unit_case template_case(void);
struct unit_case template_refusals_case(void);
struct unit_case golden_case(void);

/* One test's world; fixture_end frees it. */
struct fixture {
	struct arena arena;
	struct diag diag;
	struct node *root;
	bool ok;
};

void fixture_begin(struct fixture *fixture);
void fixture_end(struct fixture *fixture);
/* Begins, and parses `text` as file "f.yaml". */
void fixture_parse(struct fixture *fixture, const char *text, size_t len);
/* There is exactly one diagnostic; it stands at line:column and its text begins with `text`. */
void fixture_expect_one(
	const struct fixture *fixture, size_t line, size_t column, const char *text);
#endif
