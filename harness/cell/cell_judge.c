#include "cell_judge.h"

#include <string.h>

#include "ca_names.h"
#include "cell.h"
#include "cell_directive.h"
#include "cell_holder.h"
#include "cell_policy.h"
#include "cell_side.h"
#include "control.h"
#include "good_peer.h"
#include "identity.h"
#include "instance.h"
#include "judge_steps.h"
#include "pki.h"
#include "pki_own.h"
#include "recipe.h"
#include "site.h"
#include "target.h"
#include "told.h"

static bool is_of(
	const struct cell *cell, size_t index, const struct scenario_step *step, bool good)
{
	const struct order *order = &cell->orders.items[index];

	return order->step == step && order->kind != ORDER_KEEP &&
		(order->kind == ORDER_GOOD_AFTER) == good;
}

/* Its connections through all drivers, subjects first. */
static void collect(struct judge_step *out, struct cell *cell, const struct told *told,
	const struct scenario_step *step)
{
	out->attempts = ARENA_ARRAY(&cell->arena, struct attempt_result, told->count + 1);
	for (int good = 0; good <= 1; good++) {
		for (size_t i = 0; i < told->count; i++) {
			if (is_of(cell, told->connections[i], step, good))
				out->attempts[out->attempt_count++] = told->items[i];
		}
		if (!good)
			out->subject_count = out->attempt_count;
	}
}

/* What the verdict says of each, back in the order in which they were made. */
static void take_outcomes(struct cell *cell, struct told *told, const struct judge_step *judged,
	const struct scenario_step *step)
{
	size_t at = 0;

	for (int good = 0; good <= 1; good++) {
		for (size_t i = 0; i < told->count; i++) {
			if (!is_of(cell, told->connections[i], step, good))
				continue;
			told->items[i] = judged->attempts[at++];
			cell->attempts[told->connections[i]].outcome = told->items[i].outcome;
			cell->attempts[told->connections[i]].by = told->items[i].by;
		}
	}
}

/* What the backend is told of: the credential that was asked for last, or its twin; NULL: none. */
static const struct credential *shown(
	const struct cell *cell, const struct attempt_result *attempt, const struct scenario_step *step)
{
	bool anew = step->client.renegotiate_place.line && attempt->facts.asked_late;
	const char *name = anew ? cell_presents_later(cell, step) : attempt->credential;
	const char *why;

	if (!name)
		return NULL;
	return pki_credential(
		client_pki(cell->instance), attempt->facts.twin ? attempt->facts.twin : name, &why);
}

static void check_identity(
	struct judge_step *judged, struct cell *cell, const struct scenario_step *step)
{
	const struct target_identity *told = &cell->plan->target->identity;

	judged->identity_problem = NULL;
	for (size_t i = 0; !judged->identity_problem && i < judged->subject_count; i++) {
		const struct attempt_result *who = cell_holder(cell, &judged->attempts[i], step);
		enum identity_rule rule = judged->expected.policy
			? cell_policy_identity(cell, &judged->attempts[i], who)
			: (enum identity_rule)step->identity;
		const struct credential *credential = shown(cell, who, step);
		struct observation facts = judged->attempts[i].facts;

		facts.sent = who->facts.sent;
		judged->identity_problem = identity_check(
			rule, told, &facts, credential, auth_mode_verifies(judged->mode), &cell->arena);
		if (i == 0)
			judged->identity_note = identity_note(rule, told, &facts, credential, &cell->arena);
	}
}

static void allow_ca_name(struct ca_names_allowed *out, struct cell *cell, const char *authority)
{
	const char *why;
	const struct x509_st *certificate = pki_authority(cell->bench->options->pki, authority, &why);

	if (certificate)
		*ARENA_PUSH(&cell->arena, out->names, out->count) = ca_names_of(certificate, &cell->arena);
}

/* To give a session, or early data in it, is a server's right. */
static const char *find_beside_the_point(struct cell *cell, const struct scenario_step *step)
{
	if (cell_is_sessionless(cell, step))
		return "the target gives no session that could be resumed";
	return cell_is_late(cell, step) ? "the target gives no session that allows early data" : NULL;
}

/* What only a target that is a server has. */
static void describe_server_step(
	struct judge_step *out, struct cell *cell, const struct scenario_step *step)
{
	const struct plan_cell *plan = cell->plan;
	const char *name = cell_presents(cell, step);
	const char *good = cell_good_there(cell, step);
	const char *weak = pki_own_weak(cell->bench->options->pki);

