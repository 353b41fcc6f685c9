#include "failures.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "scoped.h"
#include "text.h"
#include "view.h"

enum { TEXT_MAX = 1024 };

static bool is_told(const struct cell_result *cell)
{
	return cell->verdict == VERDICT_FAIL && cell->failure != FAILURE_NONE;
}

void failures_count_column(size_t out[FAILURE_CLASS_COUNT], const struct view *view, size_t column)
{
	memset(out, 0, FAILURE_CLASS_COUNT * sizeof(*out));
	for (size_t i = view->columns[column].first; i != VIEW_END; i = view->cells[i].next) {
		if (is_told(&view->run->cells[i]))
			out[view->run->cells[i].failure]++;
	}
}

void failures_count(size_t out[FAILURE_CLASS_COUNT], const struct run_result *run)
{
	memset(out, 0, FAILURE_CLASS_COUNT * sizeof(*out));
	for (size_t i = 0; i < run->cell_count; i++) {
		if (is_told(&run->cells[i]))
			out[run->cells[i].failure]++;
	}
}

const char *failures_counts_text(struct arena *arena, const size_t counts[FAILURE_CLASS_COUNT])
{
	const char *between = "";
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++) {
		if (!counts[i])
			continue;
		buf_printf(&text, "%s%zu %s", between, counts[i], failure_class_words[i]);
		between = ", ";
	}
	return text.len ? arena_strndup(arena, buf_text(&text), text.len) : NULL;
}

const char *failures_text(struct arena *arena, const struct view *view)
{
	size_t counts[FAILURE_CLASS_COUNT];

	failures_count(counts, view->run);
	return failures_counts_text(arena, counts);
}

const char *failures_word(const struct cell_result *cell)
{
	return is_told(cell) ? failure_class_words[cell->failure] : verdict_words[cell->verdict];
}

const char *failures_reason(const struct cell_result *cell)
{
	const char *reason = cell->reason && *cell->reason ? cell->reason : "no reason was given";
	const char *word = failures_word(cell);

	return text_starts_with(reason, word) && text_starts_with(reason + strlen(word), ": ")
		? reason + strlen(word) + strlen(": ")
		: reason;
}
