#include "results.h"

#include <string.h>

#include "arena.h"
#include "bench.h"
#include "by_hand.h"
#include "cell.h"
#include "cell_judge.h"
#include "clock.h"
#include "instance.h"
#include "judge.h"
#include "judge_request.h"
#include "keep.h"
#include "recipe.h"
#include "runner.h"
#include "target.h"
#include "text.h"

static const char *cell_id(
	const struct bench *bench, const struct plan_cell *plan, size_t sequence, struct arena *arena)
{
	size_t round = sequence / bench->options->plan->cell_count;

	return round ? arena_printf(arena, "%s#%zu", plan->id, round + 1) : plan->id;
}

static const char *describe_first(const struct scenario_first *first, struct arena *arena)
{
	const char *left = first->keeps == FIRST_KEEPS_SESSION ? ", leaving a session" : "";

	if (!first->given)
		return NULL;
	if (!first->present_place.line)
		return arena_printf(arena, "first verifying nobody%s", left);
	return first->present ? arena_printf(arena, "first with certificate %s%s", first->present, left)
						  : arena_printf(arena, "first with no certificate%s", left);
}

/* Of a target that is a client. */
static void describe_client(
	struct cell_result *out, const struct plan_cell *plan, struct arena *arena)
{
	const struct scenario_step *step = plan->scenario->steps;
	const struct target_client *client = &plan->target->client;

	out->driver = client_kind_words[client->kind];
	out->credential = step->server.present;
	out->server_name =
		step->server.by_redirect ? target_client_name(plan->target) : step->server.name;
	out->client_credential = client->cannot[NEED_CLIENT_CERTIFICATE] ? NULL : step->client.present;
	out->client_presents_nothing = !out->client_credential;
	out->first = describe_first(&step->first, arena);
}

static void describe_expected(struct cell_result *out, const struct plan_cell *plan)
{
	const struct expectation *expected = &plan->scenario->steps->expect[plan->mode].connection;

	out->expected = OUTCOME_NONE;
	out->expected_alert = TLS_ALERT_NONE;
	if (!plan->scenario->simple)
		return;
	out->expected = expected->outcome;
	out->level = expected->level;
	out->expected_alert = judge_expected_alert(expected->alert, plan->tls);
}

/* What the plan alone tells. */
static void describe(struct cell_result *out, const struct bench *bench,
	const struct plan_cell *plan, size_t sequence, struct arena *arena)
{
	memset(out, 0, sizeof(*out));
	out->id = cell_id(bench, plan, sequence, arena);
	out->scenario = plan->scenario->id;
	out->target = plan->target->name;
	out->mode = plan->mode;
	out->tls = plan->tls;
	describe_expected(out, plan);
	out->observed = OUTCOME_NONE;
	out->alert = TLS_ALERT_NONE;
	out->setting = plan->target->modes[plan->mode].setting;
	out->fix = plan->target->fix;
	out->side = plan->scenario->side;
	if (out->side == SIDE_CLIENT) {
		describe_client(out, plan, arena);
	} else {
		out->driver = driver_words[bench->options->driver];
		out->credential = plan->scenario->steps->client.present;
		out->presents_nothing = !out->credential;
	}
	out->defect = out->credential ? recipe_defect(bench->options->recipe, out->credential) : "";
}

/* The target's last words, where they may explain something. */
static const char *last_words(struct cell *cell)
{
	if (!instance_is_program(cell->instance))
		return instance_log_tail(cell->instance, cell->log_start, &cell->arena);
	return cell->made ? cell->attempts[0].facts.output : NULL;
}

const struct plan_cell *results_cell(const struct results *results, size_t sequence)
{
	const struct plan *plan = results->options->bench.plan;

	return &plan->cells[sequence % plan->cell_count];
}

static void take_count(struct results *results, size_t sequence, const struct cell_result *result)
{
	struct told_cell *told = &results->told[sequence];

	if (told->told)
		results->outcome->counts[told->verdict]--;
	*told = (struct told_cell){.told = true,
		.verdict = result->verdict,
		.failure = result->failure,
		.observed = result->observed};
	results->outcome->counts[result->verdict]++;
}

