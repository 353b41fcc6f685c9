/* Files are known by what is in them. */
#include "check_files.h"
#include "file_kind.h"
#include "file_tree.h"
#include "select_fixture.h"

START_TEST(test_words)
{
	for (int i = 0; i < FILE_KIND_COUNT; i++) {
		ck_assert_ptr_nonnull(file_kind_words[i]);
		ck_assert_ptr_nonnull(file_kind_option((enum file_kind)i));
	}
	ck_assert_ptr_null(file_kind_words[FILE_KIND_COUNT]);
}
END_TEST

START_TEST(test_kinds)
{
	static const struct {
		const char *name;
		const char *text;
		enum file_kind wanted;
	} rows[] = {
		{"pki.yaml", "title: t\nwhy: w\nrules: [none]\n" GOOD, FILE_SCENARIO},
		{"a.yaml", "title: t\nwhy: w\nsteps: []\n", FILE_SCENARIO},
		{"crate", TARGET, FILE_TARGET},
		{"b.yaml", TARGET "credentials: [client]\nauthorities: [client-root]\n", FILE_TARGET},
		{"c.yaml", "title: t\nconnect: 127.0.0.1:1\n", FILE_TARGET},
		{"target.yaml", "authorities: {}\ncredentials: {}\nvariants: {}\n", FILE_RECIPE},
		{"m", "authorities: {}\ncredentials: {}\n", FILE_RECIPE},
		{"mine", "extend: builtin\ncredentials: {}\n", FILE_RECIPE},
		{"d.yaml", "expected: []\n", FILE_EXPECTED},
		{"h.yaml", "sources: []\nrules: [{id: a, title: t}]\n", FILE_RULES},
		/* a mistake or two in it */
		{"e.yaml", "title: t\nprogram: sh\nargz: [x]\nmodez: {}\n", FILE_TARGET},
		{"f.yaml", "extend: builtin\nextend: builtin\n", FILE_RECIPE},
		/* what its name promises, where its keys tell nothing */
		{"x/target.yaml", "", FILE_TARGET},
		{"x/pki.yaml", "[", FILE_RECIPE},
		{"x/expected.yaml", "foo: bar\n", FILE_EXPECTED},
		{"x/rules.yaml", "", FILE_RULES},
		{"x/mtlspec.yaml", "", FILE_PROJECT},
		{"y/mtlspec.yaml", "title: t\nprogram: sh\n", FILE_PROJECT},
		{"y/rules.yaml", "title: t\nwhy: w\nrules: [none]\n", FILE_SCENARIO},
		{"x/g.yaml", "", FILE_SCENARIO},
		{"y/target.yaml", "title: t\n", FILE_TARGET},
	};
	struct select_fixture f;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum file_kind kind = file_kind_of(fixture_file(&f, rows[i].name, rows[i].text));

		ck_assert_msg(kind == rows[i].wanted, "%s: %s", rows[i].name, file_kind_words[kind]);
	}
	ck_assert_int_eq(file_kind_of("absent/target.yaml"), FILE_TARGET);
	ck_assert_int_eq(file_kind_of(f.request.pki_file), FILE_RECIPE);
	fixture_close(&f);
}
END_TEST

static void check(struct select_fixture *f, const char *file)
{
	const char *files[] = {file};
	const char *const *notes;

	f->request.scenario_dir = NULL;
	ck_assert_uint_eq(check_files(&notes, &f->selection, &f->request, files, 1), 1);
}

