/*
 * Cells of targets that are servers: one connection after the other, in the order of cell_orders.h,
 * until one shows nothing or all are made.
 */
#include <string.h>

#include "cell_orders.h"
#include "forged_identity.h"
#include "judge.h"
#include "judge_steps.h"
#include "pki.h"
#include "runner_internal.h"

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
	return keeper ? cell->sessions[keeper - cell->plan->scenario->steps] : NULL;
}

/* The place of a step among those that are made in this mode, from 1. */
static size_t number_of(const struct cell *cell, const struct scenario_step *step)
{
	size_t number = 1;

	for (const struct scenario_step *at = cell->plan->scenario->steps; at < step; at++)
		number += order_expected(at, cell->plan)->connection.given;
	return number;
}

const char *server_cell_obstacle(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = find_keeper(cell, step);

	if (!keeper || session_of(cell, keeper))
		return NULL;
	return arena_printf(&cell->arena, "the target gave no session to resume at step %zu (%s)",
		number_of(cell, keeper), keeper->name);
}

static void set_subject(
	struct tls_client_options *out, const struct cell *cell, const struct scenario_step *step)
{
	out->version = cell->plan->tls;
	out->trust = (enum trust)step->client.trust;
	out->unsolicited_certificate = step->client.unsolicited_certificate;
	out->resume = session_of(cell, find_keeper(cell, step));
	out->keeps_session = step->save_session || step->resume;
}

static bool set_options(struct tls_client_options *out, const struct cell *cell,
	const struct order *order, const char **why)
{
	const char *name = order->step->client.present;

	if (order->kind == ORDER_GOOD_AFTER) {
		name = instance_good_client(cell->instance);
		/* a version that the target must refuse can't be the good client's */
		out->version =
			cell->plan->tls < TLS_1_2 ? cell->instance->steps[0].version : cell->plan->tls;
	} else {
		set_subject(out, cell, order->step);
	}
	out->server_name = order_server_name(order->step, cell->plan);
	if (order->way.plain || strcmp(name, "none") == 0)
		return true;
	out->credential = pki_credential(cell->runner->options->pki, name, why);
	return out->credential != NULL;
}

static bool ended_in_silence(const struct observation *facts)
{
	bool closed = facts->end == END_FIN || facts->end == END_RESET || facts->end == END_REFUSED;

	return closed && !facts->http_status && facts->alert == TLS_ALERT_NONE &&
		!facts->server_trust_error;
}

enum next_move { MOVE_ON, MOVE_FINISH, MOVE_WAIT };

/*
 * A connection that ends without alert or answer may be a refusal, or a target that is dying: its
 * sockets close before its exit is known. The good client tells the two apart; where he gets
 * nowhere either, the cell waits for the news (or a deadline) before it is judged.
 */
static enum next_move look_at_last(struct cell *cell)
{
	struct attempt_result *last = &cell->attempts[cell->current - 1];
	const struct order *order = orders_at(cell, cell->current - 1);

	last->outcome = judge_connection(&last->facts, &last->by, &cell->arena);
	if (order_expected(order->step, cell->plan)->ours && judge_is_our_refusal(&last->facts))
		last->outcome = OUTCOME_REJECT;
	if (cell->instance->process && ended_in_silence(&last->facts)) {
		if (last->facts.end == END_REFUSED || order->kind == ORDER_GOOD_AFTER)
			return MOVE_WAIT;
		if (last->outcome == OUTCOME_NONE || cell->current == cell->attempt_count)
			orders_end_with_good_client(cell);
		return MOVE_ON;
	}
	/* later connections say nothing more once one has shown nothing */
	return last->outcome == OUTCOME_NONE || cell->current == cell->attempt_count ? MOVE_FINISH
																				 : MOVE_ON;
}

static void next(struct cell *cell);

static void on_done(void *owner)
{
	struct cell *cell = owner;

	cell->probes[cell->current].attempt = NULL;
	cell->current++;
	next(cell);
}

static void connect_next(struct cell *cell, const struct order *order)
{
	struct probe *probe = &cell->probes[cell->current];
	struct tls_client_options options = {0};
	const char *why = NULL;

	if (!set_options(&options, cell, order, &why)) {
		cell->trouble = arena_strdup(&cell->arena, why);
		cell->attempt_count = cell->current;
		cell_finish(cell);
		return;
	}
	probe->arena = &cell->arena;
	if (order->kind != ORDER_GOOD_AFTER)
		probe->extra_lines = forged_identity_lines(
			&cell->arena, &cell->plan->target->identity, (enum forge)order->step->client.forge);
	token_make(probe->token);
	probe->may_arrive = order->kind == ORDER_GOOD_AFTER;
	probe_start(cell->runner, probe, cell->instance, &options, &cell->attempts[cell->current],
		on_done, cell);
}

static void next(struct cell *cell)
{
	enum next_move move = cell->current ? look_at_last(cell) : MOVE_ON;

	if (move == MOVE_ON && server_cell_obstacle(cell, orders_at(cell, cell->current)->step))
		move = MOVE_FINISH;
	if (move == MOVE_WAIT)
		cell_await_death(cell);
	else if (move == MOVE_ON)
		connect_next(cell, orders_at(cell, cell->current));
	else
		cell_end(cell);
}

void server_cell_begin(struct cell *cell)
{
	orders_make(cell);
	next(cell);
}
