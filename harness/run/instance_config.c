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

static void fill_values(
	struct template_values *values, const struct instance *instance, struct arena *arena)
{
	const struct runner *runner = instance->runner;

	template_values_init(values, arena);
	template_set(values, "dir", instance->dir);
	template_set(values, "host", "127.0.0.1");
	set_number(values, "port", instance->port.port);
	template_set(values, "backend_host", runner->options->backend_host);
	set_number(values, "backend_port", backend_port(runner->backend));
	template_set(values, "server_name", PKI_SERVER_NAME);
	set_file(values, "server_cert", runner->work_dir, "server.pem");
	set_file(values, "server_key", runner->work_dir, "server.key");
	set_file(values, "server_both", runner->work_dir, "server.both.pem");
	set_file(values, "client_ca", runner->work_dir, "client-ca.pem");
	set_file(values, "client_crl", runner->work_dir, "client-ca.crl.pem");
	template_set(values, "defects", runner->options->defects ? runner->options->defects : "");
}

static bool render_server(
	struct rendered *out, const struct instance *instance, struct arena *arena, const char **why)
{
	const struct plan_instance *plan = instance->plan;
	struct template_values values;
	struct diag diag;
	bool ok;

	diag_init(&diag);
	fill_values(&values, instance, arena);
	ok = target_render(
		out, arena, &diag, plan->target, plan->mode, plan->features, plan->feature_count, &values);
	if (!ok)
		*why = config_files_trouble(&diag, arena);
	diag_finish(&diag);
	return ok;
}

/* A proxy, for its upstream leg, or a program: without the port of one connection. */
static bool render_client(
	struct rendered *out, const struct instance *instance, struct arena *arena, const char **why)
{
	const struct plan_instance *plan = instance->plan;
	bool program = instance_is_program(instance);
	const struct client_config config = {
		.name = plan->server_name,
		.server_port = program ? 0 : server_leg_port(instance->upstream),
		.front_port = instance->port.port,
	};

	const char *dir = instance->dir;

	if (program)
		dir = arena_printf(arena, "%s/%s", instance->runner->work_dir, plan->target->name);
	return client_config_render(out, dir, instance, &config, arena, why);
}

bool instance_config_render(
	struct rendered *out, const struct instance *instance, struct arena *arena, const char **why)
{
	return (instance->plan->side == SIDE_CLIENT ? render_client : render_server)(
		out, instance, arena, why);
}

bool instance_config_write(struct rendered *out, struct instance *instance, const char **why)
{
	struct arena *arena = &instance->arena;

	instance->dir = arena_printf(arena, "%s/%s-%zu", instance->runner->work_dir,
		instance->plan->target->name, instance->index);
	return instance_config_render(out, instance, arena, why) &&
		config_files_write(out, instance->dir, arena, why);
}
