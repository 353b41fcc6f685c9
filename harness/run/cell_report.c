/* From a finished cell to its result: facts in, verdict, and the words that explain it. */
#include "runner_internal.h"

#include <errno.h>
#include <string.h>

#include "clock.h"
#include "identity.h"
#include "judge.h"
#include "pki.h"
#include "recipe.h"

static const char *cell_id(
	const struct runner *runner, const struct plan_cell *plan, size_t sequence, struct arena *arena)
{
	size_t round = sequence / runner->options->plan->cell_count;

	return round ? arena_printf(arena, "%s#%zu", plan->id, round + 1) : plan->id;
}

static const char *mtlspec_command(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	const struct target *target = plan->target;
	const struct run_options *options = runner->options;
	const char *mode = "";
	const char *pki = "";
	const char *defects = "";

	if (target->connect_host)
		mode = arena_printf(arena, " --mode %s", auth_mode_name(plan->mode));
	if (options->pki_dir)
		pki = arena_printf(arena, " --pki %s", options->pki_dir);
	if (target->takes_defects && options->defects)
		defects = arena_printf(arena, " --defect %s", options->defects);
	return arena_printf(arena, "%s run --target %s%s%s%s --cell '%s'", program_invocation_name,
		target->asked_as, mode, pki, defects, plan->id);
}

static const char *openssl_command(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	static const char *const version_options[TLS_VERSION_COUNT] = {
		[TLS_1_0] = "-tls1 -cipher DEFAULT@SECLEVEL=0",
		[TLS_1_1] = "-tls1_1 -cipher DEFAULT@SECLEVEL=0",
		[TLS_1_2] = "-tls1_2",
		[TLS_1_3] = "-tls1_3"};
	const char *dir = runner->options->pki_dir;
	const char *name = plan->scenario->client.present;
	const char *mint = dir ? "" : arena_printf(arena, "%s pki pki; ", program_invocation_name);
	const char *present = "";

	if (!dir)
		dir = "pki";
	if (strcmp(name, "none") != 0)
		present = arena_printf(arena,
			" -cert %s/credentials/%s.pem -cert_chain %s/credentials/%s.pem -key "
			"%s/credentials/%s.key",
			dir, name, dir, name, dir, name);
	return arena_printf(arena,
		"%sopenssl s_client -connect %s -servername " PKI_SERVER_NAME
		" %s -CAfile %s/server-ca.pem%s",
		mint, plan->target->connect_host ? plan->target->name : "HOST:PORT",
		version_options[plan->tls], dir, present);
}

/* Everything that the plan alone tells. */
static void describe(struct cell_result *out, struct runner *runner, const struct plan_cell *plan,
	size_t sequence, struct arena *arena)
{
	const struct expectation *expected = &plan->scenario->expect[plan->mode];

	memset(out, 0, sizeof(*out));
	out->id = cell_id(runner, plan, sequence, arena);
	out->scenario = plan->scenario->id;
	out->target = plan->target->name;
	out->mode = plan->mode;
	out->tls = plan->tls;
	out->driver = driver_words[runner->options->driver];
	out->expected = expected->outcome;
	out->level = expected->level;
	out->expected_alert = judge_expected_alert(expected->alert, plan->tls);
	out->observed = OUTCOME_NONE;
	out->alert = TLS_ALERT_NONE;
	out->credential = plan->scenario->client.present;
	out->defect = strcmp(out->credential, "none") == 0
		? ""
		: recipe_defect(runner->options->recipe, out->credential);
	out->setting = plan->target->modes[plan->mode].setting;
	out->fix = plan->target->fix;
	out->reproduce = mtlspec_command(runner, plan, arena);
	if (!plan->scenario->client.unsolicited_certificate)
		out->reproduce_openssl = openssl_command(runner, plan, arena);
}

static void emit(struct runner *runner, const struct cell_result *result)
{
	runner->outcome->counts[result->verdict]++;
	runner->options->judged(runner->options->owner, result);
}

