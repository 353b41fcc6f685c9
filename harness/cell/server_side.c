/* Cells of targets that are servers: what our client presents, and how the target's end is told
 * from its refusal. */
#include <string.h>

#include "cell.h"
#include "cell_side.h"
#include "client_text.h"
#include "control.h"
#include "good_peer.h"
#include "instance.h"
#include "judge.h"
#include "judge_steps.h"
#include "pki.h"
#include "recipe.h"
#include "site.h"
#include "target.h"
#include "target_hosts.h"
#include "text.h"

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

/* What outlived the step's deeds is what is in question: none that is newer is. */
static bool offers_same(const struct cell *cell, const struct scenario_step *step)
{
	return step->same_ticket || deed_lies_between(cell_keeper(cell, step), step);
}

/* What is left to be offered is used up, but the same can't be asked for again. */
static bool is_used_up(struct cell *cell, const struct order *order)
{
	const struct scenario_step *keeper = cell_keeper(cell, order->step);
	const struct kept_sessions *kept = keeper ? sessions_of(cell, keeper) : NULL;

	if (!kept || order->kind == ORDER_GOOD_AFTER || kept_sessions_left(kept))
		return false;
	return !(offers_same(cell, order->step) && kept_sessions_same(kept));
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

/* The target gave sessions, and none of them allows early data. */
bool cell_is_late(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);
	const struct kept_sessions *kept = keeper ? sessions_of(cell, keeper) : NULL;

	if (!step->early_data || !kept || !kept->count)
		return false;
	for (size_t i = 0; i < kept->count; i++) {
		if (tls_client_early_room(kept->items[i]))
			return false;
	}
	return true;
}

/* A session that is not there can't be refused either. */
static const char *obstacle(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);
	const struct kept_sessions *kept = keeper ? sessions_of(cell, keeper) : NULL;

	if (cell_is_late(cell, step))
		return arena_printf(&cell->arena, "the session of step %zu (%s) allows no early data",
			number_of(cell, keeper), keeper->name);
	if (!kept || kept_sessions_left(kept) || (offers_same(cell, step) && kept_sessions_same(kept)))
		return NULL;
	return arena_printf(&cell->arena, "the target gave no %ssession to resume at step %zu (%s)",
		kept->count ? "further " : "", number_of(cell, keeper), keeper->name);
}

const char *cell_good_client(const struct cell *cell, const struct target_host *host)
{
	return host && host->control ? host->control : good_client(cell->instance);
}

const char *cell_good_there(const struct cell *cell, const struct scenario_step *step)
{
	const char *good = site_good_client(cell->plan->target, step);

	return good ? good : good_client(cell->instance);
}

static const char *name_of(
	const struct cell *cell, const struct scenario_step *step, const char *name)
{
	return text_same(name, SCENARIO_WHO_IS_GOOD) ? cell_good_there(cell, step) : name;
}

const char *cell_presents(const struct cell *cell, const struct scenario_step *step)
{
	return name_of(cell, step, step->client.present);
}

const char *cell_presents_later(const struct cell *cell, const struct scenario_step *step)
{
	return name_of(cell, step, step->client.renegotiate);
}

bool cell_is_other_later(const struct cell *cell, const struct scenario_step *step)
{
	return step->client.renegotiate_place.line &&
		!text_same(cell_presents(cell, step), cell_presents_later(cell, step));
}

bool cell_key_in_question(const struct cell *cell, const struct scenario_step *step)
{
	const char *shown = cell_presents(cell, step);

	return !step->plain && shown &&
		recipe_keys_differ(cell->bench->options->recipe, shown, good_client(cell->instance));
}

static struct ssl_session_st *take_session(struct cell *cell, const struct scenario_step *step)
{
	const struct scenario_step *keeper = cell_keeper(cell, step);

	if (!keeper)
		return NULL;
	return step->same_ticket ||
			(offers_same(cell, step) && !kept_sessions_left(sessions_of(cell, keeper)))
		? kept_sessions_same(sessions_of(cell, keeper))
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
	out->asked_in_handshake_alone = scenario_client_cant_be_asked(&step->client);
	out->key_in_question = cell_key_in_question(cell, step);
	out->tell_asked = order_expected(step, cell->plan)->schemes.given;
	out->resume = take_session(cell, step);
	out->early_data = step->early_data && out->resume;
	out->keeps_session = step->save_session || step->resume;
	out->opening = step->opening;
}

static bool set_later_credential(
	struct tls_client_options *out, struct cell *cell, const struct order *order, const char **why)
{
	const char *name = cell_presents_later(cell, order->step);

	if (order->kind == ORDER_GOOD_AFTER || !name)
		return true;
	out->later_credential = pki_credential(client_pki(cell->instance), name, why);
	return out->later_credential != NULL;
}

static bool set_options(
	struct tls_client_options *out, struct cell *cell, const struct order *order, const char **why)
{
	const char *name = cell_presents(cell, order->step);

