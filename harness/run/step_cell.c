/*
 * Cells whose scenario has steps: one connection after the other, each to its own port with its own
 * client. What must be refused is tried twice, and the good client comes after it over the same port,
 * as in other cells; a step that shows nothing is the last.
 */
#include <string.h>

#include "judge_steps.h"
#include "pki.h"
#include "plan_driver.h"
#include "recipe.h"
#include "runner_internal.h"

enum order_kind { ORDER_SUBJECT, ORDER_AGAIN, ORDER_GOOD_AFTER, ORDER_KIND_COUNT };
static const char *const order_roles[ORDER_KIND_COUNT] = {"subject", "again", "good client after"};

/* One connection that is to be made. */
struct step_order {
	const struct scenario_step *step;
	enum order_kind kind;
	struct probe_way way;
};

struct step_run {
	struct step_order *orders; /* as many as attempts */
	struct ssl_session_st *sessions[SCENARIO_STEPS_MAX]; /* that steps kept, by their number */
};

static const struct step_expectation *expected_of(
	const struct scenario_step *step, const struct plan_cell *plan)
{
	return &step->expect[plan->mode];
}

static const char *name_of(const struct cell *cell, const struct scenario_step *step)
{
	return step->sni ? step->sni : probe_server_name(cell->plan->target);
}

size_t step_cell_room(const struct cell *cell)
{
	return cell->plan->scenario->step_count * ORDER_KIND_COUNT * 2;
}

static int listener_of(const struct cell *cell, const struct scenario_step *step)
{
	return step->to ? target_find_listener(cell->plan->target, step->to) : MAIN_LISTENER;
}

/* The good client speaks as the port does; the subject may be mistaken about that. */
static struct probe_way choose_way(
	const struct cell *cell, const struct scenario_step *step, enum order_kind kind)
{
	int listener = listener_of(cell, step);
	struct probe_way way = {.listener = listener, .plain = step->plain};

	if (kind == ORDER_GOOD_AFTER) {
		way.host = name_of(cell, step);
		way.plain = listener != MAIN_LISTENER &&
			target_listener(cell->plan->target, (size_t)listener)->plain;
		return way;
	}
	way.host = step->host ? step->host : name_of(cell, step);
	way.path = step->path;
	way.text = expected_of(step, cell->plan)->says;
	if (step->save_session && kind == ORDER_SUBJECT)
		way.session = &cell->steps->sessions[step - cell->plan->scenario->steps];
	return way;
}

static void add_order(struct cell *cell, const struct scenario_step *step,
	const struct driver *driver, enum order_kind kind)
{
	struct step_order *order = &cell->steps->orders[cell->attempt_count];

	order->step = step;
	order->kind = kind;
	order->way = choose_way(cell, step, kind);
	if (order->way.plain && driver == &driver_tls)
		driver = &driver_plain;
	cell->probes[cell->attempt_count].driver = driver;
	cell->probes[cell->attempt_count].way = &order->way;
	cell->attempts[cell->attempt_count].step = step->name;
	cell->attempts[cell->attempt_count].role = order_roles[kind];
	cell->attempt_count++;
}

static void add_orders(struct cell *cell, const struct driver *driver)
{
	for (size_t i = 0; i < cell->plan->scenario->step_count; i++) {
		const struct scenario_step *step = &cell->plan->scenario->steps[i];
		const struct step_expectation *expected = expected_of(step, cell->plan);

		if (!expected->connection.given)
			continue;
		add_order(cell, step, driver, ORDER_SUBJECT);
		if (expected->connection.outcome == OUTCOME_ACCEPT)
			continue;
		if (!expected->ours)
			add_order(cell, step, driver, ORDER_AGAIN);
		add_order(cell, step, driver, ORDER_GOOD_AFTER);
	}
}

/* The step that was to keep what this one offers, or NULL. */
static const struct scenario_step *find_keeper(
	const struct cell *cell, const struct scenario_step *step)
{
	const struct scenario *scenario = cell->plan->scenario;

	for (size_t i = 0; step->resume && i < scenario->step_count; i++) {
		const char *saved = scenario->steps[i].save_session;

		if (saved && strcmp(saved, step->resume) == 0)
			return &scenario->steps[i];
	}
	return NULL;
}

