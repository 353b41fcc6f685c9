#include "preflight.h"

#include <errno.h>
#include <string.h>

#include "arena.h"
#include "control_plan.h"
#include "target.h"

/* What all versions in which the good client was served have in common. */
struct sums {
	size_t served;
	size_t unclear;
	size_t open; /* to who shows no certificate */
	size_t strange; /* open to a stranger's certificate */
	const struct control_facts *first;
};

static struct sums sum_up(const struct control_site *site)
{
	struct sums sums = {0};

	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct control_facts *facts = &site->facts[v];

		if (facts->good != CONTROL_PASS)
			continue;
		if (!sums.first)
			sums.first = facts;
		sums.served++;
		sums.unclear += facts->unclear;
		sums.open += facts->nobody == CONTROL_FAIL;
		sums.strange += facts->wrong_ca == CONTROL_FAIL;
	}
	return sums;
}

static const char *path_of(const struct control_plan *plan, const struct control_site *site)
{
	const char *path = site->where.path ? site->where.path : plan->instance->target->answers.path;

	return path ? path : "/mtlspec/...";
}

/* Who names a path, or says what counts as accepted, means what is asked for there. */
static bool is_meant(const struct control_plan *plan, const struct control_site *site)
{
	const struct target_answers *answers = &plan->instance->target->answers;

	return site->where.path || answers->path || answers->accepted.count;
}

/* The mode that a server is in which lets those in. */
static enum auth_mode apparent_mode(const struct sums *sums)
{
	if (!sums->first->asked)
		return AUTH_NO_CLIENT_CERT;
	if (sums->open)
		return sums->strange ? AUTH_REQUEST_CLIENT_CERT : AUTH_VERIFY_CLIENT_CERT_IF_GIVEN;
	return sums->strange ? AUTH_REQUIRE_ANY_CLIENT_CERT : AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
}

/*
 * In each version that the good client came in he was let go on to his request, and then the
 * connection was closed without a word.
 */
static bool is_mute(const struct control_plan *plan, const struct control_site *site)
{
	size_t mute = 0;

	if (target_refuses_by(plan->instance->target, "close"))
		return false;
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct control_facts *facts = &site->facts[v];
		const char *by = facts->by[PEER_GOOD];

		if (by && (!facts->good_refused || strcmp(by, "close") != 0))
			return false;
		mute += by != NULL;
	}
	return mute > 0;
}

static const char *obstacle_at(
	const struct control_plan *plan, const struct control_site *site, struct arena *arena)
{
	const struct sums sums = sum_up(site);
	const struct plan_instance *instance = plan->instance;

	if (is_mute(plan, site))
		return "the good client gets no HTTP answer: his connection is closed without a word after "
			   "his "
			   "request. Does it speak another protocol? If this is how it refuses, say "
			   "`refuses_by: "
			   "[close]` in a target file";
	if (!sums.served)
		return NULL;
	if (sums.unclear == sums.served)
		return arena_printf(arena,
			"nothing can be told at %s: the good client gets %s, others the same, and that may be "
			"a "
			"refusal of all: name a path that he may have by --path, or say --accepted %d",
			path_of(plan, site),
			measure_show(sums.first->measure.status, sums.first->measure.excerpt, arena),
			sums.first->measure.status);
	if (sums.open == sums.served && auth_mode_requires(instance->mode) && !is_meant(plan, site))
		return arena_printf(arena,
			"everybody is served at %s (HTTP %d): if only some paths are protected, name one by "
			"--path; to judge this one, --path /",
			path_of(plan, site), sums.first->measure.status);
	if (instance->mode_assumed && apparent_mode(&sums) != instance->mode)
		return arena_printf(arena,
			"it looks like %s, which nobody said that it should be: say what it is meant to be by "
			"--mode",
			auth_mode_name(apparent_mode(&sums)));
	return NULL;
}

const char *preflight_trouble(const struct observation *facts, struct arena *arena)
{
	if (facts->connect_errno == ECONNREFUSED)
		return "nothing listens there (connection refused)";
	if (!facts->connected)
		return arena_printf(arena, "no connection is made (%s)",
			facts->connect_errno ? strerror(facts->connect_errno) : "none in time");
	if (observation_closed_at_hello(facts))
		return "it does not speak TLS there: it closed the connection in answer to a ClientHello";
	return NULL;
}

const char *preflight_obstacle(const struct control_plan *plan, struct arena *arena)
{
	const char *obstacle = NULL;

	for (size_t i = 0; plan->measured && !obstacle && i < plan->site_count; i++)
		obstacle = obstacle_at(plan, &plan->sites[i], arena);
	return obstacle;
}

/* In which versions somebody can come at all. */
static const char *versions(const struct control_plan *plan, struct arena *arena)
{
	const struct control_site *site = &plan->sites[plan->steps[0].site];
	const char *text = "";

	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct control_facts *facts = &site->facts[v];

		if (facts->by[PEER_GOOD])
			text = arena_printf(arena, "%s%s%s %s", text, *text ? ", " : "",
				tls_version_name((enum tls_version)v),
				facts->good == CONTROL_PASS ? "yes"
											: arena_printf(arena, "no (%s)", facts->by[PEER_GOOD]));
	}
	return text;
}

static const char *fate(
	const char *who, enum control_state refused, const char *by, struct arena *arena)
{
	static const char *const words[CONTROL_COUNT] = {
		[CONTROL_NONE] = "unclear", [CONTROL_PASS] = "refused", [CONTROL_FAIL] = "let in"};

	return arena_printf(arena, "%s is %s (%s)", who, words[refused], by ? by : "not tried");
}

const char *preflight_account(const struct control_plan *plan, struct arena *arena)
{
	struct sums sums;

	if (!plan->measured || !plan->count)
		return NULL;
	sums = sum_up(&plan->sites[plan->steps[0].site]);
	if (!sums.served)
		return NULL;
	return arena_printf(arena, "%s; %s; the good client gets %s; %s; %s%s", versions(plan, arena),
		sums.first->asked ? "asks for a certificate" : "asks for no certificate",
		measure_show(sums.first->measure.status, sums.first->measure.excerpt, arena),
		fate("one without a certificate", sums.first->nobody, sums.first->by[PEER_NOBODY], arena),
		fate("a stranger", sums.first->wrong_ca, sums.first->by[PEER_WRONG_CA], arena),
		plan->instance->mode_assumed ? arena_printf(arena, "; judged as %s (--mode not given)",
										   auth_mode_name(plan->instance->mode))
									 : "");
}
