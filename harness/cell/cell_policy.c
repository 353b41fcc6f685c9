#include "cell_policy.h"

#include <string.h>

#include "arena.h"
#include "cell.h"
#include "cell_holder.h"
#include "cell_side.h"
#include "instance.h"
#include "pki.h"
#include "target.h"
#include "target_hosts.h"
#include "target_paths.h"
#include "text.h"

/* What is demanded of whoever gets an answer. */
struct policy {
	enum auth_mode mode;
	const char *client_ca; /* or NULL: the usual one */
	const char *control; /* who is good there */
	const struct target_host *host; /* whose it is, or NULL */
	const struct target_path *path;
};

static const struct target_host *host_of(
	const struct cell *cell, const struct attempt_result *attempt)
{
	return target_hosts_find(cell->plan->target, attempt->facts.answered_by);
}

static struct arena *arena_of(const struct cell *cell)
{
	return (struct arena *)&cell->arena;
}

/* That of the path which the backend was asked for, if it has one; else of the host. */
static struct policy policy_of(
	const struct cell *cell, const struct attempt_result *attempt, enum path_reading reading)
{
	const struct target_host *host = host_of(cell, attempt);
	struct policy policy = {.mode = target_host_mode(host, cell->plan->mode),
		.client_ca = host ? host->client_ca : NULL,
		.control = cell_good_client(cell, host),
		.host = host,
		.path = target_paths_asked(
			cell->plan->target, host, attempt->facts.backend_asked, reading, arena_of(cell))};

	if (!policy.path)
		return policy;
	policy.mode = (enum auth_mode)policy.path->mode;
	if (policy.path->client_ca)
		policy.client_ca = policy.path->client_ca;
	if (policy.path->control)
		policy.control = policy.path->control;
	return policy;
}

/* Nothing, where it was not asked for or could not be sent. */
static const char *had_shown(const struct attempt_result *who)
{
	return who->facts.sent == SENT_AS_MEANT ? who->credential : NULL;
}

static bool is_good_at(const struct policy *policy, const char *credential)
{
	return strcmp(credential, policy->control) == 0;
}

static bool satisfies(const struct policy *policy, const struct attempt_result *who)
{
	const char *credential = had_shown(who);

	switch (policy->mode) {
	case AUTH_REQUIRE_ANY_CLIENT_CERT:
		return credential != NULL;
	case AUTH_VERIFY_CLIENT_CERT_IF_GIVEN:
		return !credential || is_good_at(policy, credential);
	case AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT:
		return credential && is_good_at(policy, credential);
	default:
		return true;
	}
}

/* "the backend of host 'partner' (partner.test, RequireAndVerifyClientCert of partner-root)" */
static const char *describe_place(
	const struct policy *policy, const struct attempt_result *attempt, struct arena *arena)
{
	const char *demands = arena_printf(arena, "%s%s", auth_mode_name(policy->mode),
		policy->client_ca ? arena_printf(arena, " of %s", policy->client_ca) : "");
	const char *asked = attempt->facts.backend_asked;

	if (policy->path)
		return arena_printf(arena, "the backend%s, which was asked for %s: that is %s (%s)",
			policy->host ? arena_printf(arena, " of host '%s'", policy->host->role) : "",
			text_clean_dup(arena, asked, strlen(asked)), policy->path->path, demands);
	if (policy->host)
		return arena_printf(arena, "the backend of host '%s' (%s, %s)", policy->host->role,
			policy->host->name, demands);
	return arena_printf(arena, "the backend (%s)", demands);
}

static const char *describe(const struct cell *cell, const struct policy *policy,
	const struct attempt_result *attempt, const struct attempt_result *who)
{
	struct arena *arena = arena_of(cell);
	const char *credential = had_shown(who);

	return arena_printf(arena, "the request reached %s, and %s the client had shown %s",
		describe_place(policy, attempt, arena),
		attempt->facts.resumed ? "in the handshake that made his session" : "in the handshake",
		credential ? arena_printf(arena, "'%s'", credential) : "no certificate");
}

/* Backends differ in what they take for the same path: whoever knows that his reads it so has to
 * close that way himself. */
static const char *find_loose(
	const struct cell *cell, const struct attempt_result *attempt, const struct attempt_result *who)
{
	const struct policy policy = policy_of(cell, attempt, PATH_LOOSELY);
	const char *asked = attempt->facts.backend_asked;
	struct arena *arena = arena_of(cell);

	if (!policy.path || satisfies(&policy, who))
		return NULL;
	return arena_printf(arena,
		"who may not have %s got %s through, which some backends take for the same",
		policy.path->path, text_clean_dup(arena, asked, strlen(asked)));
}

static void look_at(struct judge_step *out, const struct cell *cell,
	const struct attempt_result *attempt, const struct attempt_result *who)
{
	const struct policy policy = policy_of(cell, attempt, PATH_BY_RFC);

	if (target_host_count(cell->plan->target) && !policy.host)
		out->policy_trouble = "the request reached a backend that belongs to no host of the "
							  "target's file: its policy is not known";
	else if (!out->policy_breach && !satisfies(&policy, who))
		out->policy_breach = describe(cell, &policy, attempt, who);
	else if (!out->policy_note)
		out->policy_note = find_loose(cell, attempt, who);
}

void cell_policy_look(
	struct judge_step *out, const struct cell *cell, const struct scenario_step *step)
{
	for (size_t i = 0; i < out->subject_count; i++) {
		const struct attempt_result *attempt = &out->attempts[i];

		if (attempt->facts.backend_saw)
			look_at(out, cell, attempt, cell_holder(cell, attempt, step));
	}
}

enum identity_rule cell_policy_identity(
	const struct cell *cell, const struct attempt_result *attempt, const struct attempt_result *who)
{
	const struct policy policy = policy_of(cell, attempt, PATH_BY_RFC);
	bool known = policy.host || policy.path || target_path_count(cell->plan->target);

	if (!had_shown(who))
		return IDENTITY_NOBODY;
	return known && auth_mode_verifies(policy.mode) && is_good_at(&policy, had_shown(who))
		? IDENTITY_PRESENTED
		: IDENTITY_UNCHECKED;
}
