#include "runner_internal.h"

#include <string.h>

#include "client_attempt.h"
#include "pki.h"

const char *probe_server_name(const struct target *target)
{
	return target->server_name ? target->server_name : PKI_SERVER_NAME;
}

void probe_start(struct runner *runner, struct probe *probe, const struct instance *instance,
	const struct tls_client_options *tls, struct attempt_result *result, void (*done)(void *),
	void *owner)
{
	const struct target *target = instance->plan->target;
	struct attempt_request request = {
		.tls = *tls,
		.address = &instance->address,
		.deadline_ms = runner->options->deadline_ms,
		.token = probe->token,
		.host = target_host(target, tls->server_name),
		.facts = &result->facts,
		.arena = probe->arena,
		.done = done,
		.owner = owner,
	};

	observation_init(&result->facts);
	result->driver = probe->driver->name;
	result->credential = tls->credential ? tls->credential->name : "none";
	result->facts.backend_observed =
		!target->connect_host || runner->options->backend_behind_external;
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
