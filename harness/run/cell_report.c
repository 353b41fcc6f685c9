/* From a finished cell to its result: facts in, verdict, and the words that explain it. */
#include "runner_internal.h"

#include <errno.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "forged_identity.h"
#include "judge.h"
#include "keep_parts.h"
#include "pki.h"
#include "recipe.h"
#include "text.h"

static const char *cell_id(
	const struct runner *runner, const struct plan_cell *plan, size_t sequence, struct arena *arena)
{
	size_t round = sequence / runner->options->plan->cell_count;

	return round ? arena_printf(arena, "%s#%zu", plan->id, round + 1) : plan->id;
}

static const char *program(struct arena *arena)
{
	return text_shell_quote(arena, program_invocation_name);
}

/* The folder of the certificates: the user's, or the one that the command makes first. */
static const char *pki_folder(const struct runner *runner, struct arena *arena)
{
	return runner->options->pki_dir ? text_shell_quote(arena, runner->options->pki_dir) : "pki";
}

static const char *pki_command(const struct runner *runner, struct arena *arena)
{
	const struct run_options *options = runner->options;

	return options->pki_dir ? ""
							: arena_printf(arena, "%s pki%s pki; ", program(arena),
								  options->own_pki ? options->own_pki : "");
}

static const char *option(struct arena *arena, const char *name, const char *value)
{
	return value ? arena_printf(arena, " %s %s", name, text_shell_quote(arena, value)) : "";
}

/* Of a target that runs already. */
static const char *connect_options(
	const struct run_options *options, const struct target *target, struct arena *arena)
{
	return arena_printf(arena, "%s%s%s", option(arena, "--server-ca", options->server_ca),
		option(arena, "--server-name", target->server_name), option(arena, "--host", target->host));
}

static const char *mtlspec_command(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	const struct target *target = plan->target;
	const struct run_options *options = runner->options;
	const char *mode = "";
	const char *pki = "";
	const char *defects = "";
	const char *names = "";

	if (target->connect_host)
		mode = arena_printf(arena, " --mode %s", auth_mode_name(plan->mode));
	if (options->pki_dir)
		pki = arena_printf(arena, " --pki %s", pki_folder(runner, arena));
	else if (options->own_pki)
		pki = options->own_pki;
	if (target->takes_defects && options->defects)
		defects = arena_printf(arena, " --defect %s", options->defects);
	if (target->connect_host)
		names = connect_options(options, target, arena);
	return arena_printf(arena, "%s run %s %s%s%s%s%s --cell '%s'", program(arena),
		target->command ? "--client" : "--target",
		text_shell_quote(arena, target->command ? target->command : target->asked_as), mode, pki,
		defects, names, plan->id);
}

static const char *const version_options[TLS_VERSION_COUNT] = {
	[TLS_1_0] = "-tls1 -cipher DEFAULT@SECLEVEL=0",
	[TLS_1_1] = "-tls1_1 -cipher DEFAULT@SECLEVEL=0",
	[TLS_1_2] = "-tls1_2",
	[TLS_1_3] = "-tls1_3",
};

