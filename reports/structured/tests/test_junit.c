#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "sample.h"
#include "structured_writers.h"
#include "tmpdir.h"
#include "unit.h"

static struct arena arena;

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
}

static char *render(const struct run_result *run)
{
	return sample_render(&arena, junit_write, run);
}

/* Exit code of xmllint over the text against one of our schemas. */
static int validate_by(const char *schema, const char *xml)
{
	const char *why;
	char *dir;
	const char *path;
	int status;
	pid_t child;

	ck_assert(tmpdir_create(&dir, &why, &arena));
	path = arena_printf(&arena, "%s/junit.xml", dir);
	ck_assert(file_write(&why, &arena, path, xml, strlen(xml), 0600));
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		execlp("xmllint", "xmllint", "--nonet", "--noout", "--schema",
			arena_printf(&arena, TEST_SOURCE_DIR "/reports/schema/%s", schema), path, (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	tmpdir_remove(dir);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int validate(const char *xml)
{
	return validate_by("junit.xsd", xml);
}

static int validate_strict(const struct run_result *run)
{
	return validate_by("junit-strict.xsd", sample_render(&arena, junit_write_strict, run));
}

static size_t occurrences(const char *text, const char *needle)
{
	size_t count = 0;

	while ((text = strstr(text, needle))) {
		count++;
		text++;
	}
	return count;
}

START_TEST(test_valid_by_schema)
{
	fresh();
	ck_assert_int_eq(validate(render(sample_run(&arena))), 0);
	ck_assert_int_eq(validate_strict(sample_run(&arena)), 0);
	/* the profiles do differ */
	ck_assert_int_ne(validate_by("junit-strict.xsd", render(sample_run(&arena))), 0);
}
END_TEST

/* The schema is worth something only if it refuses. */
START_TEST(test_schema_refuses)
{
	static const char *const pairs[][2] = {
		{"time=\"0.004\"", "time=\"0,004\""},
		{"<failure type=\"fail\"", "<failure type=\"pass\""},
		{"<testcase name=\"chain/impostor-ca/tls1.3\"",
			"<testcase name=\"chain/impostor-ca/tls1.2\""},
		{" errors=", " wrongs="},
	};

	fresh();
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		char *xml = render(sample_run(&arena));
		char *at = strstr(xml, pairs[i][0]);

		ck_assert_msg(at != NULL, "%s", pairs[i][0]);
		memcpy(at, pairs[i][1], strlen(pairs[i][1]));
		ck_assert_msg(validate(xml) != 0, "%s was accepted", pairs[i][1]);
	}
}
END_TEST

START_TEST(test_totals_agree)
{
	struct run_result *run;
	char *xml;

	fresh();
	run = sample_run(&arena);
	xml = render(run);
	ck_assert_uint_eq(occurrences(xml, "<testcase "), run->cell_count);
	ck_assert_uint_eq(occurrences(xml, "<failure "), 2);
	ck_assert_uint_eq(occurrences(xml, "<error "), 2);
	ck_assert_uint_eq(occurrences(xml, "<skipped "), 12);
	ck_assert_ptr_nonnull(strstr(xml, "tests=\"120\" failures=\"2\" errors=\"2\" skipped=\"12\""));
	ck_assert_ptr_nonnull(strstr(xml,
		"<testsuite name=\"nginx.RequireAnyClientCert\" tests=\"12\" failures=\"0\" errors=\"2\" "
		"skipped=\"2\""));
	ck_assert_ptr_nonnull(strstr(xml, "type=\"xfail\" message=\"known deviation: optional_no_ca"));
	ck_assert_ptr_nonnull(strstr(xml, "you have `ssl_verify_client optional;`, nginx.conf:41"));
	ck_assert_ptr_nonnull(strstr(xml, "file=\"scenarios/chain/impostor-ca.yaml\" line=\"1\""));
}
END_TEST

/* The extended profile alone, one line for each file in the form that GitLab and Jenkins read. */
START_TEST(test_kept_cells_have_attachments)
{
	struct run_result *run;

	fresh();
	run = sample_run(&arena);
	ck_assert_ptr_null(strstr(render(run), "ATTACHMENT"));
	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].verdict == VERDICT_FAIL)
			run->cells[i].kept = "kept/cells/one";
	}
	ck_assert_ptr_nonnull(strstr(render(run),
		"<system-out>[[ATTACHMENT|kept/cells/one/transcript.txt]]\n"
		"[[ATTACHMENT|kept/cells/one/timeline.txt]]\n"
		"[[ATTACHMENT|kept/cells/one/reproduce.sh]]\n</system-out>"));
	ck_assert_ptr_nonnull(strstr(render(run), "kept       kept/cells/one\n"));
	ck_assert_int_eq(validate(render(run)), 0);
	ck_assert_ptr_null(strstr(sample_render(&arena, junit_write_strict, run), "ATTACHMENT"));
}
END_TEST

/* Every byte in every text of a cell, of the plan, of a scenario and of a target. */
START_TEST(test_any_byte_in_any_field)
{
	struct run_result *run;

	fresh();
	run = sample_run(&arena);
	sample_spoil(&arena, run, sample_every_byte(&arena));
	ck_assert_int_eq(validate(render(run)), 0);
	ck_assert_int_eq(validate_strict(run), 0);
}
END_TEST

START_TEST(test_nothing_at_all)
{
	struct run_result run = {0};

	fresh();
	ck_assert_int_eq(validate(render(&run)), 0);
	ck_assert_int_eq(validate_strict(&run), 0);
}
END_TEST

START_TEST(test_every_verdict_has_its_element)
{
	static const char *const wanted[VERDICT_COUNT] = {
		[VERDICT_FAIL] = "<failure type=\"fail\"",
		[VERDICT_ERROR] = "<error type=\"error\"",
		[VERDICT_SKIP] = "<skipped type=\"skip\"",
		[VERDICT_XFAIL] = "<skipped type=\"xfail\"",
		[VERDICT_XPASS] = "<failure type=\"xpass\"",
		[VERDICT_NOT_RUN] = "<skipped type=\"not-run\"",
	};
	struct run_result *run;

	fresh();
	run = sample_run(&arena);
	run->cell_count = 1;
	for (int i = 0; i < VERDICT_COUNT; i++) {
		char *xml;

		run->cells[0].verdict = (enum verdict)i;
		xml = render(run);
		ck_assert_int_eq(validate(xml), 0);
		ck_assert(!wanted[i] || strstr(xml, wanted[i]));
		ck_assert_uint_eq(occurrences(xml, " type=\""), wanted[i] ? 1 : 0);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"junit",
			{test_totals_agree, test_every_verdict_has_its_element, test_nothing_at_all,
				test_kept_cells_have_attachments}},
		{"junit_schema", {test_valid_by_schema, test_schema_refuses, test_any_byte_in_any_field}},
	};

	return unit_run("junit", cases, COUNT_OF(cases));
}
