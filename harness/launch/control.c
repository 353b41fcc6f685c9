#include "control.h"

#include <string.h>
#include <uv.h>

#include "bench.h"
#include "clock.h"
#include "connection.h"
#include "control_version.h"
#include "good_peer.h"
#include "instance.h"
#include "judge.h"
#include "pki.h"
#include "preflight.h"
#include "process.h"
#include "two_at_once.h"

enum { RETRY_FIRST_MS = 2, RETRY_MAX_MS = 40 };

struct controls {
	struct instance *instance;
	struct control_news news;
	struct control_plan plan;
	size_t step;
	struct connection connection;
	struct attempt_result result;
	struct log_trail trail;
	uv_timer_t retry;
	uint64_t retry_ms;
	uint64_t start_deadline_us;
	struct two_at_once *pair; /* while it is tried */
};

static void next(struct controls *controls);

static void on_retry(uv_timer_t *timer)
{
	next(timer->data);
}

struct controls *controls_create(struct instance *instance, const struct control_news *news)
{
	struct controls *controls = ARENA_NEW(&instance->arena, struct controls);

	controls->instance = instance;
	controls->news = *news;
	uv_timer_init(instance->bench->loop, &controls->retry);
	controls->retry.data = controls;
	return controls;
}

void controls_stop(struct controls *controls)
{
	connection_cancel(&controls->connection);
	uv_timer_stop(&controls->retry);
	two_at_once_cancel(controls->pair);
	controls->pair = NULL;
}

void controls_close(struct controls *controls)
{
	uv_close((uv_handle_t *)&controls->retry, NULL);
}

void controls_prepare(struct controls *controls)
{
	const struct instance *instance = controls->instance;

	controls->step = 0;
	controls->retry_ms = RETRY_FIRST_MS;
	controls->start_deadline_us =
		clock_now_us() + (uint64_t)instance->plan->target->start_timeout_ms * 1000;
	control_plan_make(&controls->plan, instance->bench->options->plan, instance->index,
		instance->plan->side == SIDE_SERVER &&
			connection_is_measured(instance->bench, instance->plan->target),
		&controls->instance->arena);
}

static const struct control_step *running(const struct controls *controls)
{
	return &controls->plan.steps[controls->step];
}

static const struct site *running_site(const struct controls *controls)
{
	return &controls->plan.sites[running(controls)->site].where;
}

/*
 * The target may still be on its way to its listen(), or to what it serves there: until they have
 * read their configuration some close every connection, show a certificate that they made up, or
 * know no backend or upstream.
 */
static bool is_starting(const struct controls *controls)
{
	const struct observation *facts = &controls->result.facts;

	if (!facts->connected)
		return true;
	if (controls->instance->plan->side == SIDE_CLIENT)
		return facts->connections == 0 && facts->far_end != FAR_SUCCESS;
	if (facts->server_trust_error || facts->http_status == 404)
		return true;
	return observation_closed_at_hello(facts);
}

/*
 * A proxy that has run for longer than our backend behind it may have noted that there is none, and
 * look again only after it was asked.
 */
static bool misses_backend(const struct controls *controls)
{
	int status = controls->result.facts.http_status;

	return controls->instance->plan->target->connect_host && status >= 502 && status <= 504;
}

/* A launched target that had little of the machine's processors has longer. */
static bool is_start_over(const struct controls *controls)
{
	const struct instance *instance = controls->instance;

	if (instance->process)
		return process_time_left_ms(instance->process) == 0;
	return clock_now_us() > controls->start_deadline_us;
}

static bool wait_for_listener(struct controls *controls)
{
	struct instance *instance = controls->instance;
	bool other_port = running_site(controls)->listener != MAIN_LISTENER;

	if (instance->state != INSTANCE_STARTING && !other_port)
		return false;
	if (!misses_backend(controls) && !(instance->process && is_starting(controls)))
		return false;
	if (is_start_over(controls))
		return false;
	instance->bench->connections--; /* it was no test */
	uv_timer_start(&controls->retry, on_retry, controls->retry_ms, 0);
	controls->retry_ms =
		controls->retry_ms * 2 > RETRY_MAX_MS ? RETRY_MAX_MS : controls->retry_ms * 2;
	return true;
}

/*
 * A target set up by hand trusts, and is trusted by, only the PKI that was installed there; and one
 * that is no proxy asks no backend.
 */
static const char *hint_of(const struct controls *controls)
{
	const struct bench_options *options = controls->instance->bench->options;
	const struct observation *facts = &controls->result.facts;

	if (facts->backend_observed && !facts->backend_saw && facts->http_status)
		return controls->instance->plan->target->connect_host
			? ""
			: "; one that is no proxy, but answers itself, says `backend: none` in its file";
	if (!controls->instance->plan->target->connect_host || !facts->server_trust_error)
		return "";
	if (options->server_ca)
		return "; does it present a certificate of the CA in --server-ca, for the name in "
			   "--server-name?";
	return options->pki_dir
		? "; with a certificate of its own it needs --server-ca FILE and --server-name NAME"
		: "; was it set up with what `mtlspec pki DIR` wrote? Then run with --pki DIR. A "
		  "certificate of its own needs --server-ca FILE and --server-name NAME";
}

