#include "connection.h"

#include <signal.h>
#include <string.h>

#include "backend.h"
#include "bench.h"
#include "client_config.h"
#include "client_reply.h"
#include "connection_request.h"
#include "clock.h"
#include "good_peer.h"
#include "host_address.h"
#include "instance.h"
#include "later.h"
#include "pki.h"
#include "process.h"
#include "recipe.h"
#include "server_leg.h"
#include "target.h"
#include "token.h"

enum {
	TRIES_MAX = 8,
	US_PER_MS = 1000,
	STATUS_TOO_MANY = 429, /* RFC 6585 section 4 */
	STATUS_UNAVAILABLE = 503,
};

const char *connection_server_name(const struct target *target)
{
	return target->server_name ? target->server_name : PKI_SERVER_NAME;
}

bool connection_is_measured(const struct bench *bench, const struct target *target)
{
	return target_is_measured(target, bench->options->backend_behind_external);
}

/* Those of every request to the target, behind those of this one. */
static const char *const *add_headers(
	const char *const *lines, const struct text_list *headers, struct arena *arena)
{
	const char **all = NULL;
	size_t count = 0;

	if (!headers->count)
		return lines;
	for (; lines && *lines; lines++)
		*ARENA_PUSH(arena, all, count) = *lines;
	for (size_t i = 0; i < headers->count; i++)
		*ARENA_PUSH(arena, all, count) = headers->items[i];
	*ARENA_PUSH(arena, all, count) = NULL;
	return all;
}

bool connection_trust(struct tls_client_options *tls, const struct bench *bench,
	const struct target *target, const char **why)
{
	const char *name = target->setup.control.server_root;

	if (name)
		tls->root = pki_authority(bench->options->pki, name, why);
	return !name || tls->root;
}

static const struct credential *find_twin(
	void *owner, const struct credential *of, enum signing_key key, const char **why)
{
	return pki_twin(owner, of, key, why);
}

static void set_ask(struct attempt_ask *ask, const struct connection *connection,
	const struct instance *instance, const char *server_name)
{
	const struct target *target = instance->plan->target;

	*ask = connection->sent.way.ask;
	ask->token = connection->token;
	if (!ask->host)
		ask->host = target_host(target, server_name);
	if (!ask->path)
		ask->path = target->setup.serves_file ? target->setup.serves_file : target->answers.path;
	if (ask->target)
		ask->target = connection_request_target(ask, connection->arena);
	ask->mark = target->setup.serves_file ? instance->mark : NULL;
	ask->later_tokens = connection->later_tokens;
	ask->is_measured = connection_is_measured(instance->bench, target);
	ask->refused = target->refuses_by.items;
	ask->refused_count = target->refuses_by.count;
	ask->accepted = target->answers.accepted.items;
	ask->accepted_count = target->answers.accepted.count;
	ask->extra_lines = add_headers(ask->extra_lines, &target->answers.headers, connection->arena);
}

/* What is the same for both sides. */
static void begin(struct connection *connection, struct instance *instance,
	struct attempt_request *request, struct attempt_result *result,
	const struct connection_news *end)
{
	struct bench *bench = instance->bench;

	connection_make_tokens(connection, 0);
	observation_init(&result->facts);
	result->driver = connection->driver->name;
	connection->result = result;
	connection->tries = 0;
	connection->instance = instance;
	connection->target = instance->plan->target;
	connection->facts = request->facts = &result->facts;
	connection->sent = (struct sent){0};
	traffic_init(&connection->sent.traffic, connection->arena);
	connection->our_end = (struct our_end){"", 0};
	connection->log_from = instance->process ? process_log_total(instance->process) : 0;
	request->our_end = &connection->our_end;
	request->traffic = bench->options->keeps_wire ? &connection->sent.traffic : NULL;
	request->arena = connection->arena;
	request->deadline_ms = bench->options->deadline_ms;
	request->done = end->done;
	request->owner = end->owner;
}

static struct tls_key_log *key_log(struct connection *connection)
{
	return connection->instance->bench->options->keeps_wire ? &connection->sent.key_log : NULL;
}

/* The addresses in a certificate are of one connection: whoever goes there has them from it. */
static const struct credential *address(
	const struct connection *connection, struct pki *pki, const struct credential *of)
{
	const struct bench *bench = connection->instance->bench;
	const char *why = NULL;
	const struct credential *addressed;

	if (!of || !recipe_is_made_again(bench->options->recipe, of->name))
		return of;
	addressed = pki_addressed(pki, of,
		arena_printf(connection->arena, "http://%s:%d" TOKEN_FETCH_PATH "%s",
			host_before_port(bench->options->backend_host, connection->arena),
			backend_port(bench->backend), connection->token),
		&why);
	if (!addressed)
		connection->facts->trouble = arena_strdup(connection->arena, why);
	return addressed ? addressed : of;
}

