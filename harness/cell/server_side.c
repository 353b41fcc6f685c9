/* Cells of targets that are servers: what our client presents, and how the target's end is told
 * from its refusal. */
#include <string.h>

#include "cell.h"
#include "cell_side.h"
#include "control.h"
#include "good_peer.h"
#include "instance.h"
#include "judge.h"
#include "judge_steps.h"
#include "pki.h"
#include "recipe.h"
#include "target.h"

const struct scenario_step *cell_keeper(const struct cell *cell, const struct scenario_step *step)
{
	const struct scenario *scenario = cell->plan->scenario;

	for (size_t i = 0; step->resume && i < scenario->step_count; i++) {
		const char *saved = scenario->steps[i].save_session;

		if (saved && strcmp(saved, step->resume) == 0)
			return &scenario->steps[i];
	}
	return NULL;
}

static struct kept_sessions *sessions_of(struct cell *cell, const struct scenario_step *keeper)
{
	return &cell->sessions[keeper - cell->plan->scenario->steps];
}

/* The place of a step among those that are made in this mode, from 1. */
static size_t number_of(const struct cell *cell, const struct scenario_step *step)
{
	size_t number = 1;

	for (const struct scenario_step *at = cell->plan->scenario->steps; at < step; at++)
		number += order_expected(at, cell->plan)->connection.given;
	return number;
}

/* The last connection was made to keep a new session, and there is none. */
static bool kept_nothing(const struct cell *cell)
{
	return cell->made && cell->orders.items[cell->made - 1].kind == ORDER_KEEP;
}

/* What is left to be offered is used up, but the same can't be asked for again. */
static bool is_used_up(struct cell *cell, const struct order *order)
{
	const struct scenario_step *keeper = cell_keeper(cell, order->step);
	const struct kept_sessions *kept = keeper ? sessions_of(cell, keeper) : NULL;

	if (!kept || order->kind == ORDER_GOOD_AFTER || kept_sessions_left(kept))
		return false;
	return !(order->step->same_ticket && kept_sessions_same(kept));
}

/* A ticket serves once: the keeper makes another, unless there never was one. */
static void prepare(struct cell *cell)
{
	const struct order *next = &cell->orders.items[cell->made];

	while (is_used_up(cell, next) && !kept_nothing(cell)) {
		const struct scenario_step *keeper = cell_keeper(cell, next->step);

		if (!sessions_of(cell, keeper)->count ||
			!orders_keep_anew(&cell->orders, cell->made, keeper))
			return;
	}
}

/* A session that is not there can't be refused either. */
static const char *obstacle(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);
	const struct kept_sessions *kept = keeper ? sessions_of(cell, keeper) : NULL;

	if (!kept || kept_sessions_left(kept) || (step->same_ticket && kept_sessions_same(kept)))
		return NULL;
	return arena_printf(&cell->arena, "the target gave no %ssession to resume at step %zu (%s)",
		kept->count ? "further " : "", number_of(cell, keeper), keeper->name);
}

bool cell_key_in_question(const struct cell *cell, const struct scenario_step *step)
{
	return !step->plain && step->client.present &&
		recipe_keys_differ(
			cell->bench->options->recipe, step->client.present, good_client(cell->instance));
}

static struct ssl_session_st *take_session(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);

	if (!keeper)
		return NULL;
	return step->same_ticket ? kept_sessions_same(sessions_of(cell, keeper))
							 : kept_sessions_offer(sessions_of(cell, keeper));
}

bool cell_is_sessionless(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);

	return keeper && !sessions_of(cell, keeper)->count;
}

static void set_subject_client(
	struct tls_client_options *out, struct cell *cell, const struct scenario_step *step)
{
	out->version = cell->plan->tls;
	site_take_step_names(out, step, cell->plan->target);
	out->unsolicited_certificate = step->client.unsolicited_certificate;
	out->key_in_question = cell_key_in_question(cell, step);
	out->resume = take_session(cell, step);
	out->keeps_session = step->save_session || step->resume;
}

static bool set_options(
	struct tls_client_options *out, struct cell *cell, const struct order *order, const char **why)
{
	const char *name = order->step->client.present;

	if (order->kind == ORDER_GOOD_AFTER) {
		name = order->site.client ? order->site.client : good_client(cell->instance);
		site_take_names(out, &order->site, cell->plan->target);
		out->version = controls_good_version(cell->instance->controls, cell->plan->tls);
	} else {
		set_subject_client(out, cell, order->step);
	}
	if (order->way.plain || !name)
		return true;
	out->credential = pki_credential(client_pki(cell->instance), name, why);
	return out->credential != NULL;
}

static bool connect_client(struct cell *cell, const struct order *order,
	const struct connection_news *end, const char **why)
{
	struct connection *connection = &cell->connections[cell->made];
	struct tls_client_options options = {0};

	if (!set_options(&options, cell, order, why))
		return false;
	connection->may_arrive = order->kind == ORDER_GOOD_AFTER;
	connection_start(
		connection, cell->instance, &order->way, &options, &cell->attempts[cell->made], end);
	return true;
}

static bool ended_in_silence(const struct observation *facts)
{
	bool closed = facts->end == END_FIN || facts->end == END_RESET || facts->end == END_REFUSED;

	return closed && !facts->http_status && facts->alert == TLS_ALERT_NONE &&
		!facts->server_trust_error;
}

/* What would come next can't be made. */
static bool is_last(struct cell *cell)
{
	const struct order *next = &cell->orders.items[cell->made];

	return cell->made == cell->orders.count ||
		(next->kind != ORDER_GOOD_AFTER && cell_is_sessionless(cell, next->step));
}

static void end_session(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);

	if (keeper)
		kept_sessions_end(sessions_of(cell, keeper));
}

/*
 * A connection that ends without alert or answer may be a refusal, or a target that is dying. The
 * good client tells the two apart; where he gets nowhere either, the cell waits for the news (or a
 * deadline) before it is judged.
 */
static enum next_move look_at_server(
	struct cell *cell, const struct order *order, struct attempt_result *last)
{
	/* any answer is one: what it means is told when all are there */
	if (last->facts.session_offered && last->facts.alert != TLS_ALERT_NONE)
		end_session(cell, order->step);
	last->outcome = judge_connection(&last->facts, NULL, true, &last->by, &cell->arena);
	if (order_expected(order->step, cell->plan)->ours && judge_is_our_refusal(&last->facts))
		last->outcome = OUTCOME_REJECT;
	if (!cell->instance->process || !ended_in_silence(&last->facts))
		return MOVE_USUAL;
	if (last->facts.end == END_REFUSED || order->kind == ORDER_GOOD_AFTER)
		return MOVE_WAIT;
	return last->outcome == OUTCOME_NONE || is_last(cell) ? MOVE_GOOD : MOVE_USUAL;
}

const struct cell_side cell_side_server = {
	.prepare = prepare,
	.obstacle = obstacle,
	.connect = connect_client,
	.look = look_at_server,
};
