#include "untested.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "tally.h"
#include "view.h"

enum { REMEDIES_MAX = 8, TEXT_MAX = 2048 };

struct remedy {
	const char *option;
	size_t count; /* of scenarios */
};

/* "... (--client-ca CERT,KEY)": the option that a reason ends with; NULL: it names none. */
static const char *option_in(struct arena *arena, const char *reason)
{
	const char *at = strstr(reason, "--");

	if (!at || (at > reason && at[-1] != ' ' && at[-1] != '('))
		return NULL;
	return arena_strndup(arena, at, strcspn(at, ");:"));
}

/* For each scenario the reason of its first skip; NULL where one of its cells was judged. */
static const char **reasons_of(struct arena *arena, const struct view *view)
{
	const char **reasons = ARENA_ARRAY(arena, const char *, view->scenario_count + 1);
	bool *judged = ARENA_ARRAY(arena, bool, view->scenario_count + 1);

	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];
		size_t scenario = view->cells[i].scenario;

		if (cell->verdict != VERDICT_SKIP)
			judged[scenario] = true;
		else if (!reasons[scenario])
			reasons[scenario] = cell->reason ? cell->reason : "";
	}
	for (size_t i = 0; i < view->scenario_count; i++) {
		if (judged[i])
			reasons[i] = NULL;
	}
	return reasons;
}

static void count_remedy(struct remedy *remedies, const char *option)
{
	for (size_t i = 0; option && i < REMEDIES_MAX; i++) {
		if (remedies[i].option && strcmp(remedies[i].option, option) != 0)
			continue;
		remedies[i].option = option;
		remedies[i].count++;
		return;
	}
}

static int by_count(const void *a, const void *b)
{
	const struct remedy *x = a;
	const struct remedy *y = b;

	return (x->count < y->count) - (x->count > y->count);
}

/* Its target was in trouble before anything was tried: then the skips are the least of it. */
static bool is_nothing_tried(const struct view *view)
{
	size_t untried = 0;

	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];

		if (view_is_untried(cell))
			untried++;
		else if (cell->verdict != VERDICT_SKIP)
			return false;
	}
	return untried > 0;
}

const char *untested_text(struct arena *arena, const struct view *view)
{
	struct remedy remedies[REMEDIES_MAX] = {{NULL, 0}};
	const char **reasons = reasons_of(arena, view);
	size_t untested = 0;
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < view->scenario_count; i++) {
		untested += reasons[i] != NULL;
		if (reasons[i])
			count_remedy(remedies, option_in(arena, reasons[i]));
	}
	if (!untested || is_nothing_tried(view))
		return NULL;
	qsort(remedies, REMEDIES_MAX, sizeof(*remedies), by_count);
	buf_printf(&text, "%zu of %zu scenario%s", untested, view->scenario_count,
		view->scenario_count == 1 ? "" : "s");
	for (size_t i = 0; i < REMEDIES_MAX && remedies[i].option; i++)
		buf_printf(&text, "%s%zu %swith %s", i ? ", " : "; ", remedies[i].count,
			i ? "" : "would be ", remedies[i].option);
	return arena_strdup(arena, buf_text(&text));
}

unsigned untested_percent(const struct run_result *run)
{
	struct tally tally;
	size_t skipped;

	tally_run(&tally, run);
	skipped = tally.verdicts[VERDICT_SKIP];
	if (run->end.exit_code != EXIT_AS_EXPECTED || !tally.cells || skipped * 2 < tally.cells)
		return 0;
	return (unsigned)(skipped * 100 / tally.cells);
}