/* What is known before it is made. */
static void expect(struct connection *connection)
{
	const struct target *target = connection->target;
	const struct bench *bench = connection->instance->bench;
	struct observation *facts = connection->facts;
	const char *why = NULL;

	if (!connection_trust(&connection->request.tls, bench, target, &why))
		facts->trouble = arena_strdup(connection->arena, why);
	connection->request.tls.credential =
		address(connection, client_pki(connection->instance), connection->sent.tls.credential);
	connection->request.tls.later_credential = address(
		connection, client_pki(connection->instance), connection->sent.tls.later_credential);
	facts->plain = connection->sent.way.plain;
	facts->hello_in_question = connection->sent.way.hello_in_question;
	facts->file_meant = target->setup.serves_file != NULL;
	facts->is_measured = connection->request.ask.is_measured;
	facts->backend_observed = !facts->file_meant && !facts->is_measured;
}

static void make(void *owner)
{
	struct connection *connection = owner;
	struct bench *bench = connection->instance->bench;

	connection->later = NULL;
	connection->tries++;
	connection->began_us = clock_now_us();
	bench->connections++;
	connection->attempt = connection->driver->start(&bench->attempts, &connection->request);
}

/* When its turn comes: at once, or later. */
static void make_in_turn(struct connection *connection)
{
	struct instance *instance = connection->instance;
	uint64_t wait_us = pace_take(&instance->pace, clock_now_us());

	if (wait_us)
		connection->later =
			later_start(instance->bench->loop, wait_us / US_PER_MS + 1, make, connection);
	else
		make(connection);
}

/* By which it says that it was asked too often, not what it thinks of who asks. */
static bool is_turned_away(const struct observation *facts)
{
	if (facts->called_refusal || facts->named_refusal || facts->called_acceptance ||
		facts->backend_saw)
		return false;
	return facts->http_status == STATUS_TOO_MANY ||
		(facts->http_status == STATUS_UNAVAILABLE && facts->retry_after_s >= 0);
}

static void make_again(struct connection *connection)
{
	connection_make_tokens(connection, connection->sent.way.ask.later_count);
	observation_init(connection->facts);
	connection->sent.key_log = (struct tls_key_log){0};
	traffic_init(&connection->sent.traffic, connection->arena);
	expect(connection);
	make_in_turn(connection);
}

static void tell_pace(const struct connection *connection)
{
	struct instance *instance = connection->instance;

	instance->news->told(instance->news->owner, instance,
		arena_printf(connection->arena,
			"limits the rate (%d): slowed to %.3g connections per second", instance->limit_status,
			pace_per_second(&instance->pace)));
}

/* True: it is made again. */
static bool slow_down(struct connection *connection)
{
	struct instance *instance = connection->instance;
	struct observation *facts = connection->facts;

	if (!is_turned_away(facts)) {
		if (pace_proved(&instance->pace, connection->began_us))
			tell_pace(connection);
		return false;
	}
	instance->limit_status = facts->http_status;
	pace_limited(&instance->pace, connection->began_us, clock_now_us(), facts->retry_after_s);
	if (connection->tries < TRIES_MAX)
		return true;
	facts->trouble = arena_printf(connection->arena,
		"it limits the rate: HTTP %d for the %uth time, at last with %.3g connections per second; "
		"give --rate N",
		facts->http_status, connection->tries, pace_per_second(&instance->pace));
	return false;
}

static void on_done(void *owner)
{
	struct connection *connection = owner;

	connection->attempt = NULL;
	if (slow_down(connection))
		make_again(connection);
	else
		connection->news.done(connection->news.owner);
}

void connection_start(struct connection *connection, struct instance *instance,
	const struct connection_way *way, const struct tls_client_options *tls,
	struct attempt_result *result, const struct connection_news *end)
{
	struct attempt_request *request = &connection->request;
	const struct connection_news news = {.done = on_done, .owner = connection};

	*request = (struct attempt_request){.tls = *tls,
		.address = instance_address(instance, way->listener),
		.plain = way->plain,
		.sessions = way->sessions};
	if (!request->tls.opening.via.proxy_protocol)
		request->tls.opening.via.proxy_protocol =
			instance->plan->target->setup.expects_proxy_protocol;
	begin(connection, instance, request, result, &news);
	connection_make_tokens(connection, way->ask.later_count);
	connection->news = *end;
	connection->sent.way = *way;
	set_ask(&request->ask, connection, instance,
		tls->server_name ? tls->server_name : connection_server_name(instance->plan->target));
	request->tls.key_log = key_log(connection);
	request->tls.twins = (struct twin_source){find_twin, client_pki(instance)};
	connection->sent.tls = request->tls;
	connection->sent.ask = request->ask;
	result->credential = tls->credential ? tls->credential->name : NULL;
	result->presents_nothing = !tls->credential;
	expect(connection);
	make_in_turn(connection);
}

