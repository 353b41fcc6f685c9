#ifndef SELECT_FIXTURE_H
#define SELECT_FIXTURE_H
/*
 * A folder with scenarios and targets, a request for them, and what comes of it. Nothing is
 * started: the program of the targets is `sh`, which is there but not run.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "pki.h"
#include "result.h"
#include "selection.h"
#include "tmpdir.h"
#include "unit.h"

struct select_fixture {
	struct selection selection;
	struct selection_request request;
	struct arena arena;
	char *root;
	const char *targets[8];
	const char *scenarios[8];
	const char *cells[8];
};

static inline const char *fixture_file(struct select_fixture *f, const char *name, const char *text)
{
	const char *path = arena_printf(&f->arena, "%s/%s", f->root, name);
	const char *slash = strrchr(path, '/');
	const char *why = NULL;

	ck_assert_msg(
		file_make_dirs(&why, &f->arena, arena_strndup(&f->arena, path, (size_t)(slash - path))),
		"%s", why);
	ck_assert_msg(file_write(&why, &f->arena, path, text, strlen(text), 0600), "%s", why);
	return path;
}

static inline void fixture_scenario(struct select_fixture *f, const char *id, const char *more)
{
	fixture_file(f, arena_printf(&f->arena, "scenarios/%s.yaml", id),
		arena_printf(&f->arena, "title: %s\nwhy: w\nrules: [none]\ntarget: server\n%s", id, more));
}

#define EXPIRED                                                                                    \
	"client: {present: client-expired}\n"                                                          \
	"expect: {NoClientCert: accept, RequireAndVerifyClientCert: reject}\n"
#define GOOD                                                                                       \
	"client: {present: client}\n"                                                                  \
	"expect: {NoClientCert: accept, RequireAndVerifyClientCert: accept}\n"
#define TARGET                                                                                     \
	"title: t\nprogram: sh\n"                                                                      \
	"args: [\"${mode.word}\", \"${port}\"]\n"                                                      \
	"modes:\n"                                                                                     \
	"  NoClientCert: {setting: off, values: {word: off}}\n"                                        \
	"  RequireAndVerifyClientCert: {setting: on, values: {word: on}}\n"

static inline void fixture_ask(struct select_fixture *f, const char *target)
{
	f->targets[f->request.target_count++] = target;
}

static inline void fixture_ask_scenario(struct select_fixture *f, const char *name)
{
	f->scenarios[f->request.scenario_count++] = name;
}

static inline void fixture_ask_cell(struct select_fixture *f, const char *glob)
{
	f->cells[f->request.cell_count++] = glob;
}

/* Two scenarios of two modes, one that needs a CRL, and the target "box": 12 cells. */
static inline void fixture_open(struct select_fixture *f)
{
	const char *why = NULL;

	memset(f, 0, sizeof(*f));
	arena_init(&f->arena);
	selection_init(&f->selection);
	ck_assert_msg(tmpdir_create(&f->root, &why, &f->arena), "%s", why);
	fixture_scenario(f, "chain/good", GOOD);
	fixture_scenario(f, "client/expired", EXPIRED);
	fixture_scenario(f, "client/revoked", "requires: [crl]\n" GOOD);
	fixture_file(f, "box/target.yaml", TARGET);
	f->request.targets = f->targets;
	f->request.scenarios = f->scenarios;
	f->request.cells = f->cells;
	f->request.scenario_dir = arena_printf(&f->arena, "%s/scenarios", f->root);
	f->request.pki_file = TEST_SOURCE_DIR "/ca-fixtures/pki.yaml";
}

/* With the target "box". */
static inline void fixture_open_box(struct select_fixture *f)
{
	fixture_open(f);
	fixture_ask(f, arena_printf(&f->arena, "%s/box", f->root));
}

static inline void fixture_close(struct select_fixture *f)
{
	selection_finish(&f->selection);
	tmpdir_remove(f->root);
	arena_finish(&f->arena);
}

/* What the user would be told. */
static inline const char *fixture_said(struct select_fixture *f)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	const char *kept;

	diag_print(&f->selection.catalogue.diag, out);
	fprintf(out, "%s\n", f->selection.trouble ? f->selection.trouble : "");
	fclose(out);
	kept = arena_strdup(&f->arena, text);
	free(text);
	return kept;
}

static inline const struct plan *fixture_make(struct select_fixture *f)
{
	int exit_code = selection_make(&f->selection, &f->request);

	ck_assert_msg(exit_code == 0, "%d: %s", exit_code, fixture_said(f));
	ck_assert_ptr_nonnull(f->selection.plan);
	return f->selection.plan;
}

static inline void fixture_refused(struct select_fixture *f, int wanted, const char *said)
{
	int exit_code = selection_make(&f->selection, &f->request);

	ck_assert_msg(exit_code == wanted, "%d: %s", exit_code, fixture_said(f));
	ck_assert_msg(strstr(fixture_said(f), said), "wanted '%s', said:\n%s", said, fixture_said(f));
}

static inline const struct plan_cell *fixture_cell(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (strcmp(plan->cells[i].id, id) == 0)
			return &plan->cells[i];
	}
	ck_abort_msg("no cell %s", id);
}

/* One each, for main. */
struct unit_case names_case(void);
struct unit_case filters_case(void);
struct unit_case wrong_case(void);
struct unit_case nothing_case(void);
struct unit_case connect_case(void);
struct unit_case tests_case(void);
struct unit_case line_case(void);
struct unit_case files_case(void);
struct unit_case rules_case(void);
#endif
