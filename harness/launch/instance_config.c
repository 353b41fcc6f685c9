#include "instance_config.h"

#include "backend.h"
#include "bench.h"
#include "client_config.h"
#include "config_files.h"
#include "instance.h"
#include "instance_files.h"
#include "server_leg.h"
#include "server_values.h"
#include "setup_files.h"
#include "target_paths.h"

static void fill_hosts(struct template_values *values, const struct instance *instance)
{
	const struct target *target = instance->plan->target;
	struct arena *arena = values->arena;

	for (size_t i = 0; i < target_host_count(target); i++) {
		const struct target_host *host = target_host_number(target, i);

		if (!host->role)
			continue;
		template_set(values, arena_printf(arena, "host.%s.name", host->role), host->name);
		template_set(values, arena_printf(arena, "host.%s.backend_port", host->role),
			arena_printf(arena, "%d", backend_port(instance->bench->host_backends[i])));
	}
}

/* The names of target_setup_names. */
static void fill_setup(
	struct template_values *values, const struct instance *instance, const char *pki_dir)
{
	const struct target *target = instance->plan->target;
	struct arena *arena = values->arena;

	for (size_t i = 0; i < target->setup.listeners.count; i++)
		template_set(values, arena_printf(arena, "port.%s", target_listener(target, i)->name),
			arena_printf(arena, "%d", instance->listeners[i].port.port));
	fill_hosts(values, instance);
	for (size_t i = 0; i < target_path_count(target); i++)
		template_set(values, arena_printf(arena, "path.%s", target_path_number(target, i)->role),
			target_path_number(target, i)->path);
	setup_files_fill(values, &target->setup, pki_dir);
}

static void fill_server_values(
	struct template_values *values, const struct instance *instance, struct arena *arena)
{
	const struct bench *bench = instance->bench;
	const struct server_place place = {
		.dir = instance->dir,
		.host = "127.0.0.1",
		.port = instance->port.port,
		.backend_host = bench->options->backend_host,
		.backend_port = backend_port(bench->backend),
		.pki_dir = instance_files_dir(instance, arena),
		.bundle = instance->plan->bundle,
		.defects = target_defects(instance->plan->target, bench->options->defects, arena),
	};

	server_values_fill(values, &place, arena);
	template_set(values, "mark", instance->mark);
	fill_setup(values, instance, place.pki_dir);
}

static bool render_server(
	struct rendered *out, const struct instance *instance, struct arena *arena, const char **why)
{
	const struct plan_instance *plan = instance->plan;
	struct template_values values;
	struct diag diag;
	bool ok;

	diag_init(&diag);
	fill_server_values(&values, instance, arena);
	ok = target_render(
		out, arena, &diag, plan->target, plan->mode, plan->features, plan->feature_count, &values);
	if (!ok)
		*why = config_files_trouble(&diag, arena);
	diag_finish(&diag);
	return ok;
}

/* What stands in the path of a daemon's requests, which are known by the port alone. */
#define DAEMON_TOKEN "daemon"

/* A proxy, for its upstream leg, a daemon, or a program: without the port of one connection. */
static bool render_client(struct rendered *out, const struct instance *instance,
	enum tls_version version, struct arena *arena, const char **why)
{
	const struct plan_instance *plan = instance->plan;
	const char *dir = instance->dir;
	struct client_config config = {
		.name = plan->server_name,
		.front_port = instance->port.port,
	};

	if (instance->upstream)
		config.server_port = server_leg_port(instance->upstream);
	if (instance_is_program(instance)) {
		config.version = (int)version;
		dir = arena_printf(arena, "%s/%s", instance->bench->work_dir, plan->target->name);
	}
	if (plan->target->client.kind == CLIENT_DAEMON) {
		config.front_port = 0;
		config.token = DAEMON_TOKEN;
	}
	return client_config_render(out, dir, instance, &config, arena, why);
}

bool instance_config_render(struct rendered *out, const struct instance *instance,
	enum tls_version version, struct arena *arena, const char **why)
{
	if (instance->plan->side == SIDE_CLIENT)
		return render_client(out, instance, version, arena, why);
	return render_server(out, instance, arena, why);
}

bool instance_config_write(struct rendered *out, struct instance *instance, const char **why)
{
	struct arena *arena = &instance->arena;

	instance->mark = arena_printf(arena, "file-of-%s-%zu", instance->bench->nonce, instance->index);
	instance->dir = arena_printf(arena, "%s/%s-%zu", instance->bench->work_dir,
		instance->plan->target->name, instance->index);
	return instance_config_render(out, instance, TLS_VERSION_NONE, arena, why) &&
		config_files_write(out, instance->dir, arena, why);
}
