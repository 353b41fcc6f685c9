#include "join.h"

#include <string.h>

#include "arena.h"
#include "diag.h"
#include "id_index.h"
#include "result.h"
#include "text.h"

static const struct place nowhere = {NULL, 0, 0};

/* Whose it is: two chains that differ in nothing of it were minted at other times. */
static const char *const identity[] = {"subject", "issuer", "subjectAltName"};

struct joiner {
	struct arena *arena;
	struct diag *diag;
	struct run_result *out;
	const char *first; /* file */
	const char *file; /* of the run that is added */
};

static const char *value_of(const struct certificate_info *certificate, const char *name)
{
	for (size_t i = 0; i < certificate->fact_count; i++) {
		if (text_same(certificate->facts[i].name, name))
			return certificate->facts[i].value;
	}
	return NULL;
}

static bool same_certificates(const struct credential_info *a, const struct credential_info *b)
{
	if (a->certificate_count != b->certificate_count)
		return false;
	for (size_t i = 0; i < a->certificate_count; i++) {
		for (size_t j = 0; j < COUNT_OF(identity); j++) {
			if (!text_same(value_of(&a->certificates[i], identity[j]),
					value_of(&b->certificates[i], identity[j])))
				return false;
		}
	}
	return true;
}

static void add_credentials(const struct joiner *joiner, const struct plan_result *plan)
{
	struct plan_result *out = &joiner->out->plan;
	struct id_index known;

	id_index_build(
		&known, joiner->arena, out->credentials, sizeof(*out->credentials), out->credential_count);
	for (size_t i = 0; i < plan->credential_count; i++) {
		const struct credential_info *info = &plan->credentials[i];
		size_t at = id_index_find(&known, info->name);

		if (at == ID_NOT_FOUND)
			*ARENA_PUSH(joiner->arena, out->credentials, out->credential_count) = *info;
		else if (!same_certificates(&out->credentials[at], info))
			out->credentials[at].certificate_count = 0;
	}
}

static void add_scenarios(const struct joiner *joiner, const struct plan_result *plan)
{
	struct plan_result *out = &joiner->out->plan;
	struct id_index known;

	id_index_build(
		&known, joiner->arena, out->scenarios, sizeof(*out->scenarios), out->scenario_count);
	for (size_t i = 0; i < plan->scenario_count; i++) {
		const struct scenario_info *info = &plan->scenarios[i];
		size_t at = id_index_find(&known, info->id);

		if (at == ID_NOT_FOUND)
			*ARENA_PUSH(joiner->arena, out->scenarios, out->scenario_count) = *info;
		else if (!text_same(out->scenarios[at].title, info->title) ||
			!text_same(out->scenarios[at].why, info->why))
			diag_error(joiner->diag, nowhere, "%s and %s have different scenarios '%s'",
				joiner->first, joiner->file, info->id);
	}
}

static void add_sources(const struct joiner *joiner, const struct plan_result *plan)
{
	struct plan_result *out = &joiner->out->plan;
	struct id_index known;

	id_index_build(&known, joiner->arena, out->rule_sources, sizeof(*out->rule_sources),
		out->rule_source_count);
	for (size_t i = 0; i < plan->rule_source_count; i++) {
		if (id_index_find(&known, plan->rule_sources[i].id) == ID_NOT_FOUND)
			*ARENA_PUSH(joiner->arena, out->rule_sources, out->rule_source_count) =
				plan->rule_sources[i];
	}
}

/* Of two rules of one id the scenarios of both. */
static void add_covering(struct rule_info *out, struct arena *arena, const struct rule_info *rule)
{
	const char **all = NULL;
	size_t count = 0;
	struct id_index known;

	id_index_build(&known, arena, out->scenarios, ID_STRIDE_TEXT, out->scenario_count);
	for (size_t i = 0; i < out->scenario_count; i++)
		*ARENA_PUSH(arena, all, count) = out->scenarios[i];
	for (size_t i = 0; i < rule->scenario_count; i++) {
		if (id_index_find(&known, rule->scenarios[i]) == ID_NOT_FOUND)
			*ARENA_PUSH(arena, all, count) = rule->scenarios[i];
	}
	out->scenarios = all;
	out->scenario_count = count;
}

static void add_rules(const struct joiner *joiner, const struct plan_result *plan)
{
	struct plan_result *out = &joiner->out->plan;
	struct id_index known;

	id_index_build(&known, joiner->arena, out->rules, sizeof(*out->rules), out->rule_count);
	for (size_t i = 0; i < plan->rule_count; i++) {
		size_t at = id_index_find(&known, plan->rules[i].id);

		if (at == ID_NOT_FOUND)
			*ARENA_PUSH(joiner->arena, out->rules, out->rule_count) = plan->rules[i];
		else
			add_covering(&out->rules[at], joiner->arena, &plan->rules[i]);
	}
}

static void append_cells(const struct joiner *joiner, const struct run_result *run)
{
	struct plan_result *plan = &joiner->out->plan;

	for (size_t i = 0; i < run->plan.target_count; i++)
		*ARENA_PUSH(joiner->arena, plan->targets, plan->target_count) = run->plan.targets[i];
	for (size_t i = 0; i < run->plan.cell_count; i++)
		*ARENA_PUSH(joiner->arena, plan->cells, plan->cell_count) = run->plan.cells[i];
	for (size_t i = 0; i < run->cell_count; i++)
		*ARENA_PUSH(joiner->arena, joiner->out->cells, joiner->out->cell_count) = run->cells[i];
}

/* "a; b", or one where they are equal. */
static const char *both(struct arena *arena, const char *a, const char *b, const char *between)
{
	if (!a || !b)
		return a ? a : b;
	return strcmp(a, b) == 0 ? a : arena_printf(arena, "%s%s%s", a, between, b);
}

static void add_run(const struct joiner *joiner, const struct run_result *run)
{
	struct plan_result *out = &joiner->out->plan;
	const struct plan_result *plan = &run->plan;

	if (plan->selftest)
		diag_error(joiner->diag, nowhere, "%s: a self-test can't be joined with another run",
			joiner->file);
	if (out->program_version && !text_same(out->program_version, plan->program_version))
		diag_error(joiner->diag, nowhere, "%s and %s are of different versions of mtlspec",
			joiner->first, joiner->file);
	add_scenarios(joiner, plan);
	add_sources(joiner, plan);
	add_rules(joiner, plan);
	add_credentials(joiner, plan);
	append_cells(joiner, run);
	out->program_version = plan->program_version;
	out->cover.title = both(joiner->arena, out->cover.title, plan->cover.title, "; ");
	out->cover.tester = both(joiner->arena, out->cover.tester, plan->cover.tester, "; ");
	out->cover.scope = both(joiner->arena, out->cover.scope, plan->cover.scope, "; ");
	out->command = both(joiner->arena, out->command, plan->command, "; ");
	out->openssl_version = both(joiner->arena, out->openssl_version, plan->openssl_version, ", ");
}

struct run_result *join_runs(struct arena *arena, struct diag *diag, struct run_result *const *runs,
	const char *const *files, size_t count)
{
	struct joiner joiner = {.arena = arena,
		.diag = diag,
		.out = ARENA_NEW(arena, struct run_result),
		.first = files[0]};

	for (size_t i = 0; i < count; i++) {
		joiner.file = files[i];
		add_run(&joiner, runs[i]);
	}
	return joiner.out;
}
