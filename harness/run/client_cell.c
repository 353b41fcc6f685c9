/*
 * Cells and controls of targets that are clients. As with servers, what must be refused is tried
 * twice, and the good server comes after it.
 */
#include <string.h>

#include "client_attempt.h"
#include "judge.h"
#include "pki.h"
#include "recipe.h"
#include "runner_internal.h"

static const char *const kind_words[CLIENT_KIND_COUNT] = {
	[CLIENT_PROGRAM] = "program", [CLIENT_PROXY] = "proxy"};

bool client_cell_our_refusal(const struct plan_cell *plan)
{
	return strcmp(plan->scenario->steps->server.present, PKI_SERVER) == 0;
}

static bool set_staple(struct tls_server_options *out, struct pki *pki, const char *credential,
	enum staple staple, const char **why)
{
	if (staple == STAPLE_NONE)
		return true;
	out->staple = pki_staple(
		pki, credential, staple == STAPLE_REVOKED ? PKI_STAPLE_REVOKED : PKI_STAPLE_GOOD, why);
	return out->staple != NULL;
}

static bool set_ca_names(
	struct tls_server_options *out, struct pki *pki, const char *name, const char **why)
{
	if (!name)
		return true;
	out->no_ca_names = strcmp(name, "none") == 0;
	if (!out->no_ca_names)
		out->ca_name = pki_authority(pki, name, why);
	return out->no_ca_names || out->ca_name;
}

static bool set_credential(struct tls_server_options *out, const struct instance *instance,
	const char *name, const char **why)
{
	struct pki *pki = instance->runner->options->pki;
	const char *client = instance->plan->client_credential;

	out->credential = pki_credential(pki, name, why);
	if (!out->credential)
		return false;
	if (strcmp(client, "none") == 0)
		return true;
	out->expected_client = pki_credential(pki, client, why);
	return out->expected_client != NULL;
}

static bool subject_server(
	struct tls_server_options *out, const struct cell *cell, const char **why)
{
	const struct scenario_server *server = &cell->plan->scenario->steps->server;
	struct pki *pki = cell->runner->options->pki;

	out->mode = cell->plan->mode;
	out->version = cell->plan->tls;
	return set_credential(out, cell->instance, server->present, why) &&
		set_staple(out, pki, server->present, server->staple, why) &&
		set_ca_names(out, pki, server->ca_names, why);
}

/*
 * The good server: always with a staple, for configurations that insist on one. A name that is not
 * its own needs the credential that the scenario names for it.
 */
static bool good_server(
	struct tls_server_options *out, const struct instance *instance, const char **why)
{
	const char *name = instance->plan->control ? instance->plan->control : PKI_SERVER;

	return set_credential(out, instance, name, why) &&
		set_staple(out, instance->runner->options->pki, name, STAPLE_GOOD, why);
}

/* In its own mode our server accepts the client only if that has something good to show. */
static enum auth_mode good_mode(const struct cell *cell)
{
	const char *client = cell->instance->plan->client_credential;
	bool none = strcmp(client, "none") == 0;
	bool good = none ? !auth_mode_requires(cell->plan->mode)
					 : !*recipe_defect(cell->runner->options->recipe, client);

	return good ? cell->plan->mode : AUTH_NO_CLIENT_CERT;
}

static bool good_server_after(
	struct tls_server_options *out, const struct cell *cell, const char **why)
{
	out->mode = good_mode(cell);
	out->version = cell->plan->tls;
	/* a version that the target must refuse can't be the good server's */
	if (out->version < TLS_1_2)
		out->version = cell->instance->steps[0].version;
	return good_server(out, cell->instance, why);
}

/* What a client is told in a control: a program's own name only if there is a server for it. */
static const char *control_name(const struct instance *instance)
{
	const struct plan_instance *plan = instance->plan;

	if (!instance_is_program(instance) || plan->control || scenario_is_address(plan->server_name))
		return plan->server_name;
	return PKI_SERVER_NAME;
}

static void start(struct probe *probe, struct attempt_result *result,
	const struct instance *instance, struct client_request *request)
{
	observation_init(&result->facts);
	result->driver = kind_words[instance->plan->target->client.kind];
	result->credential = request->tls.credential->name;
	request->instance = instance;
	request->token = probe->token;
	request->arena = probe->arena;
	request->facts = probe->facts = &result->facts;
	probe->key_log = (struct tls_key_log){0};
	if (instance->runner->options->keep)
		request->tls.key_log = &probe->key_log;
	probe->serving = request->tls;
	probe->name = request->name;
	instance->runner->outcome->connections++;
	probe->client = client_attempt_start(request);
}

void client_control_start(
	struct instance *instance, const struct control_step *step, void (*done)(void *))
{
	static const char *const servers[CONTROL_PEER_COUNT] = {
		[PEER_WRONG_CA] = PKI_WRONG_CA_SERVER,
		[PEER_SELF_SIGNED] = PKI_SELF_SIGNED_SERVER,
	};
	struct attempt_result *result = &instance->control_result;
	struct client_request request = {
		.name = control_name(instance), .done = done, .owner = instance};
	const char *why = NULL;
	bool ready;

