/* Runs of different targets as one. */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "merge.h"
#include "sample.h"
#include "unit.h"

static struct arena arena;
static struct diag diag;
static const char *const files[] = {"a.jsonl", "b.jsonl", "c.jsonl"};

/* The sample, as if its targets were called so. */
static struct run_result *service(const char *name)
{
	struct run_result *run = sample_run(&arena);

	for (size_t i = 0; i < run->plan.target_count; i++)
		run->plan.targets[i].name = arena_printf(&arena, "%s-%s", name, run->plan.targets[i].name);
	for (size_t i = 0; i < run->cell_count; i++) {
		struct cell_result *cell = &run->cells[i];
		const char *at = strchr(cell->id, '@') + 1;

		cell->id = arena_printf(&arena, "%.*s%s-%s", (int)(at - cell->id), cell->id, name, at);
		cell->target = arena_printf(&arena, "%s-%s", name, cell->target);
		run->plan.cells[i] = cell->id;
	}
	run->plan.command = arena_printf(&arena, "mtlspec run --target %s", name);
	return run;
}

static void fresh(struct run_result **runs)
{
	arena_finish(&arena);
	arena_init(&arena);
	diag_finish(&diag);
	diag_init(&diag);
	runs[0] = service("billing");
	runs[1] = service("orders");
	runs[2] = service("stock");
}

static bool complains(const char *words)
{
	for (size_t i = 0; i < diag.count; i++) {
		if (strstr(diag.entries[i].text, words))
			return true;
	}
	return false;
}

START_TEST(test_services)
{
	struct run_result *runs[3];
	struct run_result *joined;
	size_t cells = 0;

	fresh(runs);
	joined = merge_runs(&arena, &diag, runs, files, 3);
	ck_assert_ptr_nonnull(joined);
	ck_assert(!diag_failed(&diag));
	ck_assert_uint_eq(joined->plan.target_count, 3 * runs[0]->plan.target_count);
	ck_assert_str_eq(joined->plan.targets[0].name, "billing-reference");
	ck_assert_str_eq(joined->plan.targets[2].name, "orders-reference");
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 0; j < runs[i]->cell_count; j++, cells++) {
			ck_assert_str_eq(joined->plan.cells[cells], runs[i]->cells[j].id);
			ck_assert_str_eq(joined->cells[cells].id, runs[i]->cells[j].id);
		}
	}
	ck_assert_uint_eq(joined->cell_count, cells);
	ck_assert_uint_eq(joined->plan.cell_count, cells);
	ck_assert_uint_eq(joined->plan.scenario_count, runs[0]->plan.scenario_count);
	ck_assert_uint_eq(joined->plan.credential_count, runs[0]->plan.credential_count);
	ck_assert_uint_eq(joined->plan.rule_count, runs[0]->plan.rule_count);
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		ck_assert_uint_eq(joined->end.counts[i], 3 * runs[0]->end.counts[i]);
	ck_assert_uint_eq(joined->end.connections, 3 * runs[0]->end.connections);
	ck_assert_int_eq(joined->end.exit_code, runs[0]->end.exit_code);
	ck_assert_str_eq(joined->plan.command,
		"mtlspec run --target billing; mtlspec run --target orders; mtlspec run --target stock");
	ck_assert_str_eq(joined->plan.openssl_version, runs[0]->plan.openssl_version);
	/* what was read is as it was */
	ck_assert_uint_eq(runs[0]->cell_count * 3, cells);
}
END_TEST

/* What only one of them has is there; what differs in both is not told as if it were of both. */
START_TEST(test_what_differs)
{
	struct run_result *runs[3];
	struct run_result *joined;
	struct certificate_info *certificate;
	struct rule_info rules[2] = {{.id = "R 1"}, {.id = "R 2"}};
	const char *one[] = {"x", "y"};
	const char *other[] = {"y", "z"};

	fresh(runs);
	runs[1]->plan.scenarios[0].id = "of/orders";
	rules[0].scenarios = one;
	rules[0].scenario_count = 2;
	runs[0]->plan.rules = rules;
	runs[0]->plan.rule_count = 1;
	runs[1]->plan.rules = &(struct rule_info){.id = "R 1", .scenarios = other, .scenario_count = 2};
	runs[1]->plan.rule_count = 1;
	ck_assert_uint_gt(runs[1]->plan.credentials[0].certificate_count, 0);
	certificate = &runs[1]->plan.credentials[0].certificates[0];
	for (size_t i = 0; i < certificate->fact_count; i++) {
		if (strcmp(certificate->facts[i].name, "subject") == 0)
			certificate->facts[i].value = "CN=of another PKI";
	}
	joined = merge_runs(&arena, &diag, runs, files, 2);
	ck_assert_ptr_nonnull(joined);
	ck_assert_uint_eq(joined->plan.scenario_count, runs[0]->plan.scenario_count + 1);
	ck_assert_uint_eq(joined->plan.rule_count, 1);
	ck_assert_uint_eq(joined->plan.rules[0].scenario_count, 3);
	ck_assert_str_eq(joined->plan.rules[0].scenarios[2], "z");
	ck_assert_uint_eq(joined->plan.credentials[0].certificate_count, 0);
	ck_assert_str_eq(joined->plan.credentials[0].name, runs[0]->plan.credentials[0].name);
}
END_TEST

START_TEST(test_refused)
{
	struct run_result *runs[3];

	fresh(runs);
	runs[1]->plan.scenarios[0].title = "another";
	ck_assert_ptr_null(merge_runs(&arena, &diag, runs, files, 3));
	ck_assert(complains("a.jsonl and b.jsonl have different scenarios '"));
	fresh(runs);
	runs[2]->plan.program_version = "mtlspec 0.0.1";
	ck_assert_ptr_null(merge_runs(&arena, &diag, runs, files, 3));
	ck_assert(complains("a.jsonl and c.jsonl are of different versions of mtlspec"));
	fresh(runs);
	runs[1]->plan.selftest = true;
	ck_assert_ptr_null(merge_runs(&arena, &diag, runs, files, 3));
	ck_assert(complains("b.jsonl: a self-test can't be joined"));
	/* one of the targets is in two of them */
	fresh(runs);
	runs[2]->plan.targets[1].name = runs[0]->plan.targets[0].name;
	ck_assert_ptr_null(merge_runs(&arena, &diag, runs, files, 3));
	ck_assert(complains("a.jsonl: is no shard"));
	ck_assert(complains("c.jsonl: is no shard"));
	ck_assert(!complains("b.jsonl"));
}
END_TEST

/* The shards of one, and another in one piece. */
START_TEST(test_shards_of_one)
{
	struct run_result *runs[3];
	struct run_result half = {0};
	struct run_result *joined;
	size_t middle;

	fresh(runs);
	middle = runs[0]->cell_count / 2;
	half = *runs[0];
	runs[0]->plan.shard = (struct shard){1, 2};
	half.plan.shard = (struct shard){2, 2};
	half.cells += middle;
	half.cell_count -= middle;
	runs[0]->cell_count = middle;
	runs[2] = &half;
	joined = merge_runs(&arena, &diag, runs, files, 3);
	ck_assert_ptr_nonnull(joined);
	ck_assert_uint_eq(joined->cell_count, joined->plan.cell_count);
	ck_assert_str_eq(joined->cells[middle].id, half.cells[0].id);
	ck_assert_ptr_null(merge_runs(&arena, &diag, runs, files, 2));
	ck_assert(complains("of 2 shards these are missing: 2"));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"join", {test_services, test_what_differs, test_refused, test_shards_of_one}},
	};

	return unit_run("join", cases, COUNT_OF(cases));
}
