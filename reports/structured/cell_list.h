#ifndef CELL_LIST_H
#define CELL_LIST_H
/* The cells of a plan that has not been run, for people, for programs, and as a ctest test file. */
#include <stdbool.h>
#include <stddef.h>

struct buf;

struct listed_cell {
	const char *id;
	const char *scenario;
	const char *target;
	const char *mode;
	const char *tls;
	const char *skip_reason; /* NULL: to be run */
};

/* The id, and for a skip its reason. */
void cell_list_text(struct buf *out, const struct listed_cell *cells, size_t count);
/* [{"id":...,"scenario":...,"target":...,"mode":...,"tls":...,"skip":reason or null}] */
void cell_list_json(struct buf *out, const struct listed_cell *cells, size_t count);

/* One test of a ctest test file. */
struct listed_test {
	const char *name;
	const char **command; /* NULL-terminated */
	long timeout_s;
	const char *fixture; /* of ctest: it sets it up, or needs it; NULL: none */
	bool sets_up;
};

/* What all tests of a list have in common. */
struct listed_common {
	const char *const *labels; /* NULL-terminated; may be empty */
	const char *folder; /* in which they are run; absolute */
	int skip_exit_code;
};

/*
 * add_test() and set_tests_properties() for each, as ctest reads them: every name and argument in
 * bracket quotes that it cannot end, so that any text works.
 */
void cell_list_ctest(struct buf *out, const struct listed_test *tests, size_t count,
	const struct listed_common *common);
#endif
