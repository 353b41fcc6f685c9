#include "arena.h"
#include "buf.h"
#include "file_format.h"
#include "format_json.h"
#include "format_page.h"
#include "unit.h"

enum { TEXT_MAX = 1024 * 1024, DEPTH_MAX = 8 };

/* Of each key that can be written it is said what it may be, and what for. */
static void check_keys(const struct schema *schema, int depth)
{
	ck_assert_int_lt(depth, DEPTH_MAX);
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		bool own = field->kind == FIELD_CUSTOM || field->kind == FIELD_NODE;
		SCOPED_BUF type;

		if (field->kind != FIELD_PART) {
			buf_init(&type, TEXT_MAX);
			file_format_type(&type, field);
			ck_assert_msg(type.len > 0, "%s.%s", schema->name, field->name);
			ck_assert_msg(field->doc && *field->doc, "%s.%s", schema->name, field->name);
			/* what a reader of its own takes is said in the table */
			ck_assert_msg(own == (field->takes != 0), "%s.%s", schema->name, field->name);
			ck_assert(own || !field->keys);
			ck_assert_msg(!(field->takes & (TAKES_MAP | TAKES_MAPS)) || field->fields, "%s.%s",
				schema->name, field->name);
		} else {
			buf_init(&type, 1);
		}
		if (field->fields)
			check_keys(field->fields, depth + 1);
	}
}

START_TEST(test_each_key_says_what_it_takes)
{
	for (int i = 0; i < FILE_FORMAT_COUNT; i++)
		check_keys(file_formats[i].schema, 0);
}
END_TEST

START_TEST(test_each_kind_has_a_word)
{
	for (int i = 0; i < FILE_FORMAT_COUNT; i++) {
		const struct file_format *format = &file_formats[i];
		char file[64];

		ck_assert_str_eq(format->word, file_format_words[i]);
		ck_assert_ptr_eq(file_format_find(format->word), format);
		snprintf(file, sizeof(file), "%s.yaml", format->word);
		ck_assert_ptr_eq(file_format_find(file), format);
		ck_assert(format->schema && *format->title && *format->about && *format->example);
	}
	ck_assert(!file_format_find("scen"));
	ck_assert(!file_format_find(".yaml"));
}
END_TEST

/* Each name of the table stands on the page, however deep. */
static void check_page(
	const struct buf *page, const char *before, const char *behind, const struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		char line[128];

		if (field->fields)
			check_page(page, before, behind, field->fields);
		if (field->kind == FIELD_PART || strchr(field->name, '-'))
			continue;
		snprintf(line, sizeof(line), "\n%s%s%s: ", before, field->name, behind);
		ck_assert_msg(strstr(buf_text(page), line) != NULL, "%s.%s", schema->name, field->name);
	}
}

START_TEST(test_each_key_stands_on_the_pages)
{
	struct buf page;

	buf_init(&page, TEXT_MAX);
	for (int i = 0; i < FILE_FORMAT_COUNT; i++) {
		buf_clear(&page);
		format_page_text(&page, &file_formats[i], 0);
		check_page(&page, "  ", "", file_formats[i].schema);
		buf_clear(&page);
		format_page_man(&page, &file_formats[i], "1");
		check_page(&page, "\\fB", "\\fR", file_formats[i].schema);
		ck_assert(!page.overflowed);
	}
	buf_finish(&page);
}
END_TEST

static size_t occurrences(const char *text, const char *what)
{
	size_t count = 0;

	for (; (text = strstr(text, what)); text++)
		count++;
	return count;
}

START_TEST(test_each_table_is_told_once)
{
	struct buf page;

	buf_init(&page, TEXT_MAX);
	format_page_text(&page, &file_formats[FILE_SCENARIO], 80);
	ck_assert_uint_eq(occurrences(buf_text(&page), "\n  save_session: "), 1);
	ck_assert_uint_eq(occurrences(buf_text(&page), "\nKeys of client\n"), 1);
	ck_assert_uint_eq(occurrences(buf_text(&page), "\nKeys of steps\n"), 1);
	ck_assert_uint_eq(occurrences(buf_text(&page), "\n  and those at the top from client to"), 1);
	/* wrapped */
	for (const char *line = buf_text(&page); line; line = strchr(line + 1, '\n'))
		ck_assert_uint_le(strcspn(line + 1, "\n"), 80);
	buf_finish(&page);
}
END_TEST

START_TEST(test_troff_takes_nothing_as_its_own)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	format_page_troff(&out, ".a-b\\c\n'd");
	ck_assert_str_eq(buf_text(&out), "\\&.a\\-b\\ec\n\\&'d");
	/* where a line is broken no request begins */
	buf_clear(&out);
	format_page_fill(&out,
		".a .b .c .d .e .f .g .h .i .j .k .l .m .n .o .p .q .r .s .t .u .v .w .x .y .z .a .b .c");
	ck_assert(strstr(buf_text(&out), "\n\\&.") != NULL);
	ck_assert_uint_le(strcspn(buf_text(&out), "\n"), 80);
	buf_finish(&out);
}
END_TEST

/* Each key has a property with its meaning; what is referred to the whole-run tests look at. */
static void check_properties(const struct buf *json, const struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		char line[128];

		if (field->fields)
			check_properties(json, field->fields);
		if (field->kind == FIELD_PART)
			continue;
		snprintf(line, sizeof(line), "\n    \"%s\": {\n", field->name);
		if (!strstr(buf_text(json), line))
			/* at the top, one level less */
			snprintf(line, sizeof(line), "\n  \"%s\": {\n", field->name);
		ck_assert_msg(strstr(buf_text(json), line) != NULL, "%s.%s", schema->name, field->name);
	}
}

START_TEST(test_each_key_stands_in_the_schema)
{
	struct buf json;

	buf_init(&json, TEXT_MAX);
	for (int i = 0; i < FILE_FORMAT_COUNT; i++) {
		buf_clear(&json);
		format_json(&json, &file_formats[i]);
		ck_assert(!json.overflowed);
		check_properties(&json, file_formats[i].schema);
	}
	buf_finish(&json);
}
END_TEST

static void check_says(const struct buf *json, const char *text)
{
	ck_assert_msg(strstr(buf_text(json), text) != NULL, "%s", text);
}

START_TEST(test_what_is_required_is_so_in_the_schema)
{
	struct buf json;

	buf_init(&json, TEXT_MAX);
	format_json(&json, &file_formats[FILE_SCENARIO]);
	check_says(&json, " \"required\": [\n  \"title\",\n  \"why\",\n  \"rules\",\n  \"target\"\n ]");
	/* or the other one */
	check_says(&json, "\"required\": [\n      \"expect\"\n");
	check_says(&json, "\"required\": [\n      \"steps\"\n");
	buf_clear(&json);
	format_json(&json, &file_formats[FILE_TARGET]);
	check_says(&json, "\"required\": [\n      \"like\"\n");
	buf_finish(&json);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"formats", {test_each_key_says_what_it_takes, test_each_kind_has_a_word}},
		{"pages",
			{test_each_key_stands_on_the_pages, test_each_table_is_told_once,
				test_troff_takes_nothing_as_its_own}},
		{"schemas",
			{test_each_key_stands_in_the_schema, test_what_is_required_is_so_in_the_schema}},
	};

	return unit_run("format", cases, COUNT_OF(cases));
}