/* The command line of a program, and its work folder. */
static bool prepare(void *owner, struct process_options *out, const struct attempt_ports *ports,
	struct arena *arena, const char **why)
{
	const struct connection *connection = owner;
	const struct target *target = connection->target;
	struct client_config config = {.place = connection->place,
		.name = connection->sent.name,
		.token = connection->token,
		.server_port = ports->server,
		.proxy_port = ports->proxy,
		.version = (int)connection->sent.serving.version};
	struct rendered rendered;

	if (!client_config_write(&rendered, &out->folder, connection->instance, &config, arena, why))
		return false;
	/* a command line of the user's means the folder that he stands in */
	if (target->command)
		out->folder = NULL;
	out->program = target->program_path;
	out->stop_signal = SIGTERM;
	out->args = rendered.args;
	out->environment = rendered.environment;
	out->input = rendered.input;
	return true;
}

/* Good, for who is led by it, and asks for a certificate without looking at it: our server does. */
static void set_proxy(struct tls_server_options *out, const struct instance *instance,
	const struct tls_server_options *server)
{
	struct bench *bench = instance->bench;
	const char *why;

	if (!target_client_uses(instance->plan->target, "${tls_proxy}"))
		return;
	*out = (struct tls_server_options){
		.credential = pki_credential(bench->options->pki, PKI_SERVER, &why),
		.twins = {find_twin, bench->options->pki},
		.mode = AUTH_REQUEST_CLIENT_CERT,
		.version = server->version < TLS_1_2 ? TLS_1_2 : server->version,
		.expected_client = server->expected_client};
}

void connection_serve(struct connection *connection, struct instance *instance,
	const struct tls_server_options *tls, const char *name, struct attempt_result *result,
	const struct connection_news *end)
{
	/* RFC 9110 section 8.6 */
	static const char *const without_body[] = {"Content-Length: 0", NULL};
	const struct target_client *client = &instance->plan->target->client;
	struct bench *bench = instance->bench;
	struct attempt_request request = {.address = &instance->address,
		.serving = {.tls = *tls,
			.name = name,
			.redirector = connection->redirector,
			.redirector_name = good_server_name(instance),
			.asks_first = instance->plan->asks_first,
			.leg = instance->upstream,
			.daemon = instance->process,
			.servers = bench->servers,
			.prepare = prepare,
			.prepare_owner = connection,
			.success = client->success,
			.success_count = COUNT_OF(client->success),
			.success_texts = client->success_texts.items,
			.success_text_count = client->success_texts.count,
			.wire_decides = client->wire_decides,
			.cpu_us = &instance->cpu_us}};

	begin(connection, instance, &request, result, end);
	request.serving.tls.credential = address(connection, bench->options->pki, tls->credential);
	request.ask = (struct attempt_ask){.token = connection->token,
		.host = name,
		.method = connection->front_method,
		.path = connection->front_path,
		.extra_lines = connection->front_method ? without_body : NULL};
	result->facts.answers = connection->answers;
	request.serving.reply = connection->answers
		? client_reply_status(connection->answers, connection->token, connection->arena)
		: client_reply(&client->answer, connection->token, connection->arena);
	set_proxy(&request.serving.proxy, instance, tls);
	request.serving.tls.key_log = key_log(connection);
	request.serving.proxy.key_log = request.serving.redirector.key_log =
		request.serving.tls.key_log;
	request.serving.tls.tickets = instance->plan->keeps_session;
	request.serving.tls.twins = (struct twin_source){find_twin, bench->options->pki};
	request.serving.redirector.twins = request.serving.tls.twins;
	connection->sent.serving = request.serving.tls;
	connection->sent.name = connection->redirector.credential ? good_server_name(instance) : name;
	result->credential = tls->credential->name;
	bench->connections++;
	connection->attempt = connection->driver->start(&bench->attempts, &request);
}

void connection_ended(struct connection *connection)
{
	connection->attempt = NULL;
}

void connection_cancel(struct connection *connection)
{
	if (connection->attempt)
		connection->driver->cancel(connection->attempt);
	later_cancel(connection->later);
	connection->later = NULL;
	connection->attempt = NULL;
	connection->facts = NULL;
}
