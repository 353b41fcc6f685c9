/* What stands around a target's name on the command line. */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "target_fixture.h"
#include "target_parts.h"

START_TEST(test_name_of_its_own)
{
	struct target_fixture f;
	struct target *target;
	const char *asked;

	fixture_open(&f, LEAST);
	asked = arena_printf(&f.arena, "billing=%s", f.dir);
	target = target_read(&f.arena, &f.diag, asked);
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->name, "billing");
	ck_assert_str_eq(target->file_name, "sample");
	ck_assert_str_eq(target->asked_as, asked);
	target = target_read(&f.arena, &f.diag, arena_printf(&f.arena, "a-1.b_c=%s+one", f.dir));
	ck_assert_str_eq(target->name, "a-1.b_c");
	ck_assert_str_eq(target->defects, "one");
	target = target_read(&f.arena, &f.diag, "api=[::1]:8443");
	ck_assert_str_eq(target->name, "api");
	ck_assert_str_eq(target->connect_host, "::1");
	ck_assert_ptr_null(target_read(&f.arena, &f.diag, f.dir)->file_name);
	fixture_close(&f);
}
END_TEST

START_TEST(test_names_that_are_none)
{
	static const struct {
		const char *asked;
		const char *said;
	} rows[] = {
		{"a b=reference", "'a b' goes into cell ids"},
		{"a+b=reference", "'a+b' goes into cell ids"},
		{"a=", "unknown target ''"},
		{"=reference", "unknown target '=reference'"},
		{"a=b=reference", "unknown target 'b=reference'"},
		{"a=all", "unknown target 'all'"},
		{"./a=b", "there is no file './a=b'"},
		{"a=./b", "there is no file './b'"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		ck_assert_ptr_null(target_read(&f.arena, &f.diag, rows[i].asked));
		fixture_expect(&f, rows[i].said);
		fixture_close(&f);
	}
}
END_TEST

/* A folder whose name has the sign in it is a folder. */
START_TEST(test_folder_with_the_sign)
{
	struct target_fixture f;
	const char *why;
	const char *text = LEAST;
	const char *odd;

	fixture_open(&f, NULL);
	odd = arena_printf(&f.arena, "%s/a=b", f.root);
	ck_assert(file_make_dirs(&why, &f.arena, odd));
	ck_assert(file_write(
		&why, &f.arena, arena_printf(&f.arena, "%s/one.yaml", odd), text, strlen(text), 0600));
	ck_assert_int_eq(chdir(f.root), 0);
	ck_assert_str_eq(target_read(&f.arena, &f.diag, "./a=b/one.yaml")->name, "one");
	ck_assert_str_eq(target_read(&f.arena, &f.diag, "a=b/one.yaml")->name, "one");
	ck_assert_int_eq(chdir("/"), 0);
	fixture_close(&f);
}
END_TEST

/* Its file speaks of itself by the name that it has without. */
START_TEST(test_deviations_follow)
{
	static const char *const rows[][2] = {
		{"x@sample:NoClientCert/*", "x@own:NoClientCert/*"},
		{"x@*:NoClientCert/*", "x@own:NoClientCert/*"},
		{"x@s*:*/tls1.3", "x@own:*/tls1.3"},
		{"x@sample*", "x@own*"},
		{"x@*", "x@own*"},
		{"x/*", "x/*"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;
		struct target *target;

		fixture_open(&f, NULL);
		fixture_write(&f, "target.yaml",
			arena_printf(&f.arena,
				LEAST "deviations: [{cells: '%s', observed: reject, reason: r}]\n", rows[i][0]));
		target = target_read(&f.arena, &f.diag, arena_printf(&f.arena, "own=%s", f.dir));
		ck_assert_msg(target != NULL, "%s", rows[i][0]);
		ck_assert_str_eq(target->deviations[0].cells, rows[i][1]);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_asked_from_another_folder)
{
	static const char *const rows[][2] = {
		{"./a", "f/./a"},
		{"a/b@1.2", "f/a/b@1.2"},
		{"own=a/b+defect", "own=f/a/b+defect"},
		{"a.yaml", "f/a.yaml"},
		{"/a", "/a"},
		{"own=/a", "own=/a"},
		{"reference+ignore-eku", "reference+ignore-eku"},
		{"nginx@1.2", "nginx@1.2"},
		{"host:443", "host:443"},
		{"own=[::1]:443", "own=[::1]:443"},
		{"https://host:443/x", "https://host:443/x"},
		{"", ""},
	};
	struct target_fixture f;

	fixture_open(&f, LEAST);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_str_eq(target_asked_from(&f.arena, rows[i][0], "f"), rows[i][1]);
	/* a folder that is there needs no '/' */
	ck_assert_str_eq(
		target_asked_from(&f.arena, "sample", f.root), arena_printf(&f.arena, "%s/sample", f.root));
	ck_assert_str_eq(target_asked_from(&f.arena, "own=sample+d", f.root),
		arena_printf(&f.arena, "own=%s/sample+d", f.root));
	fixture_close(&f);
}
END_TEST

struct unit_case asked_case(void)
{
	return (struct unit_case){"asked",
		{test_name_of_its_own, test_names_that_are_none, test_folder_with_the_sign,
			test_deviations_follow, test_asked_from_another_folder}};
}