/* `cell` is NULL for one that did not run. */
static void emit(struct results *results, struct cell_result *result, size_t sequence,
	const struct cell *cell, struct arena *arena)
{
	const struct run_options *options = results->options;
	const struct plan_cell *plan = results_cell(results, sequence);

	if (options->adjust)
		options->adjust(options->owner, result, arena);
	if (options->keep)
		keep_cell(options->keep, result, &results->instances[plan->instance], plan, cell, arena);
	take_count(results, sequence, result);
	options->judged(options->owner, result);
}

void results_tell(
	struct results *results, struct cell_result *out, struct cell *cell, const char *trouble)
{
	describe(out, cell->bench, cell->plan, cell->sequence, &cell->arena);
	cell_judge(out, cell, trouble);
	by_hand_tell(out, cell->bench->options, cell->plan, &cell->arena);
	if (out->verdict == VERDICT_FAIL || out->verdict == VERDICT_ERROR)
		out->instance_log = last_words(cell);
	out->duration_us = clock_now_us() - cell->started_us;
	emit(results, out, cell->sequence, cell, &cell->arena);
}

/* Of a cell that is not there: what `said` sets, and what the plan tells. */
static void tell_without_cell(
	struct results *results, size_t sequence, const struct cell_result *said)
{
	const struct plan_cell *plan = results_cell(results, sequence);
	struct cell_result result;
	struct arena arena;

	arena_init(&arena);
	describe(&result, results->bench, plan, sequence, &arena);
	result.verdict = said->verdict;
	result.failure = said->failure;
	result.reason = said->reason;
	result.observed = said->observed;
	result.by = said->by;
	result.backend_observed = result.backend = said->backend;
	by_hand_tell(&result, results->bench->options, plan, &arena);
	emit(results, &result, sequence, NULL, &arena);
	arena_finish(&arena);
}

void results_tell_unrun(
	struct results *results, size_t sequence, enum verdict verdict, const char *reason)
{
	const struct cell_result said = {
		.verdict = verdict, .reason = reason, .observed = OUTCOME_NONE};

	tell_without_cell(results, sequence, &said);
}

void results_tell_late(struct results *results, size_t sequence)
{
	static const struct cell_result said = {.verdict = VERDICT_FAIL,
		.failure = FAILURE_LET_IN,
		.observed = OUTCOME_ACCEPT,
		.by = "late forward",
		.backend = true,
		.reason = "the request reached the backend after the client had been refused and the next "
				  "one served"};

	tell_without_cell(results, sequence, &said);
}

void results_tell_fetched(struct results *results, size_t sequence, const char *what)
{
	struct arena arena;
	struct cell_result said = {.verdict = VERDICT_FAIL,
		.failure = FAILURE_OTHERWISE,
		.observed = results->told[sequence].observed,
		.by = "late fetch"};

	arena_init(&arena);
	said.reason = judge_fetched(text_clean_dup(&arena, what, strlen(what)), &arena);
	tell_without_cell(results, sequence, &said);
	arena_finish(&arena);
}

static void tell_round(struct results *results, size_t sequence, enum verdict verdict,
	const struct stability *stability, const char *words)
{
	struct cell_result said = {.verdict = verdict,
		.failure = stability->failure,
		.observed = OUTCOME_NONE,
		.reason = words};

	tell_without_cell(results, sequence, &said);
}

/* The rounds of a cell stand apart by the number of cells. */
static void tell_stability(struct results *results, size_t cell, struct arena *arena)
{
	size_t stride = results->options->bench.plan->cell_count;
	size_t count = results->options->repeat;
	struct told_cell *rounds = ARENA_ARRAY(arena, struct told_cell, count);
	struct stability stability;

	for (size_t i = 0; i < count; i++)
		rounds[i] = results->told[cell + i * stride];
	stability_judge(&stability, rounds, count, arena);
	if (!stability.unstable)
		return;
	if (!stability.declared)
		tell_round(
			results, cell + stability.round * stride, VERDICT_FAIL, &stability, stability.words);
	/* what is declared happens, though not each time: nothing is stale */
	for (size_t i = 0; stability.declared && i < count; i++) {
		if (rounds[i].verdict == VERDICT_XPASS)
			tell_round(results, cell + i * stride, VERDICT_XFAIL, &stability,
				arena_printf(arena, "declared, but %s", stability.words));
	}
}

void results_tell_unstable(struct results *results)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; results->options->repeat > 1 && i < results->options->bench.plan->cell_count;
		 i++) {
		tell_stability(results, i, &arena);
		arena_reset(&arena);
	}
	arena_finish(&arena);
}
