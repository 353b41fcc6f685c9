#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "home.h"
#include "target_fixture.h"
#include "text.h"

#define CACHED                                                                                     \
	"title: t\n"                                                                                   \
	"program: serve-sample\n"                                                                      \
	"installed_by: sample\n"                                                                       \
	"modes: {NoClientCert: {setting: s}}\n"

#define MODE "modes: {NoClientCert: {setting: s}}\n"

/* Versions in a cache of the fixture's own. */
static void install(struct target_fixture *fixture, const char *version)
{
	const char *why;
	const char *folder =
		arena_printf(&fixture->arena, "%s/mtlspec/targets/sample/%s", fixture->root, version);
	const char *program = arena_printf(&fixture->arena, "%s/serve-sample", folder);

	ck_assert(file_make_dirs(&why, &fixture->arena, folder));
	ck_assert(file_write(&why, &fixture->arena, program, "#!/bin/sh\n", 10, 0700));
}

static void open_cache(struct target_fixture *fixture, const char *yaml)
{
	fixture_open(fixture, yaml);
	setenv("XDG_CACHE_HOME", fixture->root, 1);
}

static void close_cache(struct target_fixture *fixture)
{
	unsetenv("XDG_CACHE_HOME");
	fixture_close(fixture);
}

static struct target *read_version(struct target_fixture *fixture, const char *version)
{
	return target_read(&fixture->arena, &fixture->diag,
		arena_printf(&fixture->arena, "%s@%s", fixture->dir, version));
}

START_TEST(test_newest_or_default)
{
	struct target_fixture f;

	open_cache(&f, CACHED);
	ck_assert_ptr_null(fixture_read(&f)->program_path);
	install(&f, "3.9.2");
	install(&f, "3.10.1");
	install(&f, ".new-3.11");
	ck_assert(text_ends_with(fixture_read(&f)->program_path, "/sample/3.10.1/serve-sample"));
	fixture_write(&f, "default-version", "3.9.2\n");
	ck_assert(text_ends_with(fixture_read(&f)->program_path, "/sample/3.9.2/serve-sample"));
	/* the default one is not there: the newest is better than none */
	fixture_write(&f, "default-version", "4.0\n");
	ck_assert(text_ends_with(fixture_read(&f)->program_path, "/sample/3.10.1/serve-sample"));
	close_cache(&f);
}
END_TEST

START_TEST(test_path_where_nothing_is_cached)
{
	struct target_fixture f;
	char *old = strdup(getenv("PATH"));

	open_cache(&f, CACHED);
	fixture_write(&f, "serve-sample", "#!/bin/sh\n");
	ck_assert_int_eq(chmod(arena_printf(&f.arena, "%s/serve-sample", f.dir), 0700), 0);
	setenv("PATH", f.dir, 1);
	ck_assert(text_ends_with(fixture_read(&f)->program_path, "/sample/serve-sample"));
	/* which version that one is nobody knows */
	ck_assert_ptr_null(read_version(&f, "3.9.2")->program_path);
	setenv("PATH", old, 1);
	free(old);
	close_cache(&f);
}
END_TEST

START_TEST(test_version_asked)
{
	struct target_fixture f;
	struct target *target;

	open_cache(&f, CACHED "deviations: [{cells: 'c@*:*', observed: reject, reason: q}]\n");
	install(&f, "3.9.2");
	install(&f, "3.10.1");
	target = read_version(&f, "3.9.2");
	ck_assert(text_ends_with(target->program_path, "/sample/3.9.2/serve-sample"));
	ck_assert_str_eq(target->name, "sample-3.9.2");
	ck_assert(text_ends_with(target->asked_as, "/sample@3.9.2"));
	target = read_version(&f, "3.9");
	ck_assert_ptr_nonnull(target);
	ck_assert_ptr_null(target->program_path);
	ck_assert(text_ends_with(target->install_hint, "/sample/install 3.9"));
	ck_assert(text_ends_with(fixture_read(&f)->install_hint, "/sample/install"));
	close_cache(&f);
}
END_TEST

START_TEST(test_scripts_of_shipped_targets)
{
	struct target_fixture f;
	const char *ours;

	/* a copy of a shipped folder under another name, and a second folder of the same product */
	open_cache(&f,
		"title: t\nprogram: traefik\ninstalled_by: traefik\n"
		"modes: {NoClientCert: {setting: s}}\n");
	ours = home_path(&f.arena, "harness/targets/traefik/install");
	ck_assert(text_ends_with(fixture_read(&f)->install_hint, text_shell_quote(&f.arena, ours)));
	close_cache(&f);
}
END_TEST

