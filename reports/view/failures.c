#include "failures.h"

#include "arena.h"
#include "buf.h"
#include "scoped.h"
#include "view.h"

enum { TEXT_MAX = 1024 };

static bool is_told(const struct cell_result *cell)
{
	return cell->verdict == VERDICT_FAIL && cell->failure != FAILURE_NONE;
}

const char *failures_text(struct arena *arena, const struct view *view)
{
	size_t counts[FAILURE_CLASS_COUNT] = {0};
	const char *between = "";
	SCOPED_BUF text;

	for (size_t i = 0; i < view->run->cell_count; i++) {
		if (is_told(&view->run->cells[i]))
			counts[view->run->cells[i].failure]++;
	}
	buf_init(&text, TEXT_MAX);
	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++) {
		if (!counts[i])
			continue;
		buf_printf(&text, "%s%zu %s", between, counts[i], failure_class_words[i]);
		between = ", ";
	}
	return text.len ? arena_strndup(arena, buf_text(&text), text.len) : NULL;
}

const char *failures_word(const struct cell_result *cell)
{
	return is_told(cell) ? failure_class_words[cell->failure] : verdict_words[cell->verdict];
}
