/*
 * The controls of an instance: before anything is judged on it, the good peer must get through in
 * each TLS version, and where the mode verifies one of a wrong CA must not.
 */
#include "runner_internal.h"

#include "clock.h"
#include "judge.h"
#include "pki.h"

enum { RETRY_MAX_MS = 40 };

/* Controls run in the versions that good targets speak. */
static const enum tls_version control_floor = TLS_1_2;

static void add_step(
	struct instance *instance, enum tls_version version, int listener, enum control_peer peer)
{
	instance->steps[instance->step_count++] =
		(struct control_step){.version = version, .listener = listener, .peer = peer};
}

/* A port without TLS has no versions: once is enough. */
static void add_listeners(struct instance *instance, const bool used[TLS_VERSION_COUNT])
{
	const struct target *target = instance->plan->target;

	for (size_t i = 0; i < target->setup.listeners.count; i++) {
		bool done = false;

		for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
			if (!used[v] || done)
				continue;
			add_step(instance, (enum tls_version)v, (int)i, PEER_GOOD);
			done = target_listener(target, i)->plain;
		}
	}
}

static bool verifies(const struct instance *instance)
{
	return instance->plan->side == SIDE_CLIENT || auth_mode_verifies(instance->plan->mode);
}

/* One good peer for each version in use and each port, and where chains are verified one of a wrong
 * CA. */
void instance_plan_controls(struct instance *instance)
{
	const struct plan *plan = instance->runner->options->plan;
	bool used[TLS_VERSION_COUNT] = {false};

	for (size_t i = 0; i < instance->queue_len; i++) {
		enum tls_version version = plan->cells[instance->queue[i] % plan->cell_count].tls;

		used[version < control_floor ? control_floor : version] = true;
	}
	instance->step_count = 0;
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (used[v])
			add_step(instance, (enum tls_version)v, MAIN_LISTENER, PEER_GOOD);
	}
	add_listeners(instance, used);
	for (int v = control_floor; v < TLS_VERSION_COUNT; v++) {
		if (used[v] && verifies(instance))
			add_step(instance, (enum tls_version)v, MAIN_LISTENER, PEER_WRONG_CA);
	}
}

/* Of one that must not get in. */
static enum control_state refused_state(enum outcome outcome)
{
	if (outcome == OUTCOME_REJECT)
		return CONTROL_PASS;
	return outcome == OUTCOME_ACCEPT ? CONTROL_FAIL : CONTROL_NONE;
}

/* Where the controls of the step go that runs. */
static struct control_facts *control_facts(struct instance *instance)
{
	const struct control_step *step = &instance->steps[instance->step];

	return step->listener == MAIN_LISTENER
		? &instance->controls[step->version]
		: &instance->listeners[step->listener].controls[step->version];
}

static void record_control(struct instance *instance)
{
	struct attempt_result *result = &instance->control_result;
	const struct control_step *step = &instance->steps[instance->step];
	struct control_facts *facts = control_facts(instance);

	if (step->peer == PEER_WRONG_CA) {
		facts->wrong_ca = refused_state(result->outcome);
		if (facts->wrong_ca == CONTROL_FAIL)
			add_step(instance, step->version, MAIN_LISTENER, PEER_SELF_SIGNED);
		return;
	}
	if (step->peer == PEER_SELF_SIGNED) {
		facts->self_signed = refused_state(result->outcome);
		return;
	}
	facts->good = result->outcome == OUTCOME_ACCEPT ? CONTROL_PASS : CONTROL_FAIL;
	facts->good_refused = result->outcome == OUTCOME_REJECT;
	facts->good_alert = result->facts.alert;
	facts->reason =
		arena_printf(&instance->arena, "%s: %s", tls_version_name(step->version), result->by);
}

static void on_retry(uv_timer_t *timer)
{
	instance_next_control(timer->data);
}

/*
 * The target may still be on its way to its listen(), or to what it serves there: until they have
 * read their configuration some close every connection, show a certificate that they made up, or
 * know no backend or upstream.
 */
static bool is_starting(const struct instance *instance)
{
	const struct observation *facts = &instance->control_result.facts;

	if (!facts->connected)
		return true;
	if (instance->plan->side == SIDE_CLIENT)
		return facts->connections == 0 && facts->far_end != FAR_SUCCESS;
	if (facts->server_trust_error || facts->http_status == 404)
		return true;
	return facts->negotiated == TLS_VERSION_NONE && facts->alert == TLS_ALERT_NONE &&
		(facts->end == END_FIN || facts->end == END_RESET);
}

/*
 * A proxy that has run for longer than our backend behind it may have noted that there is none, and
 * look again only after it was asked.
 */
static bool misses_backend(const struct instance *instance)
{
	int status = instance->control_result.facts.http_status;

	return instance->plan->target->connect_host && status >= 502 && status <= 504;
}

