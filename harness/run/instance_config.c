#include "instance_config.h"

#include <string.h>

#include "backend.h"
#include "client_config.h"
#include "config_files.h"
#include "pki.h"
#include "runner_internal.h"
#include "server_leg.h"

static void set_number(struct template_values *values, const char *name, long number)
{
	template_set(values, name, arena_printf(values->arena, "%ld", number));
}

static void set_file(
	struct template_values *values, const char *name, const char *folder, const char *file)
{
	template_set(values, name, arena_printf(values->arena, "%s/pki/%s", folder, file));
}

static void fill_values(struct template_values *values, const struct instance *instance)
{
	const struct runner *runner = instance->runner;

	template_values_init(values, (struct arena *)&instance->arena);
	template_set(values, "dir", instance->dir);
	template_set(values, "host", "127.0.0.1");
	set_number(values, "port", instance->port.port);
	template_set(values, "backend_host", runner->options->backend_host);
	set_number(values, "backend_port", backend_port(runner->backend));
	template_set(values, "server_name", PKI_SERVER_NAME);
	set_file(values, "server_cert", runner->work_dir, "server.pem");
	set_file(values, "server_key", runner->work_dir, "server.key");
	set_file(values, "client_ca", runner->work_dir, "client-ca.pem");
	set_file(values, "client_crl", runner->work_dir, "client-ca.crl.pem");
	template_set(values, "defects", runner->options->defects ? runner->options->defects : "");
}

static bool render(struct rendered *out, struct instance *instance, const char **why)
{
	const struct plan_instance *plan = instance->plan;
	struct template_values values;
	struct diag diag;
	bool ok;

	diag_init(&diag);
	fill_values(&values, instance);
	ok = target_render(out, &instance->arena, &diag, plan->target, plan->mode, plan->features,
		plan->feature_count, &values);
	if (!ok)
		*why = config_files_trouble(&diag, &instance->arena);
	diag_finish(&diag);
	return ok;
}

/* A proxy, for its upstream leg. */
static bool write_client(struct rendered *out, struct instance *instance, const char **why)
{
	const struct client_config config = {
		.place = strrchr(instance->dir, '/') + 1,
		.name = instance->plan->server_name,
		.server_port = server_leg_port(instance->upstream),
		.front_port = instance->port.port,
	};
	const char *dir;

	return client_config_write(out, &dir, instance, &config, &instance->arena, why);
}

bool instance_config_write(struct rendered *out, struct instance *instance, const char **why)
{
	struct arena *arena = &instance->arena;

	instance->dir = arena_printf(arena, "%s/%s-%zu", instance->runner->work_dir,
		instance->plan->target->name, instance->index);
	if (instance->plan->side == SIDE_CLIENT)
		return write_client(out, instance, why);
	return render(out, instance, why) && config_files_write(out, instance->dir, arena, why);
}
