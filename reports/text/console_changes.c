/* What changed since an older run, on a terminal. */
#include "console.h"

#include "arena.h"
#include "buf.h"
#include "change.h"
#include "console_text.h"

enum { TEXT_MAX = 256 * 1024 * 1024 };

void changes_print(FILE *out, const struct run_changes *changes, bool color)
{
	struct arena arena;
	SCOPED_BUF text;

	arena_init(&arena);
	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];

		if (!i || change->kind != change[-1].kind) {
			buf_puts(&text, i ? "\n" : "");
			console_bold(&text, change_titles[change->kind], color);
			buf_putc(&text, '\n');
		}
		buf_printf(&text, "  %s\n    before  %s\n    now     %s\n", change->id, change->before,
			change->after);
	}
	buf_printf(
		&text, "%smtlspec diff: %s\n", changes->count ? "\n" : "", changes_counts(&arena, changes));
	fwrite(buf_text(&text), 1, text.len, out);
	arena_finish(&arena);
}