static enum outcome judge_client_control(struct controls *controls)
{
	const struct control_step *step = running(controls);
	const struct control_facts *facts = &controls->plan.sites[step->site].facts[step->version];
	bool good = step->peer == PEER_GOOD || step->peer == PEER_GOOD_AGAIN;

	return judge_connection(&controls->result.facts, &facts->measure, good, &controls->result.by,
		&controls->instance->arena);
}

/* A program that fails although it has our good server's answer wants another one. */
static enum outcome judge_server_control(struct controls *controls)
{
	struct arena *arena = &controls->instance->arena;
	struct attempt_result *result = &controls->result;
	const struct observation *facts = &result->facts;
	enum outcome outcome = judge_client_connection(facts, false, &result->by, arena);

	if (outcome == OUTCOME_NONE && facts->exited && facts->answer_sent &&
		facts->far_end == FAR_FAILURE)
		result->by = arena_printf(arena,
			"%s, and was answered: `answer` in its file or --answer says what it wants to hear, "
			"`success` or --success how it tells",
			result->by);
	return outcome;
}

static void judge_control(struct controls *controls)
{
	controls->result.outcome = controls->instance->plan->side == SIDE_CLIENT
		? judge_server_control(controls)
		: judge_client_control(controls);
}

static struct held_port *held_port(struct controls *controls)
{
	struct instance *instance = controls->instance;
	int listener = running_site(controls)->listener;

	return listener == MAIN_LISTENER ? &instance->port : &instance->listeners[listener].port;
}

/* Neither accepted nor refused: there is no sense in asking a hundred times more. */
static bool is_hopeless(const struct controls *controls)
{
	const struct attempt_result *result = &controls->result;

	/* another place may be one where nobody is served */
	if (!controls->plan.measured && running(controls)->site >= controls->plan.port_count)
		return false;
	return result->outcome == OUTCOME_NONE && !result->facts.unsent &&
		running(controls)->peer == PEER_GOOD && !instance_is_program(controls->instance) &&
		!control_version_goes_on(&controls->plan, controls->step);
}

static const char *why_hopeless(const struct controls *controls)
{
	const struct instance *instance = controls->instance;
	struct arena *arena = &controls->instance->arena;
	const char *trouble = NULL;

	if (instance->plan->target->connect_host)
		trouble = preflight_trouble(&controls->result.facts, arena);
	if (trouble)
		return trouble;
	return arena_printf(arena, "no control: the good %s got neither answer nor refusal (%s)%s",
		instance->plan->side == SIDE_CLIENT ? "server" : "client",
		control_sight(running(controls), &controls->result, arena), hint_of(controls));
}

static void on_done(void *owner)
{
	struct controls *controls = owner;
	struct instance *instance = controls->instance;
	struct attempt_result *result = &controls->result;

	connection_ended(&controls->connection);
	if (wait_for_listener(controls))
		return;
	judge_control(controls);
	log_trail_end(&controls->trail, &controls->connection, &result->facts);
	control_plan_keep_trail(&controls->plan, controls->step, &controls->trail);
	control_plan_record(&controls->plan, controls->step, result, &instance->arena);
	port_release(held_port(controls));
	if (is_hopeless(controls)) {
		controls->news.broken(controls->news.owner, why_hopeless(controls));
		return;
	}
	controls->step++;
	controls->news.reached(controls->news.owner);
	next(controls);
}

static const char *no_credential(struct controls *controls, const char *why)
{
	return arena_printf(&controls->instance->arena, "no control credential: %s", why);
}

/* Which of our clients, by which driver. */
static void try_client(struct controls *controls, const struct control_step *step)
{
	struct instance *instance = controls->instance;
	struct bench *bench = instance->bench;
	const struct target *target = instance->plan->target;
	const struct site *site = running_site(controls);
	const char *good = site->client ? site->client : good_client(instance);
	const char *const clients[CONTROL_PEER_COUNT] = {
		[PEER_GOOD] = good,
		[PEER_GOOD_AGAIN] = good,
		[PEER_WRONG_CA] = PKI_WRONG_CA_CLIENT,
		[PEER_SELF_SIGNED] = PKI_SELF_SIGNED_CLIENT,
	};
	const struct connection_way way = {.listener = site->listener,
		.plain = site->listener != MAIN_LISTENER &&
			target_listener(target, (size_t)site->listener)->plain,
		.ask = {.host = site->host,
			.path = site->path,
			.target = site->request_target,
			.method = site->method}};
	const struct connection_news end = {.done = on_done, .owner = controls};
	struct tls_client_options tls = {.version = step->version};
	bool http = bench->options->driver == DRIVER_HTTP;
	const char *why = NULL;

	site_take_names(&tls, site, target);
	if (clients[step->peer])
		tls.credential = pki_credential(client_pki(instance), clients[step->peer], &why);
	if (clients[step->peer] && !tls.credential) {
		controls->news.broken(controls->news.owner, no_credential(controls, why));
		return;
	}
	controls->connection.driver = bench->drivers[http ? DRIVE_HTTP
			: way.plain                               ? DRIVE_PLAIN
													  : DRIVE_TLS];
	connection_start(&controls->connection, instance, &way, &tls, &controls->result, &end);
}

