#include "good_peer.h"

#include "bench.h"
#include "host_address.h"
#include "instance.h"
#include "pki.h"
#include "tls_server.h"

const char *good_client(const struct instance *instance)
{
	const char *name = instance->plan->target->setup.control.client;

	return name ? name : PKI_GOOD_CLIENT;
}

struct pki *client_pki(const struct instance *instance)
{
	return pki_beside(instance->bench->options->pki, instance->plan->target->setup.control.client);
}

bool server_credential(struct tls_server_options *out, const struct instance *instance,
	const char *name, const char **why)
{
	struct pki *pki = instance->bench->options->pki;
	const char *client = instance->client_credential;

	out->credential = pki_credential(pki, name, why);
	if (!out->credential)
		return false;
	if (!client)
		return true;
	out->expected_client = pki_credential(pki, client, why);
	return out->expected_client != NULL;
}

/* A name that is not its own needs the credential that the scenario names for it. */
bool good_server(struct tls_server_options *out, const struct instance *instance,
	const char *control, const char **why)
{
	const char *own = instance->plan->control ? instance->plan->control : PKI_SERVER;
	const char *name = control ? control : own;

	if (!server_credential(out, instance, name, why))
		return false;
	out->staple = pki_staple(instance->bench->options->pki, name, PKI_STAPLE_GOOD, why);
	return out->staple != NULL;
}

const char *good_server_name(const struct instance *instance)
{
	const struct plan_instance *plan = instance->plan;

	if (!instance_is_program(instance) || plan->control || host_is_address(plan->server_name))
		return plan->server_name;
	return target_client_name(plan->target);
}
