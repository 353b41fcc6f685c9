#ifndef TARGET_FIXTURE_H
#define TARGET_FIXTURE_H
/* A target folder outside the repo, and what reading it says. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "file.h"
#include "target.h"
#include "tmpdir.h"
#include "unit.h"

struct target_fixture {
	struct arena arena;
	struct diag diag;
	char *dir; /* .../sample */
	char *root;
};

/* The least that a file must say; append what is tested. */
#define LEAST                                                                                      \
	"title: sample\n"                                                                              \
	"program: sh\n"                                                                                \
	"modes:\n"                                                                                     \
	"  NoClientCert: {setting: off}\n"

/* Every key, once. Needs a conf.in. */
#define WHOLE_FILE                                                                                 \
	"title: A sample\n"                                                                            \
	"sides: [server]\n"                                                                            \
	"program: sh\n"                                                                                \
	"install: apt-get install sh\n"                                                                \
	"needs: [{what: a shell, args: [-c, \"true\"]}]\n"                                             \
	"version: {args: [-v], after: sample/}\n"                                                      \
	"args: [-c, \"${dir}/conf\", \"${crl}\"]\n"                                                    \
	"environment: {PORT: \"${port}\"}\n"                                                           \
	"files: [{name: conf, from: conf.in}]\n"                                                       \
	"values: {workers: \"1\"}\n"                                                                   \
	"tls: {tls1.3: v13}\n"                                                                         \
	"modes:\n"                                                                                     \
	"  NoClientCert: {setting: verify off, values: {verify: off}}\n"                               \
	"  RequestClientCert: {setting: ask, values: {verify: ask}, approximates: nearly}\n"           \
	"  RequireAnyClientCert: {unsupported: no word for it}\n"                                      \
	"features: [{name: crl, values: {crl: \"crl=${client_crl}\"}}]\n"                              \
	"refuses_by: [http 302, alert, close]\n"                                                       \
	"identity: {verified: {header: X-Verify, value: OK, none: NO},\n"                              \
	"  subject: {header: X-S, part: Subject, encoding: url, chain: true, form: slash}}\n"          \
	"deviations:\n"                                                                                \
	"  - {cells: ['a@sample:NoClientCert/tls1.3', 'b*'], observed: accept, reason: r, link: l}\n"  \
	"  - {cells: 'c@*', observed: reject, reason: q}\n"                                            \
	"directives: [{decides: versions, find: v13}]\n"                                               \
	"log_says: [{find: too old, decides: versions, directive: v13, means: why}]\n"                 \
	"fix: verify\n"                                                                                \
	"crash_marks: [died]\n"                                                                        \
	"stop_signal: QUIT\n"                                                                          \
	"reload: {signal: USR2, done: new ones}\n"                                                     \
	"rate: 2.5\n"                                                                                  \
	"start_timeout_ms: 700\n"                                                                      \
	"stop_timeout_ms: 800\n"

static inline void fixture_write(struct target_fixture *fixture, const char *name, const char *text)
{
	const char *why;

	ck_assert_msg(
		file_write(&why, &fixture->arena,
			arena_printf(&fixture->arena, "%s/%s", fixture->dir, name), text, strlen(text), 0600),
		"%s", why);
}

static inline void fixture_open(struct target_fixture *fixture, const char *target_yaml)
{
	const char *why;

	arena_init(&fixture->arena);
	diag_init(&fixture->diag);
	ck_assert(tmpdir_create(&fixture->root, &why, &fixture->arena));
	fixture->dir = arena_printf(&fixture->arena, "%s/sample", fixture->root);
	ck_assert(file_make_dirs(&why, &fixture->arena, fixture->dir));
	if (target_yaml)
		fixture_write(fixture, "target.yaml", target_yaml);
}

static inline struct target *fixture_read(struct target_fixture *fixture)
{
	return target_read(&fixture->arena, &fixture->diag, fixture->dir);
}

/* All diagnostics as printed. The caller frees. */
static inline char *fixture_said(const struct target_fixture *fixture)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	diag_print(&fixture->diag, out);
	fclose(out);
	return text;
}

static inline void fixture_expect(const struct target_fixture *fixture, const char *wanted)
{
	char *said = fixture_said(fixture);

	ck_assert_msg(strstr(said, wanted) != NULL, "wanted '%s', said:\n%s", wanted, said);
	free(said);
}

/* Every name that a runner gives, as itself in angle brackets. */
static inline void fixture_environment(
	struct template_values *values, struct target_fixture *fixture)
{
	template_values_init(values, &fixture->arena);
	for (const char *const *name = target_value_names; *name; name++)
		template_set(values, *name, arena_printf(&fixture->arena, "<%s>", *name));
}

static inline void fixture_close(struct target_fixture *fixture)
{
	tmpdir_remove(fixture->root);
	diag_finish(&fixture->diag);
	arena_finish(&fixture->arena);
}

/* One each, for main. */
struct unit_case asked_case(void);
struct unit_case find_case(void);
struct unit_case identity_file_case(void);
struct unit_case address_case(void);
struct unit_case program_case(void);
struct unit_case render_case(void);
struct unit_case directives_case(void);
struct unit_case directive_choice_case(void);
struct unit_case like_case(void);
struct unit_case log_case(void);
struct unit_case built_in_case(void);
struct unit_case client_case(void);
struct unit_case command_case(void);
struct unit_case installed_case(void);
struct unit_case version_case(void);
struct unit_case setup_case(void);
struct unit_case paths_case(void);
struct unit_case answers_case(void);
struct unit_case reply_case(void);
#endif
