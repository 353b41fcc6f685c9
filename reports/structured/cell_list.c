#include "cell_list.h"

#include <string.h>

#include "buf.h"
#include "json_out.h"

void cell_list_text(struct buf *out, const struct listed_cell *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, cells[i].id);
		if (cells[i].skip_reason)
			buf_printf(out, "  skip: %s", cells[i].skip_reason);
		buf_putc(out, '\n');
	}
}

void cell_list_json(struct buf *out, const struct listed_cell *cells, size_t count)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < count; i++) {
		json_t *object = json_checked(json_object());

		json_put_text(object, "id", cells[i].id);
		json_put_text(object, "scenario", cells[i].scenario);
		json_put_text(object, "target", cells[i].target);
		json_put_text(object, "mode", cells[i].mode);
		json_put_text(object, "tls", cells[i].tls);
		json_put(object, "skip", json_text(cells[i].skip_reason));
		json_push(array, object);
	}
	json_render(out, array);
}

/* How many '=' a bracket needs that no "]=...=" in the text is as long (cmake-language(7)). */
static size_t bracket_level(const char *text)
{
	size_t level = 1;

	for (const char *at = text; (at = strchr(at, ']')); at++) {
		size_t run = strspn(at + 1, "=");

		if (run >= level)
			level = run + 1;
	}
	return level;
}

static void put_bracket(struct buf *out, const char *text)
{
	size_t level = bracket_level(text);

	buf_putc(out, '[');
	for (size_t i = 0; i < level; i++)
		buf_putc(out, '=');
	buf_putc(out, '[');
	/* the first line feed after an opening bracket is not taken */
	if (*text == '\n')
		buf_putc(out, '\n');
	buf_puts(out, text);
	buf_putc(out, ']');
	for (size_t i = 0; i < level; i++)
		buf_putc(out, '=');
	buf_putc(out, ']');
}

static void put_labels(struct buf *out, const char *const *labels)
{
	if (!*labels)
		return;
	buf_puts(out, " LABELS \"");
	for (size_t i = 0; labels[i]; i++) {
		if (i)
			buf_putc(out, ';');
		for (const char *at = labels[i]; *at; at++) {
			if (strchr("\"\\$;", *at))
				buf_putc(out, '\\');
			buf_putc(out, *at);
		}
	}
	buf_putc(out, '"');
}

static void put_fixture(struct buf *out, const struct listed_test *test)
{
	if (!test->fixture)
		return;
	buf_puts(out, test->sets_up ? " FIXTURES_SETUP " : " FIXTURES_REQUIRED ");
	put_bracket(out, test->fixture);
}

void cell_list_ctest(struct buf *out, const struct listed_test *tests, size_t count,
	const struct listed_common *common)
{
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, "add_test(");
		put_bracket(out, tests[i].name);
		for (const char **word = tests[i].command; *word; word++) {
			buf_putc(out, ' ');
			put_bracket(out, *word);
		}
		buf_puts(out, ")\nset_tests_properties(");
		put_bracket(out, tests[i].name);
		buf_printf(out, " PROPERTIES SKIP_RETURN_CODE %d TIMEOUT %ld WORKING_DIRECTORY ",
			common->skip_exit_code, tests[i].timeout_s);
		put_bracket(out, common->folder);
		put_labels(out, common->labels);
		put_fixture(out, &tests[i]);
		buf_puts(out, ")\n");
	}
}
