#include "control_version.h"

#include <string.h>

#include "arena.h"
#include "tls_alert.h"

/* What ended the connection at a server's answer to our Hello, in words. */
static const char *server_refusal(const struct observation *facts, struct arena *arena)
{
	if (facts->negotiated || facts->http_status)
		return NULL;
	if (facts->alert != TLS_ALERT_NONE)
		return facts->alert_from == PARTY_SERVER
			? arena_printf(arena, "alert %s", tls_alert_name(facts->alert))
			: NULL;
	return observation_closed_at_hello(facts) ? "a close" : NULL;
}

/* The version of an answer that our client did not offer, or none. */
static enum tls_version older_answer(const struct observation *facts, enum tls_version version)
{
	return facts->negotiated < version ? facts->negotiated : TLS_VERSION_NONE;
}

void control_version_record(struct control_facts *facts, enum side side, enum tls_version version,
	const struct observation *seen, struct arena *arena)
{
	if (seen->trouble)
		return;
	if (side == SIDE_SERVER && seen->connected) {
		facts->answered = older_answer(seen, version);
		facts->hello_refused = facts->answered
			? arena_printf(arena, "an answer in %s", tls_version_name(facts->answered))
			: server_refusal(seen, arena);
	} else if (side == SIDE_CLIENT && seen->version_not_offered) {
		facts->hello_refused = "our server, whose version it does not offer";
	}
}

static const struct control_facts *first_facts(const struct control_plan *plan)
{
	return control_plan_first_site(plan)->facts;
}

bool control_version_takes_any(const struct control_plan *plan)
{
	return first_facts(plan)[control_plan_oldest(plan)].good == CONTROL_PASS;
}

/* The newest of the older versions that it answers in, or none. */
static enum tls_version newest_answer(const struct control_plan *plan)
{
	enum tls_version newest = TLS_VERSION_NONE;

	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		if (first_facts(plan)[v].answered > newest)
			newest = first_facts(plan)[v].answered;
	}
	return newest;
}

static const char *describe(
	const struct control_plan *plan, enum tls_version version, struct arena *arena)
{
	const struct control_facts *facts = &first_facts(plan)[version];
	const char *name = tls_version_name(version);
	const char *taken = tls_version_name(control_plan_oldest(plan));
	bool certain = facts->answered || facts->good_alert == TLS_ALERT_PROTOCOL_VERSION;

	return arena_printf(arena,
		"does not speak %s%s: it refused the good client by %s, and took him in %s", name,
		certain ? "" : ", or nothing that our client offers in it", facts->hello_refused, taken);
}

const char *control_version_unspoken(
	const struct control_plan *plan, enum tls_version version, struct arena *arena)
{
	const char *refused = first_facts(plan)[version].hello_refused;
	enum tls_version answer = newest_answer(plan);

	if (!refused)
		return NULL;
	/* what its Hello says needs no other version to be believed */
	if (plan->instance->side == SIDE_CLIENT)
		return arena_printf(
			arena, "does not offer TLS %s", tls_version_name(version) + strlen("tls"));
	if (control_version_takes_any(plan))
		return describe(plan, version, arena);
	return answer
		? arena_printf(arena,
			  "speaks nothing newer than %s, so no control can be made: it refused the good client "
			  "by %s",
			  tls_version_name(answer), refused)
		: NULL;
}

static bool is_good_at_first(const struct control_plan *plan, size_t step)
{
	return plan->steps[step].peer == PEER_GOOD &&
		&plan->sites[plan->steps[step].site] == control_plan_first_site(plan);
}

bool control_version_goes_on(const struct control_plan *plan, size_t step)
{
	if (!is_good_at_first(plan, step) ||
		!first_facts(plan)[plan->steps[step].version].hello_refused)
		return false;
	if (newest_answer(plan) || control_version_takes_any(plan))
		return true;
	for (size_t i = step + 1; i < plan->count; i++) {
		if (is_good_at_first(plan, i))
			return true;
	}
	return false;
}

bool control_version_is_shut(const struct control_plan *plan, size_t step)
{
	const struct control_step *next = &plan->steps[step];

	return next->peer != PEER_GOOD && plan->sites[next->site].facts[next->version].hello_refused;
}