static void try_server(struct controls *controls, const struct control_step *step)
{
	static const char *const servers[CONTROL_PEER_COUNT] = {
		[PEER_WRONG_CA] = PKI_WRONG_CA_SERVER,
		[PEER_SELF_SIGNED] = PKI_SELF_SIGNED_SERVER,
	};
	struct instance *instance = controls->instance;
	const struct connection_news end = {.done = on_done, .owner = controls};
	struct tls_server_options tls = {.version = step->version, .mode = AUTH_NO_CLIENT_CERT};
	const char *why = NULL;

	if (!(servers[step->peer] ? server_credential(&tls, instance, servers[step->peer], &why)
							  : good_server(&tls, instance, NULL, &why))) {
		observation_init(&controls->result.facts);
		controls->result.facts.trouble = no_credential(controls, why);
		controls->result.facts.connected = true;
		on_done(controls);
		return;
	}
	controls->connection.driver =
		instance->bench->drivers[client_drive(instance->plan->target->client.kind)];
	controls->connection.place = arena_printf(
		&instance->arena, "%s-%zu-control", instance->plan->target->name, instance->index);
	connection_serve(
		&controls->connection, instance, &tls, good_server_name(instance), &controls->result, &end);
}

static void on_pair_tried(void *owner, bool one_at_a_time)
{
	struct controls *controls = owner;
	struct instance *instance = controls->instance;

	controls->pair = NULL;
	instance->one_at_a_time = one_at_a_time;
	if (one_at_a_time)
		instance->news->told(instance->news->owner, instance,
			"serves one connection at a time: its cells are run one by one");
	controls->news.ready(controls->news.owner);
}

/* What nobody launched may be of a kind that serves one at a time; what keeps to a pace waits
 * anyway. */
static bool is_pair_worth_trying(const struct controls *controls)
{
	const struct instance *instance = controls->instance;
	const struct plan *plan = instance->bench->options->plan;

	return instance->plan->target->connect_host && plan->cell_count > 1 &&
		!pace_per_second(&instance->pace) &&
		control_plan_at(&controls->plan, NULL, control_plan_oldest(&controls->plan))->good ==
		CONTROL_PASS;
}

static void try_pair(struct controls *controls)
{
	struct instance *instance = controls->instance;
	const struct two_at_once_news news = {.done = on_pair_tried, .owner = controls};
	const char *why = NULL;

	controls->pair = two_at_once_start(instance,
		pki_credential(client_pki(instance), good_client(instance), &why),
		control_plan_oldest(&controls->plan), &news);
}

static void end(struct controls *controls)
{
	struct arena *arena = &controls->instance->arena;
	const char *obstacle = preflight_obstacle(&controls->plan, arena);

	if (obstacle)
		controls->news.broken(controls->news.owner, obstacle);
	else if (is_pair_worth_trying(controls))
		try_pair(controls);
	else
		controls->news.ready(controls->news.owner);
}

static void next(struct controls *controls)
{
	const struct control_step *step;

	while (controls->step < controls->plan.count &&
		control_version_is_shut(&controls->plan, controls->step))
		controls->step++;
	step = running(controls);
	if (controls->step == controls->plan.count) {
		control_plan_read_log(&controls->plan, controls->instance);
		end(controls);
		return;
	}
	controls->connection.arena = &controls->instance->arena;
	log_trail_begin(&controls->trail, controls->instance);
	if (controls->instance->plan->side == SIDE_CLIENT)
		try_server(controls, step);
	else
		try_client(controls, step);
}

void controls_begin(struct controls *controls)
{
	next(controls);
}

struct connection *controls_find(struct controls *controls, const char *token)
{
	struct connection *connection = &controls->connection;

	return connection->facts && strcmp(connection->token, token) == 0 ? connection : NULL;
}

const struct control_facts *controls_at(
	const struct controls *controls, const struct site *where, enum tls_version version)
{
	return control_plan_at(&controls->plan, where, version);
}

enum tls_version controls_oldest(const struct controls *controls)
{
	return control_plan_oldest(&controls->plan);
}

enum tls_version controls_good_version(const struct controls *controls, enum tls_version version)
{
	return control_plan_good_version(&controls->plan, version);
}

const char *controls_account(const struct controls *controls, struct arena *arena)
{
	return preflight_account(&controls->plan, arena);
}

bool controls_measured(const struct controls *controls)
{
	return controls->plan.measured;
}

const char *controls_unspoken(
	const struct controls *controls, enum tls_version version, struct arena *arena)
{
	return control_version_unspoken(&controls->plan, version, arena);
}

bool controls_take_any(const struct controls *controls)
{
	return control_version_takes_any(&controls->plan);
}