	instance->control.arena = &instance->arena;
	request.tls.version = step->version;
	request.tls.mode = AUTH_NO_CLIENT_CERT;
	request.place = arena_printf(
		&instance->arena, "%s-%zu-control", instance->plan->target->name, instance->index);
	ready = servers[step->peer] ? set_credential(&request.tls, instance, servers[step->peer], &why)
								: good_server(&request.tls, instance, &why);
	if (!ready) {
		observation_init(&result->facts);
		result->facts.trouble = arena_printf(&instance->arena, "no control credential: %s", why);
		result->facts.connected = true;
		done(instance);
		return;
	}
	token_make(instance->control.token);
	start(&instance->control, result, instance, &request);
}

static void add_attempt(struct cell *cell, const char *role)
{
	cell->attempts[cell->attempt_count++].role = role;
}

static void add_good_server(struct cell *cell)
{
	cell->subject_count = cell->attempt_count = cell->current;
	add_attempt(cell, "good server after");
}

static void next_attempt(struct cell *cell);

static void on_attempt_done(void *owner)
{
	struct cell *cell = owner;

	cell->probes[cell->current].client = NULL;
	cell->current++;
	next_attempt(cell);
}

/* It died of our server, and is fine with the good one. */
static void look_for_crash(struct cell *cell)
{
	const struct attempt_result *last = &cell->attempts[cell->current - 1];

	if (last->outcome != OUTCOME_ACCEPT || cell->current <= cell->subject_count)
		return;
	for (size_t i = 0; !cell->crash && i < cell->subject_count; i++) {
		if (cell->attempts[i].facts.crashed)
			cell->crash = cell->attempts[i].by;
	}
}

/* A proxy whose front says nothing may be dying: its sockets close before its exit is known. */
static bool may_be_dying(const struct cell *cell)
{
	const struct observation *facts = &cell->attempts[cell->current - 1].facts;

	return cell->instance->process && facts->end != END_DEADLINE &&
		(!facts->connected || (!facts->http_status && cell->current == cell->attempt_count));
}

static void finish(struct cell *cell)
{
	look_for_crash(cell);
	cell_end(cell);
}

/* True if another attempt follows. */
static bool look_at_last_try(struct cell *cell)
{
	struct attempt_result *last = &cell->attempts[cell->current - 1];

	last->outcome = judge_client_connection(
		&last->facts, client_cell_our_refusal(cell->plan), &last->by, &cell->arena);
	if (last->facts.crashed && cell->current <= cell->subject_count) {
		add_good_server(cell);
		return true;
	}
	if (may_be_dying(cell)) {
		cell_await_death(cell);
		return false;
	}
	/* later attempts say nothing more once one has shown nothing */
	if (last->outcome != OUTCOME_NONE && cell->current < cell->attempt_count)
		return true;
	finish(cell);
	return false;
}

static void next_attempt(struct cell *cell)
{
	struct probe *probe = &cell->probes[cell->current];
	struct client_request request = {.done = on_attempt_done, .owner = cell};
	const char *why = NULL;
	bool subject;

	if (cell->current && !look_at_last_try(cell))
		return;
	subject = cell->current < cell->subject_count;
	request.name =
		subject ? cell->plan->scenario->steps->server.name : control_name(cell->instance);
	if (!(subject ? subject_server : good_server_after)(&request.tls, cell, &why)) {
		cell->trouble = arena_strdup(&cell->arena, why ? why : "no credential");
		cell->attempt_count = cell->current;
		cell_finish(cell);
		return;
	}
	probe->arena = &cell->arena;
	request.place = arena_printf(&cell->arena, "%s-cell-%zu", cell->plan->target->name,
		(size_t)(cell - cell->runner->cells));
	token_make(probe->token);
	probe->may_arrive = true; /* no backend of ours is meant to see it */
	start(probe, &cell->attempts[cell->current], cell->instance, &request);
}

static void on_no_control(uv_timer_t *timer)
{
	cell_finish(timer->data);
}

/* Without a control nothing is judged, so that nothing need be tried but the good server itself. */
static bool is_pointless(const struct cell *cell)
{
	const struct expectation *expected =
		&cell->plan->scenario->steps->expect[cell->plan->mode].connection;

	return instance_controls(cell->instance, cell->plan->tls)->good != CONTROL_PASS &&
		expected->outcome != OUTCOME_EITHER && !client_cell_our_refusal(cell->plan);
}

void client_cell_begin(struct cell *cell)
{
	const struct plan_cell *plan = cell->plan;
	bool rejection = plan->scenario->steps->expect[plan->mode].connection.outcome != OUTCOME_ACCEPT;

	if (is_pointless(cell)) {
		uv_timer_start(cell->wait, on_no_control, 0, 0);
		return;
	}
	add_attempt(cell, "subject");
	if (rejection)
		add_attempt(cell, "again");
	cell->subject_count = cell->attempt_count;
	if (rejection)
		add_attempt(cell, "good server after");
	next_attempt(cell);
}