static struct ssl_session_st *session_of(
	const struct cell *cell, const struct scenario_step *keeper)
{
	return keeper ? cell->steps->sessions[keeper - cell->plan->scenario->steps] : NULL;
}

/* The place of a step among those that are made in this mode, from 1. */
static size_t number_of(const struct cell *cell, const struct scenario_step *step)
{
	size_t number = 1;

	for (const struct scenario_step *at = cell->plan->scenario->steps; at < step; at++)
		number += expected_of(at, cell->plan)->connection.given;
	return number;
}

/* Why the step can't be made, or NULL. A session that is not there can't be refused either. */
static const char *find_obstacle(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = find_keeper(cell, step);

	if (!keeper || session_of(cell, keeper))
		return NULL;
	return arena_printf(&cell->arena, "the target gave no session to resume at step %zu (%s)",
		number_of(cell, keeper), keeper->name);
}

static bool set_options(struct tls_client_options *out, const struct cell *cell,
	const struct step_order *order, const char **why)
{
	const struct scenario_step *step = order->step;
	const char *name = instance_good_client(cell->instance);

	out->version = cell->plan->tls;
	out->server_name = name_of(cell, step);
	if (order->kind != ORDER_GOOD_AFTER) {
		name = step->client.present;
		out->trust = (enum trust)step->client.trust;
		out->resume = session_of(cell, find_keeper(cell, step));
		out->keeps_session = step->save_session || step->resume;
	}
	if (order->way.plain || strcmp(name, "none") == 0)
		return true;
	out->credential = pki_credential(cell->runner->options->pki, name, why);
	return out->credential != NULL;
}

static void next_step(struct cell *cell);

static void on_done(void *owner)
{
	struct cell *cell = owner;

	cell->probes[cell->current].attempt = NULL;
	cell->current++;
	next_step(cell);
}

static void finish(struct cell *cell)
{
	cell->attempt_count = cell->current;
	if (!cell_handle_crash(cell))
		cell_finish(cell);
}

/* True if another connection follows. */
static bool look_at_last(struct cell *cell)
{
	struct attempt_result *last = &cell->attempts[cell->current - 1];
	const struct step_order *order = &cell->steps->orders[cell->current - 1];
	const struct observation *facts = &last->facts;
	bool silent = facts->end != END_DEADLINE && !facts->http_status &&
		facts->alert == TLS_ALERT_NONE && !facts->server_trust_error;

	last->outcome = judge_connection(facts, &last->by, &cell->arena);
	if (expected_of(order->step, cell->plan)->ours && judge_is_our_refusal(facts))
		last->outcome = OUTCOME_REJECT;
	/* its sockets close before its exit is known; a good client that comes next tells as well */
	if (cell->instance->process && silent &&
		(!facts->connected || cell->current == cell->attempt_count ||
			order->kind == ORDER_GOOD_AFTER)) {
		cell_await_death(cell);
		return false;
	}
	if (last->outcome != OUTCOME_NONE && cell->current < cell->attempt_count)
		return true;
	finish(cell);
	return false;
}

/* Late forwards of what was refused are findings; the others' tokens may come when they like. */
static bool may_arrive(const struct cell *cell, const struct step_order *order)
{
	return order->kind == ORDER_GOOD_AFTER ||
		expected_of(order->step, cell->plan)->connection.outcome != OUTCOME_REJECT;
}

static void next_step(struct cell *cell)
{
	struct tls_client_options options = {0};
	const struct step_order *order;
	struct probe *probe;
	const char *why = NULL;

	if (cell->current && !look_at_last(cell))
		return;
	order = &cell->steps->orders[cell->current];
	if (find_obstacle(cell, order->step)) {
		finish(cell);
		return;
	}
	probe = &cell->probes[cell->current];
	if (!set_options(&options, cell, order, &why)) {
		cell->trouble = arena_strdup(&cell->arena, why);
		cell->attempt_count = cell->current;
		cell_finish(cell);
		return;
	}
	probe->arena = &cell->arena;
	token_make(probe->token);
	probe->may_arrive = may_arrive(cell, order);
	probe_start(cell->runner, probe, cell->instance, &options, &cell->attempts[cell->current],
		on_done, cell);
}