/* Each is read by its reader, whatever its name. */
START_TEST(test_checked)
{
	static const struct {
		const char *text;
		const char *said; /* NULL: nothing is wrong */
	} rows[] = {
		{"title: t\nwhy: w\nrules: [none]\ntarget: server\n" GOOD, NULL},
		{"title: t\nwhi: w\nrules: [none]\ntarget: server\n" GOOD,
			"thing:2:1: error: unknown key 'whi' in scenario"},
		{TARGET, NULL},
		{TARGET "argz: []\n", "thing:7:1: error: unknown key 'argz' in target"},
		{TARGET "credentials: [clint]\n", "thing:7:15: error: unknown credential 'clint'"},
		{"extend: builtin\ncredentials: {a: {like: client}}\n", NULL},
		{"authorities: {r: {subject: {CN: r}}}\n"
		 "credentials: {a: {issuer: r, subject: {CN: a}}}\n",
			"thing: error: no credential 'client': the good client"},
		{"extend: builtin\ncredentials: {a: {like: clint}}\n",
			"thing:2:25: error: there is no credential 'clint'"},
		{"expected: [{cells: [a@*], reason: r}]\n", NULL},
		{"expected: [{cells: [a]}]\n", "thing:1:12: error: missing key 'reason'"},
		{"sources: []\nrules: [{id: RFC 8446 99, title: t}]\n", NULL},
		{"sources: []\nrules: [{id: RFC 1 1, title: t}]\n",
			"thing:2:14: error: rule 'RFC 1 1' begins with the id of no source"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct select_fixture f;

		fixture_open(&f);
		check(&f, fixture_file(&f, "thing", rows[i].text));
		if (!rows[i].said)
			ck_assert_str_eq(fixture_said(&f), "\n");
		else
			ck_assert_msg(strstr(fixture_said(&f), rows[i].said), "%s", fixture_said(&f));
		fixture_close(&f);
	}
}
END_TEST

/* Names of scenarios in target files, and of targets in scenarios. */
START_TEST(test_names)
{
	static const struct {
		const char *target;
		const char *only;
		const char *said; /* NULL: nothing is wrong */
	} rows[] = {
		{"scenarios: [chain/good, client/, \"*/expired\"]\n", "box", NULL},
		{"scenarios: [client-certificate/expired]\n", "nginx", NULL},
		{"scenarios: [client/,\n  chain/godo]\n", "box",
			"target.yaml:8:3: error: no scenario 'chain/godo'"},
		{"scenarios: [clinet/]\n", "box", "did you mean 'client/'?"},
		{"", "[nginx, bix]", "mine.yaml:5:15: error: target 'bix' is neither built in"},
		{"", "bix", "did you mean 'box'?"},
		{"", "bix", "(its file beside it, or --target)"},
		/* as they are called in cell ids */
		{"", "[\"127.0.0.1:8443\", traefik-3.6.11]", NULL},
		{"", "[box-er]", "target 'box-er' is neither"},
		{"deviations: [{cells: [\"chain/good@*:*\", \"*\", \"*/expired@*\"], observed: reject,\n"
		 "  reason: r, link: \"https://x.test\"}]\n",
			"box", NULL},
		{"deviations: [{cells: [\"chain/good@*:*\",\n  \"chain/godo@*:*\"], observed: reject,\n"
		 "  reason: r, link: \"https://x.test\"}]\n",
			"box", "target.yaml:8:3: error: 'chain/godo@*:*': no scenario 'chain/godo'"},
		{"deviations: [{cells: [\"*/exspired@*:*\"], observed: reject,\n"
		 "  reason: r, link: \"https://x.test\"}]\n",
			"box", "no scenario '*/exspired'"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct select_fixture f;
		const char *files[3];
		const char *const *notes;

		fixture_open(&f);
		files[0] = fixture_file(
			&f, "box/target.yaml", arena_printf(&f.arena, "%s%s", TARGET, rows[i].target));
		files[1] = fixture_file(&f, "mine.yaml",
			arena_printf(&f.arena,
				"title: t\nwhy: w\nrules: [none]\ntarget: server\nonly: %s\n" GOOD, rows[i].only));
		files[2] = f.request.scenario_dir;
		f.request.scenario_dir = NULL;
		check_files(&notes, &f.selection, &f.request, files, 3);
		if (!rows[i].said)
			ck_assert_str_eq(fixture_said(&f), "\n");
		else
			ck_assert_msg(strstr(fixture_said(&f), rows[i].said), "%s", fixture_said(&f));
		fixture_close(&f);
	}
}
END_TEST

/* Folders are taken together, with what is named beside them. */
START_TEST(test_folders)
{
	struct select_fixture f;
	const char *files[2];
	const char *const *notes;

	fixture_open_box(&f);
	fixture_file(&f, "more/a.yaml", "title: t\nwhy: w\nrules: [none]\ntarget: server\n" GOOD);
	files[0] = arena_printf(&f.arena, "%s/more", f.root);
	files[1] = f.request.scenario_dir;
	f.request.scenario_dir = files[0];
	check_files(&notes, &f.selection, &f.request, files, 2);
	ck_assert_str_eq(fixture_said(&f), "\n");
	ck_assert_uint_eq(f.selection.catalogue.scenarios.count, 4);
	ck_assert_uint_eq(f.selection.target_count, 1);
	fixture_close(&f);
}
END_TEST

/* A project's folder: each file is what it is, and those of a target are its own. */
START_TEST(test_project)
{
	struct select_fixture f;
	const char *files[1];
	const char *const *notes;
	const char *const *paths;

	fixture_open(&f);
	fixture_file(&f, "mine/targets/box/target.yaml", TARGET "scenarios: [tests/a]\n");
	fixture_file(&f, "mine/targets/box/config.yaml", "some: [thing\n");
	fixture_file(&f, "mine/tests/a.yaml",
		"title: t\nwhy: w\nrules: [none]\ntarget: server\nonly: [box, front]\n" GOOD);
	fixture_file(&f, "mine/front.yaml", TARGET);
	fixture_file(&f, "mine/certificates.yaml", "extend: builtin\n");
	fixture_file(&f, "mine/.hidden/b.yaml", "[");
	fixture_file(&f, "mine/notes.txt", "[");
	files[0] = arena_printf(&f.arena, "%s/mine", f.root);
	paths = file_tree(files[0], &f.arena);
	ck_assert_ptr_nonnull(strstr(paths[0], "mine/certificates.yaml"));
	ck_assert_ptr_nonnull(strstr(paths[1], "mine/front.yaml"));
	ck_assert_ptr_nonnull(strstr(paths[2], "mine/targets/box/target.yaml"));
	ck_assert_ptr_nonnull(strstr(paths[3], "mine/tests/a.yaml"));
	ck_assert_ptr_null(paths[4]);
	f.request.scenario_dir = NULL;
	check_files(&notes, &f.selection, &f.request, files, 1);
	ck_assert_str_eq(fixture_said(&f), "\n");
	ck_assert_str_eq(f.selection.catalogue.scenarios.items[0]->id, "tests/a");
	ck_assert_uint_eq(f.selection.target_count, 2);
	fixture_close(&f);
}
END_TEST

/* What is no mistake, and yet worth knowing. */
START_TEST(test_notes)
{
	static const struct {
		const char *program;
		const char *args;
		const char *said; /* NULL: nothing */
	} rows[] = {
		{"sh", "[serve, \"${port}\"]", NULL},
		{"sh", "[/etc/passwd, server.py, --config=server.py]", NULL},
		{"sh", "[-c, main.py]", "box/target.yaml:3:12: 'main.py' is beside the target file"},
		{"sh", "[\"--script=main.py\"]", "box/target.yaml:3:8: 'main.py' is beside the target"},
		{"sh", "[conf/app]", "box/target.yaml:3:8: 'conf/app' is beside the target file"},
		{"sh", "[conf]", NULL},
		{"no-such-program", "[a]",
			"box/target.yaml: no-such-program is not installed: its cells are skips"},
		{"./run", "[a]", "box/target.yaml: ./run is not installed"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct select_fixture f;
		const char *files[1];
		const char *const *notes;

		fixture_open(&f);
		fixture_file(&f, "box/main.py", "");
		fixture_file(&f, "box/server.py", "");
		fixture_file(&f, "box/conf/app", "");
		files[0] = fixture_file(&f, "box/target.yaml",
			arena_printf(&f.arena,
				"title: t\nprogram: %s\nargs: %s\nfiles: [{name: server.py, from: server.py}]\n"
				"modes: {NoClientCert: {setting: off}}\n",
				rows[i].program, rows[i].args));
		check_files(&notes, &f.selection, &f.request, files, 1);
		ck_assert_str_eq(fixture_said(&f), "\n");
		if (!rows[i].said)
			ck_assert_msg(!notes[0], "%zu: %s", i, notes[0]);
		else
			ck_assert_msg(
				notes[0] && strstr(notes[0], rows[i].said) && !notes[1], "%zu: %s", i, notes[0]);
		fixture_close(&f);
	}
}
END_TEST

/* A run that is given one as a scenario says what it is. */
START_TEST(test_not_a_scenario)
{
	struct select_fixture f;

	fixture_open_box(&f);
	fixture_ask_scenario(&f, fixture_file(&f, "mine.yaml", "extend: builtin\n"));
	fixture_refused(
		&f, EXIT_USAGE, "mine.yaml: error: no scenario, but a file for --pki-file FILE");
	fixture_close(&f);
}
END_TEST

struct unit_case files_case(void)
{
	return (struct unit_case){"files",
		{test_words, test_kinds, test_checked, test_names, test_folders, test_project, test_notes,
			test_not_a_scenario}};
}
