#include "control_plan.h"

#include <string.h>

#include "arena.h"
#include "control_version.h"
#include "target.h"
#include "tls_alert.h"

/* Controls run in the versions that good targets speak. */
static const enum tls_version control_floor = TLS_1_2;

static void add_step(struct control_plan *plan, enum tls_version version, size_t site,
	enum control_peer peer, struct arena *arena)
{
	*ARENA_PUSH(arena, plan->steps, plan->count) =
		(struct control_step){.version = version, .site = site, .peer = peer};
}

static struct control_site *add_site(
	struct control_plan *plan, const struct site *where, struct arena *arena)
{
	struct control_site *site = ARENA_PUSH(arena, plan->sites, plan->site_count);

	site->where = *where;
	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		site->facts[v].measure.said = plan->instance->target->answers.accepted.count > 0;
	return site;
}

static struct control_site *find_site(const struct control_plan *plan, const struct site *where)
{
	for (size_t i = 0; i < plan->site_count; i++) {
		if (site_is_same(&plan->sites[i].where, where))
			return &plan->sites[i];
	}
	return NULL;
}

static bool verifies(const struct plan_instance *instance)
{
	return instance->side == SIDE_CLIENT || auth_mode_verifies(instance->mode);
}

static enum tls_version controlled_version(enum tls_version version)
{
	return version < control_floor ? control_floor : version;
}

/* Where the steps of a cell go. */
static void use_steps(struct control_plan *plan, const struct plan_cell *cell, struct arena *arena)
{
	const struct scenario *scenario = cell->scenario;

	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];
		const struct site where = site_of_control(cell, step, plan->measured);
		struct control_site *site;

		if (!step->expect[cell->mode].connection.given)
			continue;
		site = find_site(plan, &where);
		if (!site)
			site = add_site(plan, &where, arena);
		site->used[controlled_version(cell->tls)] = true;
	}
}

static void find_used(
	struct control_plan *out, const struct plan *plan, size_t index, struct arena *arena)
{
	for (size_t i = 0; i < plan->cell_count; i++) {
		const struct plan_cell *cell = &plan->cells[i];

		if (cell->skip_reason || cell->instance != index)
			continue;
		use_steps(out, cell, arena);
		for (size_t j = 0; !out->measured && j < out->port_count; j++)
			out->sites[j].used[controlled_version(cell->tls)] = true;
	}
}

/* A port without TLS has no versions: once is enough. */
static bool is_plain(const struct control_plan *plan, size_t site)
{
	int listener = plan->sites[site].where.listener;

	return listener != MAIN_LISTENER &&
		target_listener(plan->instance->target, (size_t)listener)->plain;
}

static void add_steps(
	struct control_plan *plan, size_t site, enum control_peer peer, struct arena *arena)
{
	bool plain = is_plain(plan, site);

	if (plain && peer != PEER_GOOD)
		return;
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (!plan->sites[site].used[v])
			continue;
		add_step(plan, (enum tls_version)v, site, peer, arena);
		if (plain)
			return;
	}
}

/* Good ones everywhere come first. */
static void add_peers(struct control_plan *plan, struct arena *arena)
{
	for (size_t i = 0; i < plan->site_count; i++)
		add_steps(plan, i, PEER_GOOD, arena);
	for (size_t i = 0; plan->measured && i < plan->site_count; i++) {
		add_steps(plan, i, PEER_GOOD_AGAIN, arena);
		add_steps(plan, i, PEER_NOBODY, arena);
		add_steps(plan, i, PEER_WRONG_CA, arena);
	}
	if (!plan->measured && verifies(plan->instance))
		add_steps(plan, 0, PEER_WRONG_CA, arena);
}

void control_plan_make(struct control_plan *out, const struct plan *plan, size_t index,
	bool measured, struct arena *arena)
{
	const struct plan_instance *instance = &plan->instances[index];
	const struct target *target = instance->target;

	*out = (struct control_plan){.measured = measured, .instance = instance};
	add_site(out, &(struct site){.listener = MAIN_LISTENER}, arena);
	for (size_t i = 0; i < target->setup.listeners.count; i++)
		add_site(out, &(struct site){.listener = (int)i}, arena);
	out->port_count = out->site_count;
	find_used(out, plan, index, arena);
	add_peers(out, arena);
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

/* He who comes again must get what he got before. */
static void record_good(
	struct control_facts *facts, const struct attempt_result *result, const char *reason)
{
	if (facts->good == CONTROL_FAIL)
		return;
	facts->good = result->outcome == OUTCOME_ACCEPT ? CONTROL_PASS : CONTROL_FAIL;
	facts->good_refused = result->outcome == OUTCOME_REJECT || facts->answered;
	facts->good_alert = result->facts.alert;
	facts->reason = reason;
	facts->asked = result->facts.certificate_requested;
}

/* Both may be turned away by the same answer. */
static bool is_unclear(const struct control_facts *facts, const struct attempt_result *result)
{
	return facts->measure.known && result->outcome == OUTCOME_NONE &&
		result->facts.http_status == facts->measure.status &&
		http_status_refuses(facts->measure.status);
}

static void record_intruder(
	struct control_facts *facts, enum control_peer peer, const struct attempt_result *result)
{
	enum control_state *const states[CONTROL_PEER_COUNT] = {
		[PEER_NOBODY] = &facts->nobody,
		[PEER_WRONG_CA] = &facts->wrong_ca,
		[PEER_SELF_SIGNED] = &facts->self_signed,
	};

	*states[peer] = refused_state(result->outcome);
	facts->unclear = facts->unclear || is_unclear(facts, result);
}

/* A client may not know how to be asked for another one. */
static void try_other_versions(struct control_plan *plan, size_t site, struct arena *arena)
{
	bool tried[TLS_VERSION_COUNT] = {false};

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->steps[i].peer == PEER_GOOD && plan->steps[i].site == site)
			tried[plan->steps[i].version] = true;
	}
	for (int v = control_floor; plan->instance->side == SIDE_SERVER && v < TLS_VERSION_COUNT; v++) {
		if (!tried[v])
			add_step(plan, (enum tls_version)v, site, PEER_GOOD, arena);
	}
}