void step_cell_begin(struct cell *cell)
{
	enum driver_choice choice = cell->runner->options->driver;

	cell->steps = ARENA_NEW(&cell->arena, struct step_run);
	cell->steps->orders = ARENA_ARRAY(&cell->arena, struct step_order, cell->attempt_room);
	if (choice != DRIVER_HTTP)
		add_orders(cell, &driver_tls);
	if (choice != DRIVER_TLS && !plan_http_lacks(cell->plan->scenario, cell->plan->mode))
		add_orders(cell, &driver_http);
	cell->subject_count = cell->attempt_count;
	next_step(cell);
}

void step_cell_end(struct cell *cell)
{
	for (size_t i = 0; cell->steps && i < SCENARIO_STEPS_MAX; i++) {
		tls_session_free(cell->steps->sessions[i]);
		cell->steps->sessions[i] = NULL;
	}
	cell->steps = NULL;
}

/* Its attempts through all drivers, subjects first. */
static void collect(
	struct judge_step *out, const struct cell *cell, const struct scenario_step *step)
{
	for (int good = 0; good <= 1; good++) {
		for (size_t i = 0; i < cell->attempt_count; i++) {
			const struct step_order *order = &cell->steps->orders[i];

			if (order->step == step && (order->kind == ORDER_GOOD_AFTER) == good)
				out->attempts[out->attempt_count++] = cell->attempts[i];
		}
		if (!good)
			out->subject_count = out->attempt_count;
	}
}

static void describe_step(
	struct judge_step *out, struct cell *cell, const struct scenario_step *step)
{
	const struct plan_cell *plan = cell->plan;
	int listener = listener_of(cell, step);
	const struct control_facts *control = instance_controls_at(cell->instance, listener, plan->tls);
	const char *name = step->client.present;

	out->name = step->name;
	out->plain = step->plain;
	out->mode = target_mode_at(plan->target, plan->mode, listener, name_of(cell, step));
	out->expected = *expected_of(step, plan);
	out->has_credential = !step->plain && strcmp(name, "none") != 0;
	out->key_in_question = out->has_credential &&
		recipe_keys_differ(
			cell->runner->options->recipe, name, instance_good_client(cell->instance));
	out->is_good_peer = strcmp(name, instance_good_client(cell->instance)) == 0;
	out->control_before = control->good;
	out->control_reason = control->reason;
	out->attempts = ARENA_ARRAY(&cell->arena, struct attempt_result, cell->attempt_count + 1);
	collect(out, cell, step);
	if (!out->attempt_count)
		out->obstacle = find_obstacle(cell, step);
}

/* What the verdict says of each connection, back in the order in which they were made. */
static void take_outcomes(struct cell *cell, const struct judge_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		for (int good = 0; good <= 1; good++) {
			for (size_t j = 0; j < cell->attempt_count; j++) {
				if (cell->attempts[j].step == steps[i].name &&
					(cell->steps->orders[j].kind == ORDER_GOOD_AFTER) == good)
					cell->attempts[j] = steps[i].attempts[at++];
			}
		}
	}
}

void step_cell_judge(struct cell_result *out, const struct judge_case *judged, struct cell *cell)
{
	const struct scenario *scenario = cell->plan->scenario;
	struct judge_step *steps = ARENA_ARRAY(&cell->arena, struct judge_step, scenario->step_count);
	size_t count = 0;

	for (size_t i = 0; i < scenario->step_count; i++) {
		if (expected_of(&scenario->steps[i], cell->plan)->connection.given)
			describe_step(&steps[count++], cell, &scenario->steps[i]);
	}
	judge_steps(out, judged, steps, count, &cell->arena);
	take_outcomes(cell, steps, count);
	if (out->credential && strcmp(out->credential, "none") != 0)
		out->defect = recipe_defect(cell->runner->options->recipe, out->credential);
}
