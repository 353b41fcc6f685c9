/*
 * golden/NAME.yaml is read by the sample schema; what is printed about it must be golden/NAME.txt,
 * byte for byte.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "cases.h"
#include "file.h"
#include "sample.h"
#include "text.h"

enum { GOLDEN_MAX = 64 * 1024 };

static char *read_golden(struct arena *arena, const char *stem, const char *suffix)
{
	char *path = arena_printf(arena, "%s/golden/%s%s", TEST_DATA_DIR, stem, suffix);
	const char *why = NULL;
	char *text = NULL;
	size_t len;

	ck_assert_msg(file_read(&text, &len, &why, arena, path, GOLDEN_MAX), "%s", why);
	return text;
}

static void expect_lines(const char *stem, char *wanted, char *got)
{
	char *wanted_rest = NULL;
	char *got_rest = NULL;
	const char *want_line = strtok_r(wanted, "\n", &wanted_rest);
	const char *got_line = strtok_r(got, "\n", &got_rest);

	for (int line = 1; want_line || got_line; line++) {
		ck_assert_msg(want_line && got_line && strcmp(want_line, got_line) == 0,
			"golden/%s.txt:%d: wanted: %s\n got: %s", stem, line, want_line ? want_line : "(end)",
			got_line ? got_line : "(end)");
		want_line = strtok_r(NULL, "\n", &wanted_rest);
		got_line = strtok_r(NULL, "\n", &got_rest);
	}
}

static void check_golden(const char *stem)
{
	struct sample sample = {0};
	struct fixture f;
	char *printed = NULL;
	size_t printed_len = 0;
	FILE *out = open_memstream(&printed, &printed_len);
	char *yaml;

	fixture_begin(&f);
	yaml = read_golden(&f.arena, stem, ".yaml");
	f.ok = node_parse(
		&f.root, &f.arena, &f.diag, arena_printf(&f.arena, "%s.yaml", stem), yaml, strlen(yaml));
	if (f.root)
		f.ok = schema_read(&sample, &sample_schema, f.root, &f.arena, &f.diag) && f.ok;
	ck_assert_int_eq(f.ok, !diag_failed(&f.diag));
	diag_print(&f.diag, out);
	fclose(out);
	expect_lines(stem, read_golden(&f.arena, stem, ".txt"), printed);
	free(printed);
	fixture_end(&f);
}

START_TEST(test_golden_diagnostics)
{
	DIR *folder = opendir(TEST_DATA_DIR "/golden");
	struct dirent *entry;
	int checked = 0;

	ck_assert_ptr_nonnull(folder);
	while ((entry = readdir(folder))) {
		char *stem;

		if (!text_ends_with(entry->d_name, ".yaml"))
			continue;
		stem = strndup(entry->d_name, strlen(entry->d_name) - strlen(".yaml"));
		check_golden(stem);
		free(stem);
		checked++;
	}
	closedir(folder);
	ck_assert_int_ge(checked, 5);
}
END_TEST

struct unit_case golden_case(void)
{
	return (struct unit_case){"golden", {test_golden_diagnostics}};
}