START_TEST(test_nowhere)
{
	struct target_fixture f;
	char *home = getenv("HOME") ? strdup(getenv("HOME")) : NULL;

	fixture_open(&f, CACHED);
	unsetenv("HOME");
	setenv("XDG_CACHE_HOME", "relative", 1);
	ck_assert_ptr_null(fixture_read(&f)->program_path);
	if (home)
		setenv("HOME", home, 1);
	free(home);
	close_cache(&f);
}
END_TEST

START_TEST(test_installed_mistakes)
{
	static const struct {
		const char *yaml;
		const char *said;
	} cases[] = {
		{CACHED "install: apt-get install sample\n", "5:10: error: 'install' and 'installed_by'"},
		{"title: t\nprogram: ./x\ninstalled_by: sample\n" MODE, "2:10: error: with 'installed_by'"},
		{"title: t\nprogram: x\ninstalled_by: ../x\n" MODE, "3:15: error: '../x' is no name"},
		{"title: t\ninstalled_by: x\n" MODE, "neither 'program' nor 'connect'"},
		{"title: t\nconnect: localhost:1\ninstalled_by: x\n" MODE, "'connect' is for what runs"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct target_fixture f;

		fixture_open(&f, cases[i].yaml);
		ck_assert_ptr_null(fixture_read(&f));
		fixture_expect(&f, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_version_of_another_kind)
{
	struct target_fixture f;

	fixture_open(&f, LEAST);
	ck_assert_ptr_null(read_version(&f, "1.2"));
	fixture_expect(&f, "no version of it can be chosen: the file has no 'installed_by'");
	ck_assert_ptr_null(target_read(&f.arena, &f.diag, "localhost@1.2"));
	fixture_expect(&f, "unknown target 'localhost'");
	/* an address holds no @, and what is behind it is no version */
	ck_assert_ptr_null(target_read(&f.arena, &f.diag, "user@localhost:443"));
	fixture_expect(&f, "is no host");
	fixture_close(&f);
}
END_TEST

START_TEST(test_version_read)
{
	static const struct {
		const char *yaml;
		const char *output;
		const char *version;
	} cases[] = {
		{"after: sample/", "this is sample/1.2 (x)", "1.2"},
		{"after: 'sample '", "sample \n 1.2\n", "1.2"},
		{"after: sample/", "another/1.2", NULL},
		{"after: sample/", "sample/", NULL},
		{"pattern: 'v[a-f0-9]+/([0-9.]+)/'", "x v1.2 vab/3.4/Clean", "3.4"},
		{"pattern: '^v(.*)$'", "built\nv3.4\nby", "3.4"},
		{"pattern: 'v([0-9.]+)'", "no number", NULL},
		{"pattern: 'v([0-9.]*)'", "v", NULL},
		{"pattern: 'v([0-9]+)?'", "v", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct target_fixture f;
		const char *version;

		fixture_open(&f, NULL);
		fixture_write(&f, "target.yaml",
			arena_printf(&f.arena, "%sversion: {args: [-v], %s}\n", LEAST, cases[i].yaml));
		version = target_version(&f.arena, fixture_read(&f), cases[i].output);
		ck_assert_msg((version == NULL) == (cases[i].version == NULL), "case %zu", i);
		if (version)
			ck_assert_str_eq(version, cases[i].version);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_version_mistakes)
{
	static const struct {
		const char *yaml;
		const char *said;
	} cases[] = {
		{"pattern: '(x'", "5:32: error: '(x': "},
		{"pattern: 'x'", "one group"},
		{"pattern: '(x)(y)'", "one group"},
		{"after: x, pattern: '(x)'", "'pattern' and 'after' in version: which?"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		fixture_write(&f, "target.yaml",
			arena_printf(&f.arena, "%sversion: {args: [-v], %s}\n", LEAST, cases[i].yaml));
		ck_assert_ptr_null(fixture_read(&f));
		fixture_expect(&f, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case installed_case(void)
{
	return (struct unit_case){"installed",
		{test_newest_or_default, test_path_where_nothing_is_cached, test_version_asked,
			test_scripts_of_shipped_targets, test_nowhere, test_installed_mistakes,
			test_version_of_another_kind}};
}

struct unit_case version_case(void)
{
	return (struct unit_case){"version", {test_version_read, test_version_mistakes}};
}
