#include "control_plan.h"

#include <string.h>

#include "arena.h"
#include "connection.h"
#include "target.h"
#include "tls_alert.h"

/* Controls run in the versions that good targets speak. */
static const enum tls_version control_floor = TLS_1_2;

static void add_step(
	struct control_plan *plan, enum tls_version version, int listener, enum control_peer peer)
{
	plan->steps[plan->count++] =
		(struct control_step){.version = version, .listener = listener, .peer = peer};
}

/* A port without TLS has no versions: once is enough. */
static void add_listeners(
	struct control_plan *plan, const struct target *target, const bool used[TLS_VERSION_COUNT])
{
	for (size_t i = 0; i < target->setup.listeners.count; i++) {
		bool done = false;

		for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
			if (!used[v] || done)
				continue;
			add_step(plan, (enum tls_version)v, (int)i, PEER_GOOD);
			done = target_listener(target, i)->plain;
		}
	}
}

static bool verifies(const struct plan_instance *instance)
{
	return instance->side == SIDE_CLIENT || auth_mode_verifies(instance->mode);
}

static void find_used(bool used[TLS_VERSION_COUNT], const struct plan *plan, size_t index)
{
	for (size_t i = 0; i < plan->cell_count; i++) {
		const struct plan_cell *cell = &plan->cells[i];

		if (!cell->skip_reason && cell->instance == index)
			used[cell->tls < control_floor ? control_floor : cell->tls] = true;
	}
}

void control_plan_make(struct control_plan *out, const struct plan *plan, size_t index)
{
	const struct plan_instance *instance = &plan->instances[index];
	bool used[TLS_VERSION_COUNT] = {false};

	memset(out, 0, sizeof(*out));
	find_used(used, plan, index);
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (used[v])
			add_step(out, (enum tls_version)v, MAIN_LISTENER, PEER_GOOD);
	}
	add_listeners(out, instance->target, used);
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (used[v] && verifies(instance))
			add_step(out, (enum tls_version)v, MAIN_LISTENER, PEER_WRONG_CA);
	}
}

/* Of one that must not get in. */
static enum control_state refused_state(enum outcome outcome)
{
	if (outcome == OUTCOME_REJECT)
		return CONTROL_PASS;
	return outcome == OUTCOME_ACCEPT ? CONTROL_FAIL : CONTROL_NONE;
}

const char *control_sight(
	const struct control_step *step, const struct attempt_result *result, struct arena *arena)
{
	return arena_printf(arena, "%s%s%s: %s", result->credential ? result->credential : "",
		result->credential ? " in " : "", tls_version_name(step->version), result->by);
}

static void record_good(
	struct control_facts *facts, const struct attempt_result *result, const char *reason)
{
	facts->good = result->outcome == OUTCOME_ACCEPT ? CONTROL_PASS : CONTROL_FAIL;
	facts->good_refused = result->outcome == OUTCOME_REJECT;
	facts->good_alert = result->facts.alert;
	facts->reason = reason;
}

void control_plan_record(struct control_plan *plan, size_t number,
	const struct attempt_result *result, struct arena *arena)
{
	const struct control_step step = plan->steps[number];
	struct control_facts *facts = step.listener == MAIN_LISTENER
		? &plan->main[step.version]
		: &plan->listeners[step.listener][step.version];

	switch (step.peer) {
	case PEER_WRONG_CA:
		facts->wrong_ca = refused_state(result->outcome);
		if (facts->wrong_ca == CONTROL_FAIL)
			add_step(plan, step.version, MAIN_LISTENER, PEER_SELF_SIGNED);
		break;
	case PEER_SELF_SIGNED:
		facts->self_signed = refused_state(result->outcome);
		break;
	default:
		record_good(facts, result, control_sight(&step, result, arena));
		break;
	}
}

enum tls_version control_plan_oldest(const struct control_plan *plan)
{
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (plan->main[v].good == CONTROL_PASS)
			return (enum tls_version)v;
	}
	return plan->count ? plan->steps[0].version : control_floor;
}

enum tls_version control_plan_good_version(
	const struct control_plan *plan, enum tls_version version)
{
	return version < control_floor ? control_plan_oldest(plan) : version;
}

bool control_plan_unspoken(const struct control_plan *plan, enum tls_version version)
{
	const struct control_facts *facts = &plan->main[version];

	return facts->good_refused && facts->good_alert == TLS_ALERT_PROTOCOL_VERSION &&
		plan->main[control_plan_oldest(plan)].good == CONTROL_PASS;
}

/* Versions that no good target speaks lean on one that this one does. */
static const struct control_facts *at_main(
	const struct control_plan *plan, enum tls_version version)
{
	if (version < control_floor && plan->count)
		return &plan->main[control_plan_oldest(plan)];
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->steps[i].version >= version)
			return &plan->main[plan->steps[i].version];
	}
	return &plan->main[version];
}

/* Those of another version, where it was not tried in this one. */
const struct control_facts *control_plan_at(
	const struct control_plan *plan, int listener, enum tls_version version)
{
	const struct control_facts *facts;

	if (listener == MAIN_LISTENER)
		return at_main(plan, version);
	facts = plan->listeners[listener];
	for (size_t v = version; v < TLS_VERSION_COUNT; v++) {
		if (facts[v].good != CONTROL_NONE)
			return &facts[v];
	}
	for (size_t v = 0; v < version; v++) {
		if (facts[v].good != CONTROL_NONE)
			return &facts[v];
	}
	return &facts[version];
}
