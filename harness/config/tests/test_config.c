#include "cases.h"

#include "text.h"

void fixture_begin(struct fixture *fixture)
{
	arena_init(&fixture->arena);
	diag_init(&fixture->diag);
	fixture->root = NULL;
	fixture->ok = false;
}

void fixture_end(struct fixture *fixture)
{
	diag_finish(&fixture->diag);
	arena_finish(&fixture->arena);
}

void fixture_parse(struct fixture *fixture, const char *text, size_t len)
{
	fixture_begin(fixture);
	fixture->ok = node_parse(&fixture->root, &fixture->arena, &fixture->diag, "f.yaml", text, len);
	ck_assert_int_eq(fixture->ok, !diag_failed(&fixture->diag));
}

void fixture_expect_one(const struct fixture *fixture, size_t line, size_t column, const char *text)
{
	const struct diag_entry *entry = fixture->diag.entries;

	ck_assert_uint_eq(fixture->diag.count + fixture->diag.dropped, 1);
	ck_assert_msg(text_starts_with(entry->text, text), "'%s' instead of '%s'", entry->text, text);
	ck_assert_msg(entry->place.line == line && entry->place.column == column,
		"%s at %zu:%zu instead of %zu:%zu", text, entry->place.line, entry->place.column, line,
		column);
}

int main(void)
{
	const struct unit_case cases[] = {
		node_case(),
		node_refusals_case(),
		node_limits_case(),
		node_files_case(),
		schema_case(),
		schema_refusals_case(),
		template_case(),
		template_refusals_case(),
		golden_case(),
	};

	return unit_run("config", cases, COUNT_OF(cases));
}
