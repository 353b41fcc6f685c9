/* Is a line as the setting that should stand there? */
#include "directive.h"

#include "unit.h"

static const struct {
	const char *line;
	const char *should;
	const char *find;
	enum directive_standing standing;
} rows[] = {
	{"verify on;", "verify on;", "verify", DIRECTIVE_WHOLE},
	{"verify on", "verify on;", "verify", DIRECTIVE_WHOLE},
	{"verify on; # so", "verify on;", "verify", DIRECTIVE_WHOLE},
	{"verify off;", "verify on;", "verify", DIRECTIVE_DIFFERS},
	/* the beginning of a word, or of a setting, is not all of it */
	{"verify optional_no_ca", "verify optional", "verify", DIRECTIVE_DIFFERS},
	{"Protocol -all +TLSv1.2 +TLSv1.1", "Protocol -all +TLSv1.2", "Protocol", DIRECTIVE_DIFFERS},
	{"verify on; crl x;", "verify on;", "verify", DIRECTIVE_HOLDS},
	/* among the other words of a line */
	{"bind :1 verify required ca-file x", "verify required", "verify", DIRECTIVE_HOLDS},
	{"bind :1 verify required-not", "verify required", "verify", DIRECTIVE_DIFFERS},
	{"agent: false, ask: true,", "ask: true", "ask", DIRECTIVE_HOLDS},
	/* of several lines, that of this one */
	{"ask: true,", "ask: true, need: true", "ask", DIRECTIVE_WHOLE},
	{"need: false,", "ask: true, need: true", "need", DIRECTIVE_DIFFERS},
	{"need: true", "ask: true, need: true", "need", DIRECTIVE_WHOLE},
	{"verify maybe;", "verify maybe; if ($v = no) { return 403; }", "verify", DIRECTIVE_WHOLE},
	{"need: true", "ask: true, need: true", "other", DIRECTIVE_DIFFERS},
	{"anything", "", "verify", DIRECTIVE_DIFFERS},
};

START_TEST(test_compare)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum directive_standing standing =
			directive_compare(rows[i].line, rows[i].should, rows[i].find);

		ck_assert_msg(standing == rows[i].standing, "row %zu: %d", i, (int)standing);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"compare", {test_compare}}};

	return unit_run("directive_compare", cases, COUNT_OF(cases));
}