static const char *check_identity(struct cell *cell, struct arena *arena)
{
	const struct scenario *scenario = cell->plan->scenario;
	const struct credential *credential = NULL;
	const char *why;

	if (strcmp(scenario->client.present, "none") != 0)
		credential = pki_credential(cell->runner->options->pki, scenario->client.present, &why);
	return cell->attempt_count == 0
		? NULL
		: identity_check(scenario->identity, &cell->plan->target->identity,
			  &cell->attempts[0].facts, credential, auth_mode_verifies(cell->plan->mode), arena);
}

static void set_wrong_ca(struct cell_result *out, const struct cell *cell)
{
	out->wrong_ca = instance_controls(cell->instance, cell->plan->tls)->wrong_ca;
	if (out->verdict == VERDICT_FAIL && out->wrong_ca == CONTROL_FAIL)
		out->reason = arena_printf((struct arena *)&cell->arena,
			"%s (and a client of a CA that nobody trusts got in, too)", out->reason);
}

void cell_report(struct cell *cell)
{
	struct arena *arena = &cell->arena;
	struct runner *runner = cell->runner;
	const struct plan_cell *plan = cell->plan;
	const struct control_facts *control = instance_controls(cell->instance, plan->tls);
	struct judge_deviation known;
	struct judge_case judged = {
		.mode = plan->mode,
		.tls = plan->tls,
		.expected = plan->scenario->expect[plan->mode],
		.has_credential = strcmp(plan->scenario->client.present, "none") != 0,
		.unsolicited = plan->scenario->client.unsolicited_certificate,
		.is_good_client = strcmp(plan->scenario->client.present, PKI_GOOD_CLIENT) == 0,
		.attempts = cell->attempts,
		.attempt_count = cell->attempt_count,
		.subject_count = cell->subject_count,
		.control_before = control->good,
		.control_reason = control->reason,
		.crash = cell->crash,
		.trouble = cell->trouble,
		.identity_problem = check_identity(cell, arena),
		.strict = runner->options->strict,
	};
	struct cell_result result;

	if (plan->deviation) {
		known = (struct judge_deviation){.observed = plan->deviation->observed,
			.reason = plan->deviation->reason,
			.link = plan->deviation->link};
		judged.deviation = &known;
	}
	describe(&result, runner, plan, cell->sequence, arena);
	judge(&result, &judged, arena);
	set_wrong_ca(&result, cell);
	if (result.verdict == VERDICT_FAIL || result.verdict == VERDICT_ERROR)
		result.instance_log = instance_log_tail(cell->instance, cell->log_start, arena);
	result.duration_us = clock_now_us() - cell->started_us;
	runner->refused_verdict[cell->sequence] =
		result.observed == OUTCOME_REJECT ? (unsigned char)(1 + result.verdict) : 0;
	emit(runner, &result);
}

void cell_report_unrun(struct runner *runner, const struct plan_cell *plan, size_t sequence,
	enum verdict verdict, const char *reason)
{
	struct cell_result result;
	struct arena arena;

	arena_init(&arena);
	describe(&result, runner, plan, sequence, &arena);
	result.verdict = verdict;
	result.reason = reason;
	emit(runner, &result);
	arena_finish(&arena);
}

void cell_report_late(struct runner *runner, size_t sequence)
{
	const struct plan *plan = runner->options->plan;
	struct cell_result result;
	struct arena arena;

	arena_init(&arena);
	describe(&result, runner, &plan->cells[sequence % plan->cell_count], sequence, &arena);
	result.verdict = VERDICT_FAIL;
	result.observed = OUTCOME_ACCEPT;
	result.by = "late forward";
	result.backend_observed = result.backend = true;
	result.reason =
		"the request reached the backend after the client had been refused and the next "
		"one served";
	runner->refused_verdict[sequence] = 0;
	emit(runner, &result);
	arena_finish(&arena);
}
