#include "connection.h"

#include <signal.h>
#include <string.h>

#include "bench.h"
#include "client_config.h"
#include "instance.h"
#include "pki.h"
#include "process.h"
#include "server_leg.h"
#include "target.h"

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

/* What our clients trust, if the target has certificates of its own. */
static bool set_root(struct tls_client_options *tls, const struct bench *bench,
	const struct target *target, const char **why)
{
	const char *name = target->setup.control.server_root;

	if (name)
		tls->root = pki_authority(bench->options->pki, name, why);
	return !name || tls->root;
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
	ask->mark = target->setup.serves_file ? instance->mark : NULL;
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

	token_make(connection->token);
	observation_init(&result->facts);
	result->driver = connection->driver->name;
	connection->instance = instance;
	connection->target = instance->plan->target;
	connection->facts = request->facts = &result->facts;
	connection->sent = (struct sent){0};
	connection->our_end = (struct our_end){"", 0};
	request->our_end = &connection->our_end;
	request->arena = connection->arena;
	request->deadline_ms = bench->options->deadline_ms;
	request->done = end->done;
	request->owner = end->owner;
	bench->connections++;
}

static struct tls_key_log *key_log(struct connection *connection)
{
	return connection->instance->bench->options->keeps_keys ? &connection->sent.key_log : NULL;
}

void connection_start(struct connection *connection, struct instance *instance,
	const struct connection_way *way, const struct tls_client_options *tls,
	struct attempt_result *result, const struct connection_news *end)
{
	const struct target *target = instance->plan->target;
	struct bench *bench = instance->bench;
	struct attempt_request request = {.tls = *tls,
		.address = instance_address(instance, way->listener),
		.plain = way->plain,
		.session = way->session};
	const char *why = NULL;

	begin(connection, instance, &request, result, end);
	connection->sent.way = *way;
	set_ask(&request.ask, connection, instance, tls->server_name);
	request.tls.key_log = key_log(connection);
	connection->sent.tls = request.tls;
	connection->sent.ask = request.ask;
	if (!set_root(&request.tls, bench, target, &why))
		result->facts.trouble = arena_strdup(connection->arena, why);
	result->credential = tls->credential ? tls->credential->name : NULL;
	result->presents_nothing = !tls->credential;
	result->facts.file_meant = target->setup.serves_file != NULL;
	result->facts.is_measured = request.ask.is_measured;
	result->facts.backend_observed = !result->facts.file_meant && !result->facts.is_measured;
	connection->attempt = connection->driver->start(&bench->attempts, &request);
}

/* The command line of a program, and its work folder. */
static bool prepare(
	void *owner, struct process_options *out, int port, struct arena *arena, const char **why)
{
	const struct connection *connection = owner;
	const struct target *target = connection->target;
	struct client_config config = {.place = connection->place,
		.name = connection->sent.name,
		.token = connection->token,
		.server_port = port,
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

void connection_serve(struct connection *connection, struct instance *instance,
	const struct tls_server_options *tls, const char *name, struct attempt_result *result,
	const struct connection_news *end)
{
	const struct target_client *client = &instance->plan->target->client;
	struct bench *bench = instance->bench;
	struct attempt_request request = {.address = &instance->address,
		.serving = {.tls = *tls,
			.name = name,
			.leg = instance->upstream,
			.servers = bench->servers,
			.prepare = prepare,
			.prepare_owner = connection,
			.success = client->success,
			.success_count = COUNT_OF(client->success),
			.cpu_us = &instance->cpu_us}};

	begin(connection, instance, &request, result, end);
	request.ask = (struct attempt_ask){.token = connection->token, .host = name};
	request.serving.tls.key_log = key_log(connection);
	connection->sent.serving = request.serving.tls;
	connection->sent.name = name;
	result->credential = tls->credential->name;
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
	connection->attempt = NULL;
	connection->facts = NULL;
}
