#include "sarif_parts.h"

#include <time.h>

#include "arena.h"
#include "explain.h"
#include "grouping.h"
#include "json_out.h"
#include "scoped.h"
#include "view.h"

/* What was not judged, or not by its declaration; the worst first. */
static const struct kind {
	const char *id;
	const char *level;
	enum group_by by;
	const char *means;
} kinds[] = {
	{"error", "error", GROUP_ERROR, "Could not be judged: the environment or mtlspec broke"},
	{"not-run", "warning", GROUP_NOT_RUN, "Was not run any more"},
	{"xpass", "warning", GROUP_XPASS, "Declared to fail, and passes: the declaration must go"},
	{"skip", "note", GROUP_SKIP, "Was not tested: the target or a part that it takes can't"},
};
#define LEFT_OUT "left-out"

static json_t *notification(const char *id, const char *level, const char *text, size_t cells)
{
	return json_pack("{s:{s:s}, s:s, s:{s:o}, s:{s:o}}", "descriptor", "id", id, "level", level,
		"message", "text", json_text(text), "properties", "cells", json_count(cells));
}

static json_t *notifications(const struct view *view, size_t left_out)
{
	json_t *array = json_checked(json_array());
	struct grouping grouping;

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		grouping_build(&grouping, view, kinds[i].by);
		for (size_t j = 0; j < grouping.count; j++) {
			const struct group *group = &grouping.groups[j];

			json_push(array,
				notification(kinds[i].id, kinds[i].level,
					arena_printf(view->arena, "%zu cell%s of %s", group->count,
						group->count == 1 ? "" : "s", group->key),
					group->count));
		}
	}
	if (left_out)
		json_push(array,
			notification(LEFT_OUT, "warning",
				arena_printf(view->arena, "%zu more failures had no room here", left_out),
				left_out));
	return array;
}

json_t *sarif_notifications(void)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		json_push(array,
			json_pack(
				"{s:s, s:{s:s}}", "id", kinds[i].id, "shortDescription", "text", kinds[i].means));
	json_push(array,
		json_pack("{s:s, s:{s:s}}", "id", LEFT_OUT, "shortDescription", "text",
			"There are more failures than results"));
	return array;
}

/* Findings are no failure of the tool's: it has said what it was asked. */
static bool is_successful(const struct run_result *run)
{
	switch (run->end.exit_code) {
	case EXIT_AS_EXPECTED:
	case EXIT_CONFORMANCE:
	case EXIT_EXPECTATION_STALE:
	case EXIT_ALL_SKIPPED:
		return run->has_end && !run->end.interrupted;
	default:
		return false;
	}
}

/* In the one form that our event files have. */
static bool is_time(const char *text)
{
	struct tm parts = {0};
	const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%SZ", &parts) : NULL;

	return end && !*end;
}

json_t *sarif_invocation(const struct view *view, size_t left_out)
{
	const struct run_result *run = view->run;
	json_t *object = json_checked(json_object());

	json_put_text(object, "commandLine", run->plan.command);
	if (is_time(run->plan.started))
		json_put_text(object, "startTimeUtc", run->plan.started);
	json_put(object, "executionSuccessful", json_boolean(is_successful(run)));
	json_put(object, "exitCode", json_integer(run->end.exit_code));
	json_put_text(object, "exitCodeDescription", explain_exit(&run->end));
	json_put(object, "toolExecutionNotifications", notifications(view, left_out));
	return object;
}