static bool wait_for_listener(struct instance *instance)
{
	bool other_port = instance->steps[instance->step].listener != MAIN_LISTENER;

	if (instance->state != INSTANCE_STARTING && !other_port)
		return false;
	if (!misses_backend(instance) && !(instance->process && is_starting(instance)))
		return false;
	if (clock_now_us() > instance->start_deadline_us)
		return false;
	instance->runner->outcome->connections--; /* it was no test */
	uv_timer_start(&instance->retry, on_retry, instance->retry_ms, 0);
	instance->retry_ms =
		instance->retry_ms * 2 > RETRY_MAX_MS ? RETRY_MAX_MS : instance->retry_ms * 2;
	return true;
}

/* A target set up by hand trusts, and is trusted by, only the PKI that was installed there. */
static const char *hint_of(const struct instance *instance)
{
	const struct run_options *options = instance->runner->options;

	if (!instance->plan->target->connect_host || !instance->control_result.facts.server_trust_error)
		return "";
	if (options->server_ca)
		return "; does it present a certificate of the CA in --server-ca, for the name in "
			   "--server-name?";
	return options->pki_dir
		? "; with a certificate of its own it needs --server-ca FILE and --server-name NAME"
		: "; was it set up with what `mtlspec pki DIR` wrote? Then run with --pki DIR. A "
		  "certificate of its own needs --server-ca FILE and --server-name NAME";
}

static void judge_control(struct instance *instance)
{
	struct attempt_result *result = &instance->control_result;

	result->outcome = instance->plan->side == SIDE_CLIENT
		? judge_client_connection(&result->facts, false, &result->by, &instance->arena)
		: judge_connection(&result->facts, &result->by, &instance->arena);
}

static struct held_port *held_port(struct instance *instance)
{
	int listener = instance->steps[instance->step].listener;

	return listener == MAIN_LISTENER ? &instance->port : &instance->listeners[listener].port;
}

static void on_control_done(void *owner)
{
	struct instance *instance = owner;
	struct attempt_result *result = &instance->control_result;

	instance->control.attempt = NULL;
	instance->control.client = NULL;
	if (wait_for_listener(instance))
		return;
	judge_control(instance);
	record_control(instance);
	port_release(held_port(instance));
	if (result->outcome == OUTCOME_NONE && !result->facts.unsent &&
		instance->steps[instance->step].peer == PEER_GOOD && !instance_is_program(instance)) {
		/* neither accepted nor refused: there is no sense in asking a hundred times more */
		instance_break_down(instance,
			arena_printf(&instance->arena,
				"no control: the good %s got neither answer nor refusal (%s)%s",
				instance->plan->side == SIDE_CLIENT ? "server" : "client",
				control_facts(instance)->reason, hint_of(instance)));
		return;
	}
	instance->step++;
	instance_set_state(instance, INSTANCE_CONTROLS);
	instance_next_control(instance);
}

const char *instance_good_client(const struct instance *instance)
{
	const char *name = instance->plan->target->setup.control.client;

	return name ? name : PKI_GOOD_CLIENT;
}

/* Over which port, and by which of our clients. */
static void choose_control_way(struct instance *instance, const struct control_step *step)
{
	bool http = instance->runner->options->driver == DRIVER_HTTP;
	bool plain = step->listener != MAIN_LISTENER &&
		target_listener(instance->plan->target, (size_t)step->listener)->plain;

	instance->control_way = (struct probe_way){.listener = step->listener, .plain = plain};
	instance->control.way = &instance->control_way;
	instance->control.driver = http ? &driver_http : plain ? &driver_plain : &driver_tls;
	instance->control.arena = &instance->arena;
}

void instance_next_control(struct instance *instance)
{
	const char *const clients[CONTROL_PEER_COUNT] = {
		[PEER_GOOD] = instance_good_client(instance),
		[PEER_WRONG_CA] = PKI_WRONG_CA_CLIENT,
		[PEER_SELF_SIGNED] = PKI_SELF_SIGNED_CLIENT,
	};
	struct runner *runner = instance->runner;
	const struct control_step *step = &instance->steps[instance->step];
	struct tls_client_options tls = {.server_name = probe_server_name(instance->plan->target)};
	const char *why = NULL;

	if (instance->step == instance->step_count) {
		instance_set_state(instance, INSTANCE_READY);
		runner_step(runner);
		return;
	}
	if (instance->plan->side == SIDE_CLIENT) {
		client_control_start(instance, step, on_control_done);
		return;
	}
	tls.version = step->version;
	tls.credential = pki_credential(runner->options->pki, clients[step->peer], &why);
	if (!tls.credential) {
		instance_break_down(
			instance, arena_printf(&instance->arena, "no control credential: %s", why));
		return;
	}
	choose_control_way(instance, step);
	token_make(instance->control.token);
	probe_start(runner, &instance->control, instance, &tls, &instance->control_result,
		on_control_done, instance);
}

const struct control_facts *instance_controls(
	const struct instance *instance, enum tls_version version)
{
	for (size_t i = 0; i < instance->step_count; i++) {
		if (instance->steps[i].version >= version)
			return &instance->controls[instance->steps[i].version];
	}
	return &instance->controls[version];
}

const struct control_facts *instance_controls_at(
	const struct instance *instance, int listener, enum tls_version version)
{
	const struct control_facts *facts;

	if (listener == MAIN_LISTENER)
		return instance_controls(instance, version);
	facts = instance->listeners[listener].controls;
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