	if (order->kind == ORDER_GOOD_AFTER) {
		name = order->site.client ? order->site.client : good_client(cell->instance);
		site_take_names(out, &order->site, cell->plan->target);
		out->version = controls_good_version(cell->instance->controls, cell->plan->tls);
	} else {
		set_subject_client(out, cell, order->step);
	}
	if (order->way.plain)
		return true;
	if (!set_later_credential(out, cell, order, why))
		return false;
	if (!name)
		return true;
	out->credential = pki_credential(client_pki(cell->instance), name, why);
	return out->credential != NULL;
}

struct step_expectation cell_expected(struct cell *cell, const struct scenario_step *step)
{
	struct step_expectation expected = *order_expected(step, cell->plan);
	const struct credential *credential;
	const char *why;

	if (!expected.names_client)
		return expected;
	credential = pki_credential(client_pki(cell->instance), step->client.present, &why);
	if (credential)
		client_text_fill(&expected, credential, &cell->arena);
	return expected;
}

static bool connect_client(struct cell *cell, const struct order *order,
	const struct connection_news *end, const char **why)
{
	struct connection *connection = &cell->connections[cell->made];
	struct tls_client_options options = {0};
	struct connection_way way = order->way;
	struct step_expectation expected = cell_expected(cell, order->step);

	if (!set_options(&options, cell, order, why))
		return false;
	connection->may_arrive = order->kind == ORDER_GOOD_AFTER;
	if (order->kind != ORDER_GOOD_AFTER)
		way.ocsp = (enum ocsp_answer)order->step->ocsp;
	if (order->kind != ORDER_GOOD_AFTER)
		order_expect_of_answer(&way.ask, &expected);
	connection_start(connection, cell->instance, &way, &options, &cell->attempts[cell->made], end);
	return true;
}

static bool is_not_asked_again(
	const struct cell *cell, const struct order *order, const struct observation *facts)
{
	return facts->renegotiation == RENEGOTIATION_MADE && facts->certificate_requested &&
		!facts->asked_late && cell_is_other_later(cell, order->step) &&
		order_expected(order->step, cell->plan)->connection.outcome == OUTCOME_REJECT;
}

/* What it was to do was not to be done there: the target's right, or its age. */
static const char *why_beside(
	struct cell *cell, const struct order *order, const struct observation *facts)
{
	size_t times = scenario_request_times(&order->step->request);

	if (facts->renegotiation == RENEGOTIATION_LACKING)
		return "the target has no secure renegotiation (RFC 5746)";
	if (is_not_asked_again(cell, order, facts))
		return "the target asks for no certificate in a second handshake: the client is still who "
			   "it was in the first";
	if (facts->renegotiation != RENEGOTIATION_NONE || facts->http_status / 100 != 2 || times == 1)
		return NULL;
	return arena_printf(&cell->arena, "the target closes the connection after %zu of %zu requests",
		facts->earlier_count + 1, times);
}

static void find_beside(
	struct cell *cell, const struct order *order, const struct observation *facts)
{
	if (order->way.ask.renegotiates && !cell->beside)
		cell->beside = why_beside(cell, order, facts);
}

static bool ended_in_silence(const struct observation *facts)
{
	bool closed = facts->end == END_FIN || facts->end == END_RESET || facts->end == END_REFUSED;

	return closed && !facts->http_status && facts->alert == TLS_ALERT_NONE &&
		!facts->server_trust_error;
}

static bool is_to_be_served(const struct cell *cell, const struct order *order)
{
	return order->kind != ORDER_GOOD_AFTER &&
		order_expected(order->step, cell->plan)->connection.outcome == OUTCOME_ACCEPT;
}

/* What would come next can't be made. */
static bool is_last(struct cell *cell)
{
	const struct order *next = &cell->orders.items[cell->made];

	return cell->made == cell->orders.count ||
		(next->kind != ORDER_GOOD_AFTER &&
			(cell_is_sessionless(cell, next->step) || cell_is_late(cell, next->step)));
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
	if (last->facts.twin && order_expected(order->step, cell->plan)->names_client)
		last->facts.trouble = arena_printf(&cell->arena,
			"what is expected names the certificate of %s, and in its place went out %s",
			last->credential, last->facts.twin);
	find_beside(cell, order, &last->facts);
	/* any answer is one: what it means is told when all are there */
	if (last->facts.session_offered && last->facts.alert != TLS_ALERT_NONE)
		end_session(cell, order->step);
	last->outcome = judge_connection(&last->facts, NULL, true, &last->by, &cell->arena);
	if (order_expected(order->step, cell->plan)->ours && judge_is_our_refusal(&last->facts))
		last->outcome = OUTCOME_REJECT;
	if (!ended_in_silence(&last->facts))
		return MOVE_USUAL;
	/* nobody tells us of the death of what others have started */
	if (!cell->instance->process)
		return is_to_be_served(cell, order) && last->outcome == OUTCOME_REJECT ? MOVE_GOOD
																			   : MOVE_USUAL;
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
