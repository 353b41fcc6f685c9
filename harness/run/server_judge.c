/* From the connections of a cell to what the verdict is asked of each step, and back. */
#include <string.h>

#include "cell_orders.h"
#include "identity.h"
#include "judge_steps.h"
#include "pki.h"
#include "recipe.h"
#include "runner_internal.h"

static bool is_of(
	const struct cell *cell, size_t index, const struct scenario_step *step, bool good)
{
	const struct order *order = orders_at(cell, index);

	return order->step == step && (order->kind == ORDER_GOOD_AFTER) == good;
}

/* Its connections through all drivers, subjects first. */
static void collect(
	struct judge_step *out, const struct cell *cell, const struct scenario_step *step)
{
	out->attempts =
		ARENA_ARRAY((struct arena *)&cell->arena, struct attempt_result, cell->attempt_count + 1);
	for (int good = 0; good <= 1; good++) {
		for (size_t i = 0; i < cell->attempt_count; i++) {
			if (is_of(cell, i, step, good))
				out->attempts[out->attempt_count++] = cell->attempts[i];
		}
		if (!good)
			out->subject_count = out->attempt_count;
	}
}

/* What the verdict says of each, back in the order in which they were made. */
static void take_outcomes(
	struct cell *cell, const struct judge_step *judged, const struct scenario_step *step)
{
	size_t at = 0;

	for (int good = 0; good <= 1; good++) {
		for (size_t i = 0; i < cell->attempt_count; i++) {
			if (is_of(cell, i, step, good))
				cell->attempts[i] = judged->attempts[at++];
		}
	}
}

static const char *check_identity(
	const struct judge_step *judged, struct cell *cell, const struct scenario_step *step)
{
	const struct credential *credential = NULL;
	const char *problem = NULL;
	const char *why;

	if (judged->has_credential)
		credential = pki_credential(cell->runner->options->pki, step->client.present, &why);
	for (size_t i = 0; !problem && i < judged->subject_count; i++)
		problem = identity_check((enum identity_rule)step->identity, &cell->plan->target->identity,
			&judged->attempts[i].facts, credential, auth_mode_verifies(judged->mode), &cell->arena);
	return problem;
}

static void describe_step(
	struct judge_step *out, struct cell *cell, const struct scenario_step *step)
{
	const struct plan_cell *plan = cell->plan;
	int listener = order_listener(step, plan);
	const struct control_facts *control = instance_controls_at(cell->instance, listener, plan->tls);
	const char *name = step->client.present;
	const char *good = instance_good_client(cell->instance);

	out->name = step->name;
	out->plain = step->plain;
	out->mode = target_mode_at(plan->target, plan->mode, listener, order_server_name(step, plan));
	out->expected = *order_expected(step, plan);
	out->has_credential = !step->plain && strcmp(name, "none") != 0;
	out->key_in_question =
		out->has_credential && recipe_keys_differ(cell->runner->options->recipe, name, good);
	out->unsolicited = step->client.unsolicited_certificate;
	out->is_good_peer = strcmp(name, good) == 0;
	out->control_before = control->good;
	out->control_reason = control->reason;
	collect(out, cell, step);
	out->identity_problem = check_identity(out, cell, step);
	if (out->attempt_count)
		out->identity_note = identity_note(&out->attempts[0].facts, &cell->arena);
	else
		out->obstacle = server_cell_obstacle(cell, step);
}

void server_cell_judge(struct cell_result *out, const struct judge_case *judged, struct cell *cell)
{
	const struct scenario *scenario = cell->plan->scenario;
	struct judge_step *steps = ARENA_ARRAY(&cell->arena, struct judge_step, scenario->step_count);
	size_t count = 0;

	for (size_t i = 0; i < scenario->step_count; i++) {
		if (order_expected(&scenario->steps[i], cell->plan)->connection.given)
			describe_step(&steps[count++], cell, &scenario->steps[i]);
	}
	judge_steps(out, judged, steps, count, &cell->arena);
	count = 0;
	for (size_t i = 0; i < scenario->step_count; i++) {
		if (order_expected(&scenario->steps[i], cell->plan)->connection.given)
			take_outcomes(cell, &steps[count++], &scenario->steps[i]);
	}
	if (out->credential && strcmp(out->credential, "none") != 0)
		out->defect = recipe_defect(cell->runner->options->recipe, out->credential);
}