static void record_first_good(struct control_plan *plan, const struct control_step *step,
	const struct attempt_result *result, struct arena *arena)
{
	struct control_facts *facts = &plan->sites[step->site].facts[step->version];

	if (step->peer != PEER_GOOD || result->outcome == OUTCOME_ACCEPT)
		return;
	control_version_record(facts, plan->instance->side, step->version, &result->facts, arena);
	if (facts->hello_refused && &plan->sites[step->site] == control_plan_first_site(plan))
		try_other_versions(plan, step->site, arena);
}

void control_plan_record(struct control_plan *plan, size_t number,
	const struct attempt_result *result, struct arena *arena)
{
	const struct control_step step = plan->steps[number];
	struct control_facts *facts = &plan->sites[step.site].facts[step.version];

	facts->shown[step.peer] = attempt_shown(result);
	/* what could not be told has advice in its words */
	facts->by[step.peer] = result->outcome == OUTCOME_NONE && result->facts.http_status
		? measure_show(result->facts.http_status, result->facts.http_excerpt, arena)
		: result->by;
	if (step.peer == PEER_GOOD || step.peer == PEER_GOOD_AGAIN) {
		record_first_good(plan, &step, result, arena);
		record_good(facts, result, control_sight(&step, result, arena));
		if (plan->measured && facts->good == CONTROL_PASS)
			measure_learn(&facts->measure, &result->facts, arena);
		return;
	}
	record_intruder(facts, step.peer, result);
	if (step.peer == PEER_WRONG_CA && facts->wrong_ca == CONTROL_FAIL && verifies(plan->instance))
		add_step(plan, step.version, step.site, PEER_SELF_SIGNED, arena);
}

const struct control_site *control_plan_first_site(const struct control_plan *plan)
{
	return &plan->sites[plan->count ? plan->steps[0].site : 0];
}

void control_plan_keep_trail(
	struct control_plan *plan, size_t number, const struct log_trail *trail)
{
	const struct control_step *step = &plan->steps[number];

	if (step->peer == PEER_GOOD)
		plan->sites[step->site].facts[step->version].good_trail = *trail;
}

void control_plan_read_log(struct control_plan *plan, const struct instance *instance)
{
	for (size_t i = 0; i < plan->site_count; i++) {
		for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
			struct control_facts *facts = &plan->sites[i].facts[v];

			if (facts->good_refused)
				facts->good_log = log_trail_read(&facts->good_trail, instance, false);
		}
	}
}

enum tls_version control_plan_oldest(const struct control_plan *plan)
{
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (control_plan_first_site(plan)->facts[v].good == CONTROL_PASS)
			return (enum tls_version)v;
	}
	return plan->count ? plan->steps[0].version : control_floor;
}

enum tls_version control_plan_good_version(
	const struct control_plan *plan, enum tls_version version)
{
	return version < control_floor ? control_plan_oldest(plan) : version;
}

/* Versions that no good target speaks lean on one that this one does. */
static const struct control_facts *at_first(
	const struct control_plan *plan, enum tls_version version)
{
	if (version < control_floor && plan->count)
		return &control_plan_first_site(plan)->facts[control_plan_oldest(plan)];
	for (size_t v = version; v < TLS_VERSION_COUNT; v++) {
		if (control_plan_first_site(plan)->used[v])
			return &control_plan_first_site(plan)->facts[v];
	}
	return &control_plan_first_site(plan)->facts[version];
}

/* Those of another version, where it was not tried in this one. */
const struct control_facts *control_plan_at(
	const struct control_plan *plan, const struct site *where, enum tls_version version)
{
	const struct control_site *site =
		where ? find_site(plan, where) : control_plan_first_site(plan);
	const struct control_facts *facts;

	if (!site || site == control_plan_first_site(plan))
		return at_first(plan, version);
	facts = site->facts;
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
