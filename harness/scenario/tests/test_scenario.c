#include "scenario_fixture.h"

#include <string.h>

#include "file.h"
#include "text.h"
#include "tmpdir.h"

const char *const fixture_credentials[] = {"client", "client-expired", NULL};

void fixture_begin(struct fixture *fixture)
{
	const char *why;

	arena_init(&fixture->arena);
	diag_init(&fixture->diag);
	ck_assert(tmpdir_create(&fixture->folder, &why, &fixture->arena));
}

void fixture_end(struct fixture *fixture)
{
	tmpdir_remove(fixture->folder);
	diag_finish(&fixture->diag);
	arena_finish(&fixture->arena);
}

const char *fixture_write(struct fixture *fixture, const char *name, const char *text)
{
	char *path = arena_printf(&fixture->arena, "%s/%s", fixture->folder, name);
	char *folder = arena_strdup(&fixture->arena, path);
	const char *why = NULL;

	*strrchr(folder, '/') = '\0';
	ck_assert_msg(file_make_dirs(&why, &fixture->arena, folder), "%s", why);
	ck_assert(file_write(&why, &fixture->arena, path, text, strlen(text), 0600));
	return path;
}

const char *fixture_scenario(struct fixture *fixture, const char *expect)
{
	return arena_printf(&fixture->arena,
		"title: A title\n"
		"why: Because.\n"
		"rules: [RFC 5280 6.1]\n"
		"target: server\n"
		"client: {present: client}\n"
		"expect:\n"
		"%s",
		expect);
}

struct scenario *fixture_read(struct fixture *fixture, const char *text)
{
	struct scenario *scenario = scenario_read(&fixture->arena, &fixture->diag,
		fixture_write(fixture, "x.yaml", text), NULL, fixture_credentials);

	ck_assert_int_eq(scenario != NULL, !diag_failed(&fixture->diag));
	return scenario;
}

void fixture_expect_one(const struct fixture *fixture, size_t line, size_t column, const char *text)
{
	const struct diag_entry *entry = fixture->diag.entries;

	ck_assert_msg(
		fixture->diag.count == 1, "%zu diagnostics instead of '%s'", fixture->diag.count, text);
	ck_assert_msg(text_starts_with(entry->text, text), "'%s' instead of '%s'", entry->text, text);
	ck_assert_msg(entry->place.line == line && entry->place.column == column,
		"%s at %zu:%zu instead of %zu:%zu", text, entry->place.line, entry->place.column, line,
		column);
}

void fixture_expect_refusals(const char *head, const struct fixture_refusal *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct fixture f;

		fixture_begin(&f);
		fixture_read(&f, arena_printf(&f.arena, "%s%s", head, rows[i].text));
		fixture_expect_one(&f, rows[i].line, rows[i].column, rows[i].said);
		fixture_end(&f);
	}
}

int main(void)
{
	const struct unit_case cases[] = {
		read_case(),
		refusals_case(),
		expect_case(),
		tree_case(),
		catalogue_case(),
		client_case(),
		deed_case(),
		first_case(),
		for_case(),
		opening_case(),
		redirect_case(),
		hello_case(),
		request_case(),
		rules_case(),
		steps_case(),
	};

	return unit_run("scenario", cases, COUNT_OF(cases));
}
