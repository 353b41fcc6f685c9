/* What to change, and where: one sentence for every report. */
#include <string.h>

#include "arena.h"
#include "explain.h"
#include "unit.h"

#define WORDS(kind, name, text, no, line_, place, number)                                          \
	.decides = (kind), .find = (name), .should = (text), .never = (no), .have = (line_),           \
	.file = (place), .line = (number)

static const struct {
	struct directive_fix directive;
	const char *wanted; /* NULL: no row */
} rows[] = {
	{{0}, NULL},
	{{WORDS(
		 DIRECTIVE_VERIFICATION, "verify", "verify on;", false, "verify optional;", "a.conf", 34)},
		"set `verify on;`, you have `verify optional;`, a.conf:34"},
	{{WORDS(DIRECTIVE_TRUST, "ca", NULL, false, "ca /x;", "a.conf", 3)},
		"look at `ca`, you have `ca /x;`, a.conf:3"},
	/* what it should be stands there: the fault is elsewhere */
	{{WORDS(
		 DIRECTIVE_VERIFICATION, "verify", "verify on", false, "server x verify on;", "a.conf", 3)},
		"you have `server x verify on;`, a.conf:3: `verify on` stands there, so look at the rest "
		"of "
		"it; look further: verify, with ca"},
	{{WORDS(DIRECTIVE_VERIFICATION, "verify", "verify on", false, "verify on;", "a.conf", 3)},
		"you have `verify on;`, a.conf:3, as it should be; look further: verify, with ca"},
	/* it stands several times */
	{{WORDS(DIRECTIVE_TRUST, "ca", NULL, false, "ca /x;", "a.conf", 3),
		 .also = "`ca /y;`, a.conf:9"},
		"look at `ca`, you have `ca /x;`, a.conf:3 or `ca /y;`, a.conf:9"},
	{{WORDS(DIRECTIVE_VERIFICATION, "verify", "verify on", false, "verify on;", "a.conf", 3),
		 .also = "`verify on x;`, a.conf:9"},
		"look at `verify`, you have `verify on;`, a.conf:3 or `verify on x;`, a.conf:9"},
	/* it reads right, and is known to be wrong */
	{{WORDS(DIRECTIVE_VERIFICATION, "verify", "verify on", false, "verify on", "a.conf", 3),
		 .means = "too late", .log = "AH1"},
		"look at `verify`, you have `verify on`, a.conf:3: too late; its log says \"AH1\""},
	{{.decides = DIRECTIVE_NAME, .means = "it compares no names"}, "it compares no names"},
	{{.decides = DIRECTIVE_DEPTH, .log = "too long"}, "its log says \"too long\""},
	{{WORDS(DIRECTIVE_VERIFICATION, "require", "require: true", false, NULL, "envoy.yaml", 0)},
		"there is no `require` in envoy.yaml; add `require: true`"},
	{{WORDS(DIRECTIVE_TRUST, "--cacert", NULL, false, NULL, "the arguments", 0)},
		"there is no `--cacert` in the arguments; add `--cacert`"},
	{{WORDS(DIRECTIVE_VERIFICATION, "-k", NULL, true, "-k", "target.yaml", 9)},
		"take out `-k`, you have `-k`, target.yaml:9"},
	{{WORDS(DIRECTIVE_VERIFICATION, "verify none", "verify required", true, "x verify none",
		 "h.cfg", 2)},
		"set `verify required`, you have `x verify none`, h.cfg:2"},
	{{WORDS(DIRECTIVE_VERIFICATION, "-k", NULL, true, "-k", "the arguments", 0)},
		"take out `-k`, you have `-k`, the arguments"},
	/* it runs elsewhere */
	{{WORDS(DIRECTIVE_VERIFICATION, "verify", "verify on;", false, NULL, NULL, 0)},
		"set `verify on;`"},
	{{WORDS(DIRECTIVE_DEPTH, "depth", NULL, false, NULL, NULL, 0)}, "look at `depth`"},
};

START_TEST(test_fix_in_words)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell_result cell = {.directive = rows[i].directive, .fix = "verify, with ca"};
		const char *said = explain_fix(&arena, &cell);

		ck_assert_msg(!said == !rows[i].wanted, "row %zu: %s", i, said ? said : "nothing");
		if (said)
			ck_assert_str_eq(said, rows[i].wanted);
	}
	arena_finish(&arena);
}
END_TEST

/* The row replaces the general advice, and stands where all reports take their rows from. */
START_TEST(test_fix_is_a_row)
{
	static const struct scenario_info scenario = {.id = "a", .why = "w"};
	struct cell_result cell = {.verdict = VERDICT_FAIL,
		.setting = "verify on;",
		.fix = "verify, with ca",
		.directive = rows[1].directive};
	struct explain_row found[EXPLAIN_MAX];
	struct arena arena;
	size_t count;
	size_t seen = 0;

	arena_init(&arena);
	count = explain_cell(found, &arena, &cell, &scenario);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(found[i].label, "fix") == 0)
			ck_assert_str_eq(found[i].text, rows[1].wanted);
		else if (strcmp(found[i].label, "setting") == 0)
			ck_assert_str_eq(found[i].text, "verify on;");
		else
			continue;
		seen++;
	}
	ck_assert_uint_eq(seen, 2);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"fix", {test_fix_in_words, test_fix_is_a_row}}};

	return unit_run("fix", cases, COUNT_OF(cases));
}
