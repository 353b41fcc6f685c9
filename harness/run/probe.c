#include "runner_internal.h"

#include <string.h>

#include "client_attempt.h"
#include "pki.h"

const char *probe_server_name(const struct target *target)
{
	return target->server_name ? target->server_name : PKI_SERVER_NAME;
}

/* What our clients trust, if the target has certificates of its own. */
static bool set_root(struct tls_client_options *tls, struct runner *runner,
	const struct target *target, const char **why)
{
	const char *name = target->setup.control.server_root;

	if (name)
		tls->root = pki_authority(runner->options->pki, name, why);
	return !name || tls->root;
}

static void set_ask(struct attempt_ask *ask, const struct probe *probe,
	const struct instance *instance, const char *server_name)
{
	const struct target *target = instance->plan->target;
	const struct probe_way *way = probe->way;

	ask->token = probe->token;
	ask->host = way && way->host ? way->host : target_host(target, server_name);
	ask->path = way && way->path ? way->path : target->setup.serves_file;
	ask->mark = target->setup.serves_file ? instance->mark : NULL;
	ask->text = way ? way->text : NULL;
	ask->refusals = target->refuses_by.items;
	ask->refusal_count = target->refuses_by.count;
	ask->extra_lines = probe->extra_lines;
}

void probe_start(struct runner *runner, struct probe *probe, const struct instance *instance,
	const struct tls_client_options *tls, struct attempt_result *result, void (*done)(void *),
	void *owner)
{
	const struct target *target = instance->plan->target;
	struct attempt_request request = {
		.tls = *tls,
		.address = instance_address(instance, probe->way ? probe->way->listener : MAIN_LISTENER),
		.deadline_ms = runner->options->deadline_ms,
		.plain = probe->way && probe->way->plain,
		.session = probe->way ? probe->way->session : NULL,
		.facts = &result->facts,
		.arena = probe->arena,
		.done = done,
		.owner = owner,
	};
	const char *why = NULL;

	set_ask(&request.ask, probe, instance, tls->server_name);
	probe->key_log = (struct tls_key_log){0};
	if (runner->options->keep)
		request.tls.key_log = &probe->key_log;
	probe->tls = request.tls;
	probe->ask = request.ask;
	observation_init(&result->facts);
	if (!set_root(&request.tls, runner, target, &why))
		result->facts.trouble = arena_strdup(probe->arena, why);
	result->driver = probe->driver->name;
	result->credential = tls->credential ? tls->credential->name : "none";
	result->facts.file_meant = target->setup.serves_file != NULL;
	result->facts.backend_observed = !result->facts.file_meant &&
		(!target->connect_host || runner->options->backend_behind_external);
	probe->facts = &result->facts;
	probe->target = target;
	runner->outcome->connections++;
	probe->attempt = probe->driver->start(&runner->attempts, &request);
}

void probe_cancel(struct probe *probe)
{
	if (probe->attempt)
		probe->driver->cancel(probe->attempt);
	client_attempt_cancel(probe->client);
	probe->attempt = NULL;
	probe->client = NULL;
	probe->facts = NULL;
}
