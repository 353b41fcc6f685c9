#ifndef PLAN_FIXTURE_H
#define PLAN_FIXTURE_H
/* Scenarios made by hand, targets from files that a test writes, and the plan of both. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "file.h"
#include "plan.h"
#include "tls_alert.h"
#include "tmpdir.h"
#include "unit.h"

struct plan_fixture {
	struct arena arena;
	struct diag diag;
	char *root;
	struct scenario_set scenarios;
	struct target *targets[128];
	struct plan_request request;
	struct plan *plan;
};

static inline void fixture_open(struct plan_fixture *fixture)
{
	const char *why;

	memset(fixture, 0, sizeof(*fixture));
	arena_init(&fixture->arena);
	diag_init(&fixture->diag);
	ck_assert(tmpdir_create(&fixture->root, &why, &fixture->arena));
	fixture->request.scenarios = &fixture->scenarios;
	fixture->request.targets = fixture->targets;
}

static inline void fixture_close(struct plan_fixture *fixture)
{
	tmpdir_remove(fixture->root);
	diag_finish(&fixture->diag);
	arena_finish(&fixture->arena);
}

/* A scenario for every mode, in TLS 1.2 and 1.3. */
static inline struct scenario *fixture_scenario(struct plan_fixture *fixture, const char *id)
{
	struct scenario *scenario = ARENA_NEW(&fixture->arena, struct scenario);

	scenario->id = id;
	scenario->simple = true;
	scenario->steps = &scenario->only_step;
	scenario->step_count = 1;
	scenario->versions[TLS_1_2] = scenario->versions[TLS_1_3] = true;
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		scenario->modes[mode] = true;
		scenario->only_step.expect[mode].connection =
			(struct expectation){.given = true, .alert = TLS_ALERT_NONE};
	}
	*ARENA_PUSH(&fixture->arena, fixture->scenarios.items, fixture->scenarios.count) = scenario;
	return scenario;
}

static inline void fixture_require(
	struct plan_fixture *fixture, struct scenario *scenario, const char *feature)
{
	struct text_list *list = &scenario->requires_features;

	*ARENA_PUSH(&fixture->arena, list->items, list->count) = feature;
}

static inline struct target *fixture_named_target(struct plan_fixture *fixture, const char *name)
{
	struct target *target = target_read(&fixture->arena, &fixture->diag, name);

	if (!target)
		diag_print(&fixture->diag, stderr);
	ck_assert_ptr_nonnull(target);
	ck_assert_uint_lt(fixture->request.target_count, COUNT_OF(fixture->targets));
	fixture->targets[fixture->request.target_count++] = target;
	return target;
}

/* A target folder outside the repo. */
static inline struct target *fixture_target(
	struct plan_fixture *fixture, const char *name, const char *yaml)
{
	const char *folder = arena_printf(&fixture->arena, "%s/%s", fixture->root, name);
	const char *path = arena_printf(&fixture->arena, "%s/target.yaml", folder);
	const char *why;

	ck_assert(file_make_dirs(&why, &fixture->arena, folder));
	ck_assert(file_write(&why, &fixture->arena, path, yaml, strlen(yaml), 0600));
	return fixture_named_target(fixture, folder);
}

static inline struct plan *fixture_plan(struct plan_fixture *fixture)
{
	fixture->plan = plan_make(&fixture->arena, &fixture->diag, &fixture->request);
	if (!fixture->plan)
		diag_print(&fixture->diag, stderr);
	ck_assert_ptr_nonnull(fixture->plan);
	return fixture->plan;
}

/* The plan must fail, and say this. */
static inline void fixture_refuse(struct plan_fixture *fixture, const char *wanted)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_null(plan_make(&fixture->arena, &fixture->diag, &fixture->request));
	diag_print(&fixture->diag, out);
	fclose(out);
	ck_assert_msg(strstr(text, wanted) != NULL, "wanted '%s', said:\n%s", wanted, text);
	free(text);
}

static inline const struct plan_cell *fixture_cell(
	const struct plan_fixture *fixture, const char *id)
{
	for (size_t i = 0; i < fixture->plan->cell_count; i++) {
		if (strcmp(fixture->plan->cells[i].id, id) == 0)
			return &fixture->plan->cells[i];
	}
	ck_abort_msg("no cell %s", id);
}

/* Two modes, one feature that changes the command and one that changes nothing. */
#define TWO_MODES                                                                                  \
	"title: t\n"                                                                                   \
	"program: sh\n"                                                                                \
	"args: [\"--mode=${mode.word}\", \"${crl}\", \"--port=${port}\"]\n"                            \
	"modes:\n"                                                                                     \
	"  NoClientCert: {setting: off, values: {word: off}}\n"                                        \
	"  RequireAndVerifyClientCert: {setting: on, values: {word: on}}\n"                            \
	"  RequestClientCert: {unsupported: it has no word for it}\n"                                  \
	"features: [{name: crl, values: {crl: \"--crl=${client_crl}\"}}, {name: free}]\n"

/* One each, for main. */
struct unit_case scenarios_case(void);
struct unit_case cells_case(void);
struct unit_case clients_case(void);
struct unit_case steps_case(void);
struct unit_case bundles_case(void);
struct unit_case deeds_case(void);
struct unit_case expressions_case(void);
#endif
