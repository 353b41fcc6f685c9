#include "result.h"

#include <string.h>

const char *const verdict_words[] = {
	"pass", "fail", "error", "skip", "xfail", "xpass", "not-run", NULL};

bool verdict_is_trouble(enum verdict verdict)
{
	return verdict == VERDICT_FAIL || verdict == VERDICT_ERROR || verdict == VERDICT_XPASS;
}
const char *const control_words[] = {"none", "pass", "fail", NULL};

const char *attempt_shown(const struct attempt_result *attempt)
{
	return attempt->facts.twin ? attempt->facts.twin : attempt->credential;
}

const struct attempt_result *result_subject(const struct cell_result *cell)
{
	for (size_t i = 0; cell->credential && i < cell->attempt_count; i++) {
		const char *name = cell->attempts[i].credential;

		if (name && strcmp(name, cell->credential) == 0)
			return &cell->attempts[i];
	}
	return NULL;
}

const char *presented_word(const char *credential, bool presents_nothing)
{
	return presents_nothing ? "none" : credential;
}

int result_exit_code(const size_t counts[VERDICT_COUNT], bool skips_fail)
{
	size_t tested = counts[VERDICT_PASS] + counts[VERDICT_XFAIL];

	if (counts[VERDICT_FAIL] || (skips_fail && counts[VERDICT_SKIP]))
		return EXIT_CONFORMANCE;
	if (counts[VERDICT_ERROR] || counts[VERDICT_NOT_RUN])
		return EXIT_ENVIRONMENT;
	if (counts[VERDICT_XPASS])
		return EXIT_EXPECTATION_STALE;
	if (tested)
		return EXIT_AS_EXPECTED;
	return counts[VERDICT_SKIP] ? EXIT_ALL_SKIPPED : EXIT_NOTHING_SELECTED;
}