	out->plain = step->plain;
	out->mode = order_mode(step, plan);
	out->has_credential = !step->plain && name;
	out->key_in_question = cell_key_in_question(cell, step);
	out->cant_be_asked = scenario_client_cant_be_asked(&step->client);
	out->unsolicited = step->client.unsolicited_certificate;
	out->renegotiates = step->client.renegotiate_place.line > 0;
	out->has_later_credential = cell_presents_later(cell, step) != NULL;
	out->later_is_other = cell_is_other_later(cell, step);
	out->resumes = step->resume != NULL;
	out->good_may_be_refused =
		scenario_good_may_be_refused(plan->scenario, (size_t)(step - plan->scenario->steps));
	out->is_good_peer = name && strcmp(name, step->control ? step->control : good) == 0 && !weak &&
		!out->renegotiates;
	if (weak && out->control_before != CONTROL_PASS)
		out->control_reason = arena_printf(
			&cell->arena, "%s; %s", out->control_reason ? out->control_reason : "not tried", weak);
	/* what it speaks is known of a target that is launched, and of a file that says so */
	out->silence_is_unclear =
		plan->target->connect_host && !target_refuses_by(plan->target, "close");
	check_identity(out, cell, step);
	if (out->expected.policy)
		cell_policy_look(out, cell, step);
	if (!out->attempt_count)
		out->obstacle = cell_side_server.obstacle(cell, step);
	if (!out->attempt_count && plan->scenario->needs_session)
		out->beside_the_point = find_beside_the_point(cell, step);
}

static void describe_client_step(
	struct judge_step *out, struct cell *cell, const struct scenario_step *step)
{
	if (!out->attempt_count && step->name && out->control_before != CONTROL_PASS)
		out->obstacle = judge_no_control(SIDE_CLIENT, out->control_reason, &cell->arena);
	out->mode = cell->plan->mode;
	out->has_credential = true;
	out->key_in_question =
		recipe_keys_differ(cell->bench->options->recipe, step->server.present, PKI_SERVER);
	out->is_good_peer = order_shows_good_server(step);
	out->told = step->server.name;
	out->presents = (enum presents_rule)step->presents;
	out->presents_level = (enum level)step->presents_level;
	if (cell->bench->options->demands_of_clients)
		out->presents_level = out->expected.connection.level = LEVEL_MUST;
}

/*
 * The good client's answers there: those of the controls, and what he was answered after the
 * subject, since what an answer holds may change with the hour.
 */
static const struct answer_measure *measure_at(
	const struct control_facts *control, const struct judge_step *judged, struct arena *arena)
{
	struct answer_measure *measure = arena_memdup(arena, &control->measure, sizeof(*measure));

	for (size_t i = judged->subject_count; i < judged->attempt_count; i++)
		measure_learn(measure, &judged->attempts[i].facts, arena);
	return measure;
}

/* The authorities that it may name: those of its file are the client root and what else its
 * templates use. */
static void allow_ca_names(
	struct ca_names_allowed *out, struct cell *cell, const struct ca_names_rule *rule)
{
	const struct text_list *used = &cell->plan->target->setup.authorities;
	const char *const *names = rule->configured ? used->items : rule->authorities;
	size_t count = rule->configured ? used->count : rule->count;

	out->judged = rule->given;
	if (rule->configured)
		allow_ca_name(out, cell, PKI_CLIENT_ROOT);
	for (size_t i = 0; i < count; i++)
		allow_ca_name(out, cell, names[i]);
}

static void describe_step(struct judge_step *out, struct cell *cell, const struct told *told,
	const struct scenario_step *step)
{
	const struct plan_cell *plan = cell->plan;
	const struct site site =
		site_of_control(plan, step, controls_measured(cell->instance->controls));
	const struct control_facts *control = controls_at(cell->instance->controls, &site, plan->tls);

	out->name = step->name;
	out->expected = plan->scenario->side == SIDE_SERVER ? cell_expected(cell, step)
														: *order_expected(step, plan);
	out->control_before = control->good;
	out->control_reason = control->reason;
	allow_ca_names(&out->ca_names, cell, &out->expected.ca_names);
	collect(out, cell, told, step);
	out->measure = measure_at(control, out, &cell->arena);
	if (plan->scenario->side == SIDE_CLIENT)
		describe_client_step(out, cell, step);
	else
		describe_server_step(out, cell, step);
}

static bool names_others(const struct judge_step *steps, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		if (steps[i].attempt_count &&
			judge_ca_names(&steps[i].attempts[0].facts, &steps[i].ca_names, arena))
			return true;
	}
	return false;
}

