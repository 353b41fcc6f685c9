/* From a file, variables and a command line to one command line. */
#include <argp.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "project_environment.h"
#include "project_file.h"
#include "project_merge.h"
#include "sample_command.h"
#include "unit.h"

enum { WORDS_MAX = 16, LINE_MAX_BYTES = 4096 };

static struct arena arena;
static struct diag diag;
static struct project_layer layers[PROJECT_LAYER_COUNT];
static const char *const *notes;

static void begin(void)
{
	arena_init(&arena);
	diag_init(&diag);
	memset(layers, 0, sizeof(layers));
}

static void end(void)
{
	diag_finish(&diag);
	arena_finish(&arena);
}

static void file(const char *path, const char *text, const char *profile)
{
	project_file_parse(layers, &arena, &diag, path, text, strlen(text), profile, &sample_parser);
}

static void variables(char *const *environment)
{
	project_environment_read(
		&layers[PROJECT_ENVIRONMENT], &notes, environment, &sample_parser, &arena, &diag);
}

/* The words of all, with a blank behind each; argv[0] left out. */
static const char *line_of(struct project_line *line, int argc, char **argv)
{
	struct option_use *uses;
	size_t count;
	SCOPED_BUF words;

	ck_assert(option_record(&uses, &count, &arena, &sample_argp, argc, argv));
	project_merge(line, &arena, layers, uses, count, argc, argv);
	ck_assert_ptr_null(line->argv[line->argc]);
	buf_init(&words, LINE_MAX_BYTES);
	for (int i = 1; i < line->argc; i++)
		buf_printf(&words, "%s ", line->argv[i]);
	return arena_strdup(&arena, buf_text(&words));
}

static const char *untyped(void)
{
	static char name[] = "run";
	struct project_line line;

	return line_of(&line, 1, (char *[]){name, NULL});
}

START_TEST(test_keys_are_options)
{
	begin();
	file("p.yaml",
		"target: [a, b=c:1]\nmode: all\njobs: 3\nstrict: true\nca: r.pem,r.key\n"
		"scenario: [x/, y]\nlf: true\n",
		NULL);
	ck_assert_msg(!diag_failed(&diag), "%s", diag.count ? diag.entries[0].text : "");
	ck_assert_str_eq(untyped(),
		"--target=a --target=b=c:1 --mode=all --jobs=3 --strict --lf --ca=r.pem,r.key x/ y ");
	end();
}
END_TEST

/* What is said in the profile replaces what the top says, and may take it back. */
START_TEST(test_profiles)
{
	static const char text[] = "target: [a, b]\nstrict: true\nlf: e.jsonl\nmode: [all, none]\n"
							   "profiles:\n"
							   "  ci: {target: c, strict: false, lf: false, mode: []}\n"
							   "  other: {jobs: 2}\n";

	begin();
	file("p.yaml", text, NULL);
	ck_assert_str_eq(
		untyped(), "--target=a --target=b --mode=all --mode=none --strict --lf=e.jsonl ");
	end();
	begin();
	file("p.yaml", text, "ci");
	ck_assert_str_eq(untyped(), "--target=c ");
	end();
	begin();
	file("p.yaml", text, "other");
	ck_assert_str_eq(
		untyped(), "--target=a --target=b --mode=all --mode=none --strict --lf=e.jsonl --jobs=2 ");
	ck_assert(!diag_failed(&diag));
	end();
}
END_TEST

START_TEST(test_command_line_wins)
{
	static char run[] = "run", target[] = "-sttyped", mode[] = "--mo=all", argument[] = "mine";
	char *argv[] = {run, argument, target, mode, NULL};
	struct project_line line;
	struct place place;

	begin();
	file("p.yaml", "target: [a, b]\nmode: none\nstrict: true\njobs: 4\nscenario: theirs\n", NULL);
	ck_assert_str_eq(line_of(&line, 4, argv), "--jobs=4 mine -sttyped --mo=all ");
	ck_assert_ptr_eq(argv[1], argument);
	place = project_place(&line, line.argv[1] + strlen("--jobs="));
	ck_assert_str_eq(place.file, "p.yaml");
	ck_assert_uint_eq(place.line, 4);
	ck_assert_uint_eq(place.column, 7);
	ck_assert_ptr_null(project_place(&line, argument).file);
	end();
}
END_TEST

START_TEST(test_variables)
{
	static char target[] = "MTLSPEC_TARGET=v w\n\nx\n", jobs[] = "MTLSPEC_JOBS=7",
				strict[] = "MTLSPEC_STRICT=0",
				dir[] = "MTLSPEC_REPORT_DIR=", last[] = "MTLSPEC_LF=1";
	char *environment[] = {target, jobs, strict, dir, last, NULL};
	struct project_line line;
	static char run[] = "run";

	begin();
	file("p.yaml",
		"target: a\njobs: 1\nstrict: true\nreport-dir: out\n"
		"profiles: {ci: {jobs: 2}}\n",
		"ci");
	variables(environment);
	ck_assert(!diag_failed(&diag));
	ck_assert_str_eq(line_of(&line, 1, (char *[]){run, NULL}),
		"--report-dir=out --target=v w --target=x --jobs=7 --lf ");
	ck_assert_str_eq(project_place(&line, line.argv[2] + 10).file, "MTLSPEC_TARGET");
	ck_assert_ptr_null(*notes);
	end();
}
END_TEST

