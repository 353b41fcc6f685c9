#ifndef SCENARIO_FIXTURE_H
#define SCENARIO_FIXTURE_H
/* A work folder for scenario files, and the cases of this binary. */
#include "scenario.h"
#include "unit.h"

struct unit_case read_case(void);
struct unit_case refusals_case(void);
struct unit_case expect_case(void);
struct unit_case tree_case(void);
struct unit_case catalogue_case(void);
struct unit_case client_case(void);
struct unit_case deed_case(void);
struct unit_case first_case(void);
struct unit_case for_case(void);
struct unit_case hello_case(void);
struct unit_case opening_case(void);
struct unit_case redirect_case(void);
struct unit_case request_case(void);
struct unit_case rules_case(void);
struct unit_case steps_case(void);

struct fixture {
	struct arena arena;
	struct diag diag;
	char *folder;
};

extern const char *const fixture_credentials[]; /* client client-expired */

void fixture_begin(struct fixture *fixture);
void fixture_end(struct fixture *fixture);
/* Writes folder/name, making its folders. Gives back the path. */
const char *fixture_write(struct fixture *fixture, const char *name, const char *text);
/* A scenario that lacks nothing, with `expect` as its last key's value (on lines 7 and on). */
const char *fixture_scenario(struct fixture *fixture, const char *expect);
/* Writes x.yaml and reads it. */
struct scenario *fixture_read(struct fixture *fixture, const char *text);
/* There is exactly one diagnostic; it stands at line:column and its text begins with `text`. */
void fixture_expect_one(
	const struct fixture *fixture, size_t line, size_t column, const char *text);

/* A scenario that is refused, with exactly that diagnostic. */
struct fixture_refusal {
	const char *text;
	size_t line, column;
	const char *said;
};
/* `head` stands before each text; so many rows. */
void fixture_expect_refusals(const char *head, const struct fixture_refusal *rows, size_t count);
#endif