/* True if it names CAs that it should not. */
static bool judge_all(
	struct cell_result *out, const struct judge_case *whole, struct cell *cell, struct told *told)
{
	const struct scenario *scenario = cell->plan->scenario;
	struct judge_step *steps = ARENA_ARRAY(&cell->arena, struct judge_step, scenario->step_count);
	size_t count = 0;
	bool others;

	for (size_t i = 0; i < scenario->step_count; i++) {
		if (order_expected(&scenario->steps[i], cell->plan)->connection.given)
			describe_step(&steps[count++], cell, told, &scenario->steps[i]);
	}
	judge_steps(out, whole, steps, count, &cell->arena);
	others = out->verdict == VERDICT_FAIL && names_others(steps, count, &cell->arena);
	count = 0;
	for (size_t i = 0; i < scenario->step_count; i++) {
		if (order_expected(&scenario->steps[i], cell->plan)->connection.given)
			take_outcomes(cell, told, &steps[count++], &scenario->steps[i]);
	}
	if (out->credential)
		out->defect = recipe_defect(cell->bench->options->recipe, out->credential);
	return others;
}

/* By what was kept it got in as the cell's own did: that says nothing more. */
static void set_wrong_ca(struct cell_result *out, struct cell *cell)
{
	if (out->attempt_count && observation_kept(&out->attempts[0].facts))
		return;
	out->wrong_ca = controls_at(cell->instance->controls, NULL, cell->plan->tls)->wrong_ca;
	if (out->verdict == VERDICT_FAIL && out->wrong_ca == CONTROL_FAIL)
		out->reason = arena_printf(&cell->arena,
			out->side == SIDE_CLIENT ? "%s (and it trusts a server of a CA that nobody trusts, too)"
									 : "%s (and a client of a CA that nobody trusts got in, too)",
			out->reason);
}

/* All was well, but for what was not asked: who closes after each answer is asked once, and that is
 * his right (RFC 9112 section 9.6). Who is refused need not be asked twice. */
static void tell_unasked(struct cell_result *out, struct cell *cell, const struct told *told)
{
	for (size_t i = 0; out->verdict == VERDICT_PASS && i < cell->made; i++) {
		const struct order *order = &cell->orders.items[i];
		size_t times = scenario_request_times(&order->step->request);

		if (order->kind == ORDER_GOOD_AFTER || order->way.ask.renegotiates ||
			told_of(told, i) >= times || cell->attempts[i].outcome != OUTCOME_ACCEPT)
			continue;
		out->verdict = VERDICT_SKIP;
		out->reason = arena_printf(&cell->arena,
			"the target closes the connection after %zu of %zu requests", told_of(told, i), times);
	}
}

/* All was well, but early data that a ticket allowed was sent as usual in the end: a server may
 * reject it whenever it likes (RFC 8446 section 4.2.10). */
static void tell_late(struct cell_result *out, const struct cell *cell)
{
	for (size_t i = 0; out->verdict == VERDICT_PASS && i < cell->made; i++) {
		const struct order *order = &cell->orders.items[i];

		if (order->kind != ORDER_SUBJECT || !order->step->early_data || order->step->same_ticket ||
			cell->attempts[i].facts.early != EARLY_REJECTED ||
			order_expected(order->step, cell->plan)->early != EARLY_UNCHECKED)
			continue;
		out->verdict = VERDICT_SKIP;
		out->reason = "the target rejects the early data that its session allows";
	}
}

void cell_judge(struct cell_result *out, struct cell *cell, const char *trouble)
{
	const struct target_deviation *declared = cell->plan->deviation;
	struct judge_deviation known;
	bool others;
	struct told told;
	struct judge_case whole = {
		.side = cell->plan->scenario->side,
		.tls = cell->plan->tls,
		.runs_already = cell->plan->target->connect_host != NULL,
		.crash = cell->crash,
		.trouble = cell->trouble ? cell->trouble : trouble,
		.strict = cell->bench->options->strict,
	};

	if (declared) {
		known = (struct judge_deviation){
			.observed = declared->observed, .reason = declared->reason, .link = declared->link};
		whole.deviation = &known;
	}
	told_make(&told, cell);
	whole.attempts = told.items;
	whole.attempt_count = told.count;
	others = judge_all(out, &whole, cell, &told);
	if (cell->beside && out->verdict != VERDICT_FAIL) {
		out->verdict = VERDICT_SKIP;
		out->reason = cell->beside;
	}
	tell_unasked(out, cell, &told);
	tell_late(out, cell);
	set_wrong_ca(out, cell);
	cell_find_directive(out, cell, others);
}