START_TEST(test_wrong_variables)
{
	static char like[] = "MTLSPEC_TARGETS=x", theirs[] = "MTLSPEC_IMAGE=y", old[] = "MTLSPEC=z",
				jobs[] = "MTLSPEC_JOBS=many", strict[] = "MTLSPEC_STRICT=yes",
				once[] = "MTLSPEC_PROJECT=p";
	char *environment[] = {like, theirs, old, jobs, strict, once, NULL};

	begin();
	variables(environment);
	ck_assert_uint_eq(diag.count, 2);
	ck_assert_str_eq(diag.entries[0].place.file, "MTLSPEC_JOBS");
	ck_assert_str_eq(diag.entries[0].text, "jobs many: a number is wanted");
	ck_assert_str_eq(diag.entries[1].place.file, "MTLSPEC_STRICT");
	ck_assert_ptr_nonnull(notes[0]);
	ck_assert_ptr_nonnull(strstr(notes[0], "MTLSPEC_TARGETS is no variable of ours"));
	ck_assert_ptr_nonnull(strstr(notes[0], "did you mean MTLSPEC_TARGET?"));
	ck_assert_ptr_null(notes[1]);
	ck_assert_str_eq(untyped(), "--jobs=many ");
	end();
}
END_TEST

/* All of them at once, each at its place. */
START_TEST(test_mistakes)
{
	static const struct {
		const char *text;
		const char *said;
		size_t line, column;
	} rows[] = {
		{"jobs: x\n", "jobs x: a number is wanted", 1, 7},
		{"mode: [all, al]\n", "mode al: all or none is wanted", 1, 13},
		{"jobs: [1, 2]\n", "'jobs' must be a text, not a list", 1, 7},
		{"strict: yes\n", "'strict' must be true or false, not 'yes'", 1, 9},
		{"targets: a\n", "unknown key 'targets' in a project's file", 1, 1},
		{"t: a\n", "unknown key 't' in a project's file", 1, 1},
		{"project: a\n", "unknown key 'project'", 1, 1},
		{"hidden: true\n", "unknown key 'hidden'", 1, 1},
		{"scenario: ['a b']\n", "'a b' has a blank in it", 1, 12},
		{"scenario: [--strict]\n", "'--strict' is an option", 1, 12},
		{"profiles: [a]\n", "'profiles' must be a map", 1, 11},
		{"profiles: {a: {jobs: x}}\n", "jobs x: a number", 1, 22},
		{"profiles: {a: {profiles: {}}}\n", "unknown key 'profiles' in profile 'a'", 1, 16},
		{"profiles: {a: b}\n", "'profile 'a'' must be a map", 1, 15},
		{"- a\n", "'a project's file' must be a map", 1, 1},
		{"jobs: 1\njobs: 2\n", "duplicate key 'jobs'", 2, 1},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin();
		file("p.yaml", rows[i].text, NULL);
		ck_assert_uint_eq(diag.count, 1);
		ck_assert_msg(strstr(diag.entries[0].text, rows[i].said) != NULL, "%s: %s", rows[i].text,
			diag.entries[0].text);
		ck_assert_uint_eq(diag.entries[0].place.line, rows[i].line);
		ck_assert_uint_eq(diag.entries[0].place.column, rows[i].column);
		end();
	}
	begin();
	file("p.yaml", "jobs: x\nmood: all\nstrict: 3\nprofiles: {ci: {mode: every}}\n", "cii");
	ck_assert_uint_eq(diag.count, 5);
	end();
	begin();
	file("p.yaml", "jobs: 1\n", "ci");
	ck_assert_str_eq(diag.entries[0].text, "there is no profile 'ci'");
	ck_assert_uint_eq(diag.entries[0].place.line, 0);
	end();
}
END_TEST

/* In a file of another folder they are said from here. */
START_TEST(test_paths)
{
	begin();
	file("up/p.yaml",
		"target: [./a, c/d=e, x=f/g, h:443, y=h:443, nginx, /abs, z.yaml]\nreport-dir: out\n"
		"ca: [r.pem, 'r.pem,r.key']\nlf: e.jsonl\nscenario: [chain/, ./x.yaml, y.yaml]\n",
		NULL);
	ck_assert_str_eq(untyped(),
		"--target=up/./a --target=up/c/d=e --target=x=up/f/g --target=h:443 --target=y=h:443 "
		"--target=nginx --target=/abs --target=up/z.yaml --report-dir=up/out --lf=up/e.jsonl "
		"--ca=up/r.pem --ca=up/r.pem,up/r.key chain/ up/./x.yaml up/y.yaml ");
	end();
	begin();
	file("/p.yaml", "report-dir: out\n", NULL);
	ck_assert_str_eq(untyped(), "--report-dir=/./out ");
	end();
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"layers",
			{test_keys_are_options, test_profiles, test_command_line_wins, test_variables,
				test_paths}},
		{"mistakes", {test_mistakes, test_wrong_variables}},
	};

	return unit_run("project", cases, COUNT_OF(cases));
}