/* Our server by hand, for a client that is then pointed at it. */
static const char *openssl_server_command(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	static const char *const verify[AUTH_MODE_COUNT] = {
		[AUTH_NO_CLIENT_CERT] = "",
		[AUTH_REQUEST_CLIENT_CERT] = " -verify 5",
		[AUTH_REQUIRE_ANY_CLIENT_CERT] = " -Verify 5",
		[AUTH_VERIFY_CLIENT_CERT_IF_GIVEN] = " -verify 5 -verify_return_error",
		[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = " -Verify 5 -verify_return_error",
	};
	const char *name = plan->scenario->steps->server.present;
	const char *dir = pki_folder(runner, arena);

	return arena_printf(arena,
		"%sopenssl s_server -accept 127.0.0.1:8443 -www %s -cert %s/credentials/%s.pem "
		"-chainCAfile "
		"%s/credentials/%s.pem -key %s/credentials/%s.key%s%s  # then the client to %s:8443",
		pki_command(runner, arena), version_options[plan->tls], dir, name, dir, name, dir, name,
		verify[plan->mode],
		auth_mode_requests(plan->mode) ? arena_printf(arena, " -CAfile %s/client-ca.pem", dir) : "",
		plan->scenario->steps->server.name);
}

static const char *address(const struct target *target, struct arena *arena)
{
	if (!target->connect_host)
		return "HOST:PORT";
	return arena_printf(arena, strchr(target->connect_host, ':') ? "[%s]:%d" : "%s:%d",
		target->connect_host, target->connect_port);
}

static const char *server_ca_file(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	const char *own = plan->target->connect_host ? runner->options->server_ca : NULL;

	return own ? text_shell_quote(arena, own)
			   : arena_printf(arena, "%s/server-ca.pem", pki_folder(runner, arena));
}

static const char *openssl_command(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	const char *dir = pki_folder(runner, arena);
	const char *name = plan->scenario->steps->client.present;
	const char *present = "";

	if (strcmp(name, "none") != 0)
		present = arena_printf(arena,
			" -cert %s/credentials/%s.pem -chainCAfile %s/credentials/%s.pem -key "
			"%s/credentials/%s.key",
			dir, name, dir, name, dir, name);
	return arena_printf(arena, "%sopenssl s_client -connect %s -servername %s %s -CAfile %s%s",
		pki_command(runner, arena), address(plan->target, arena), probe_server_name(plan->target),
		version_options[plan->tls], server_ca_file(runner, plan, arena), present);
}

static const char *forged_options(const struct plan_cell *plan, struct arena *arena)
{
	const char *const *line = forged_identity_lines(
		arena, &plan->target->identity, (enum forge)plan->scenario->steps->client.forge);
	const char *all = "";

	for (; *line; line++)
		all = arena_printf(arena, "%s -H %s", all, text_shell_quote(arena, *line));
	return all;
}

static const char *curl_command(
	const struct runner *runner, const struct plan_cell *plan, struct arena *arena)
{
	static const char *const versions[TLS_VERSION_COUNT] = {
		[TLS_1_0] = "--tlsv1.0 --tls-max 1.0 --ciphers DEFAULT@SECLEVEL=0",
		[TLS_1_1] = "--tlsv1.1 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0",
		[TLS_1_2] = "--tlsv1.2 --tls-max 1.2",
		[TLS_1_3] = "--tlsv1.3",
	};
	const char *dir = pki_folder(runner, arena);
	const char *name = plan->scenario->steps->client.present;
	const char *server_name = probe_server_name(plan->target);
	const char *present = "";

	if (strcmp(name, "none") != 0)
		present = arena_printf(arena, " --cert %s/credentials/%s.pem --key %s/credentials/%s.key",
			dir, name, dir, name);
	return arena_printf(arena, "%scurl -v %s --cacert %s%s%s --connect-to %s:443:%s https://%s/",
		pki_command(runner, arena), versions[plan->tls], server_ca_file(runner, plan, arena),
		present, forged_options(plan, arena), server_name, address(plan->target, arena),
		server_name);
}

/* Of a target that is a client. */
static void describe_client(struct cell_result *out, const struct runner *runner,
	const struct plan_cell *plan, struct arena *arena)
{
	const struct scenario *scenario = plan->scenario;

	out->driver = plan->target->client.kind == CLIENT_PROXY ? "proxy" : "program";
	out->credential = scenario->steps->server.present;
	out->server_name = scenario->steps->server.name;
	out->client_credential = plan->target->client.cannot[NEED_CLIENT_CERTIFICATE]
		? "none"
		: scenario->steps->client.present;
	/* s_server has no word for the rest */
	if (scenario->steps->server.staple == STAPLE_NONE && !scenario->steps->server.ca_names)
		out->reproduce_openssl = openssl_server_command(runner, plan, arena);
}

/* Nothing that a command line of another client has no word for. */
static bool is_usual(const struct scenario_step *step)
{
	return !step->client.unsolicited_certificate && !step->client.trust && !step->to &&
		!step->plain && !step->sni && !step->host && !step->path && !step->save_session &&
		!step->resume;
}

static void describe_server(struct cell_result *out, const struct runner *runner,
	const struct plan_cell *plan, struct arena *arena)
{
	out->driver = driver_words[runner->options->driver];
	out->credential = plan->scenario->steps->client.present;
	/* neither has a word for that */
	if (!plan->scenario->simple || !is_usual(plan->scenario->steps))
		return;
	if (!plan->scenario->steps->client.forge)
		out->reproduce_openssl = openssl_command(runner, plan, arena);
	out->reproduce_curl = curl_command(runner, plan, arena);
}

/* Everything that the plan alone tells. */
static void describe(struct cell_result *out, struct runner *runner, const struct plan_cell *plan,
	size_t sequence, struct arena *arena)
{
	const struct expectation *expected = &plan->scenario->steps->expect[plan->mode].connection;

	memset(out, 0, sizeof(*out));
	out->id = cell_id(runner, plan, sequence, arena);
	out->scenario = plan->scenario->id;
	out->target = plan->target->name;
	out->mode = plan->mode;
	out->tls = plan->tls;
	out->expected = OUTCOME_NONE;
	out->expected_alert = TLS_ALERT_NONE;
	if (plan->scenario->simple) {
		out->expected = expected->outcome;
		out->level = expected->level;
		out->expected_alert = judge_expected_alert(expected->alert, plan->tls);
	}
	out->observed = OUTCOME_NONE;
	out->alert = TLS_ALERT_NONE;
	out->setting = plan->target->modes[plan->mode].setting;
	out->fix = plan->target->fix;
	out->reproduce = mtlspec_command(runner, plan, arena);
	out->side = plan->scenario->side;
	if (out->side == SIDE_CLIENT)
		describe_client(out, runner, plan, arena);
	else
		describe_server(out, runner, plan, arena);
	out->defect = !out->credential || strcmp(out->credential, "none") == 0
		? ""
		: recipe_defect(runner->options->recipe, out->credential);
}

/* `cell` is NULL for one that did not run. */
static void emit(struct runner *runner, struct cell_result *result, const struct plan_cell *plan,
	const struct cell *cell, struct arena *arena)
{
	const struct run_options *options = runner->options;

	if (options->adjust)
		options->adjust(options->owner, result, arena);
	if (options->keep)
		keep_cell(result, runner, plan, cell, arena);
	runner->outcome->counts[result->verdict]++;
	options->judged(options->owner, result);
}

static void set_wrong_ca(struct cell_result *out, const struct cell *cell)
{
	out->wrong_ca = instance_controls(cell->instance, cell->plan->tls)->wrong_ca;
	if (out->verdict == VERDICT_FAIL && out->wrong_ca == CONTROL_FAIL)
		out->reason = arena_printf((struct arena *)&cell->arena,
			out->side == SIDE_CLIENT ? "%s (and it trusts a server of a CA that nobody trusts, too)"
									 : "%s (and a client of a CA that nobody trusts got in, too)",
			out->reason);
}

static void judge_client(struct cell_result *out, struct judge_case *judged, struct cell *cell)
{
	const struct scenario_step *step = cell->plan->scenario->steps;

	judged->has_credential = true;
	judged->is_good_peer = client_cell_our_refusal(cell->plan);
	judged->presents = (enum presents_rule)step->presents;
	judged->presents_level = (enum level)step->presents_level;
	judge(out, judged, &cell->arena);
}

/* The target's last words, where they may explain something. */
static const char *last_words(const struct cell *cell)
{
	if (!instance_is_program(cell->instance))
		return instance_log_tail(cell->instance, cell->log_start, (struct arena *)&cell->arena);
	return cell->attempt_count ? cell->attempts[0].facts.output : NULL;
}

/* One of its requests must not reach the backend any more. Nothing was shown, nothing was
 * refused. */
static bool was_refused(const struct cell_result *result)
{
	bool refused = false;

	for (size_t i = 0; i < result->attempt_count; i++) {
		if (result->attempts[i].facts.unsent)
			return false;
		refused = refused || result->attempts[i].outcome == OUTCOME_REJECT;
	}
	return refused;
}

void cell_report(struct cell *cell)
{
	struct arena *arena = &cell->arena;
	struct runner *runner = cell->runner;
	const struct plan_cell *plan = cell->plan;
	const struct control_facts *control = instance_controls(cell->instance, plan->tls);
	struct judge_deviation known;
	struct judge_case judged = {
		.side = plan->scenario->side,
		.mode = plan->mode,
		.tls = plan->tls,
		.expected = plan->scenario->steps->expect[plan->mode].connection,
		.attempts = cell->attempts,
		.attempt_count = cell->attempt_count,
		.subject_count = cell->subject_count,
		.control_before = control->good,
		.control_reason = control->reason,
		.crash = cell->crash,
		.trouble = cell->trouble,
		.strict = runner->options->strict,
	};
	struct cell_result result;

	if (!judged.trouble)
		judged.trouble = lapse_of_cell(cell);
	if (plan->deviation) {
		known = (struct judge_deviation){.observed = plan->deviation->observed,
			.reason = plan->deviation->reason,
			.link = plan->deviation->link};
		judged.deviation = &known;
	}
	describe(&result, runner, plan, cell->sequence, arena);
	if (plan->scenario->side == SIDE_CLIENT)
		judge_client(&result, &judged, cell);
	else
		server_cell_judge(&result, &judged, cell);
	set_wrong_ca(&result, cell);
	cell_find_directive(&result, cell);
	if (result.verdict == VERDICT_FAIL || result.verdict == VERDICT_ERROR)
		result.instance_log = last_words(cell);
	result.duration_us = clock_now_us() - cell->started_us;
	emit(runner, &result, plan, cell, arena);
	/* one that was cut off by the target's end was not refused: it may come through all the same */
	if (cell->trouble && result.expected == OUTCOME_ACCEPT)
		return;
	runner->refused_verdict[cell->sequence] =
		was_refused(&result) ? (unsigned char)(1 + result.verdict) : 0;
	if (runner->refused_verdict[cell->sequence])
		runner_watch_for_late(cell);
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
	emit(runner, &result, plan, NULL, &arena);
	arena_finish(&arena);
}

void cell_report_late(struct runner *runner, size_t sequence)
{
	const struct plan *plan = runner->options->plan;
	const struct plan_cell *late = &plan->cells[sequence % plan->cell_count];
	struct cell_result result;
	struct arena arena;

	arena_init(&arena);
	describe(&result, runner, late, sequence, &arena);
	result.verdict = VERDICT_FAIL;
	result.observed = OUTCOME_ACCEPT;
	result.by = "late forward";
	result.backend_observed = result.backend = true;
	result.reason =
		"the request reached the backend after the client had been refused and the next "
		"one served";
	runner->refused_verdict[sequence] = 0;
	emit(runner, &result, late, NULL, &arena);
	arena_finish(&arena);
}
