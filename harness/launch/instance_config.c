#include "instance_config.h"

#include <string.h>

#include "backend.h"
#include "bench.h"
#include "client_config.h"
#include "config_files.h"
#include "instance.h"
#include "server_leg.h"
#include "server_values.h"
#include "store.h"

/* The names of target_setup_names. */
static void fill_setup(
	struct template_values *values, const struct instance *instance, const char *pki_dir)
{
	static const struct {
		const char *kind, *what, *folder, *suffix;
	} files[] = {
		{"credential", "chain", STORE_CREDENTIALS, ".pem"},
		{"credential", "key", STORE_CREDENTIALS, ".key"},
		{"credential", "both", STORE_CREDENTIALS, ".both.pem"},
		{"credential", "encrypted_key", STORE_CREDENTIALS, ".encrypted.key"},
		{"authority", "cert", STORE_AUTHORITIES, ".pem"},
		{"authority", "crl", STORE_CRLS, ".pem"},
	};
	const struct target *target = instance->plan->target;
	struct arena *arena = values->arena;

	for (size_t i = 0; i < target->setup.listeners.count; i++)
		template_set(values, arena_printf(arena, "port.%s", target_listener(target, i)->name),
			arena_printf(arena, "%d", instance->listeners[i].port.port));
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct text_list *names = strcmp(files[i].kind, "credential") == 0
			? &target->setup.credentials
			: &target->setup.authorities;

		for (size_t j = 0; j < names->count; j++)
			template_set(values,
				arena_printf(arena, "%s.%s.%s", files[i].kind, names->items[j], files[i].what),
				arena_printf(arena, "%s/%s/%s%s", pki_dir, files[i].folder, names->items[j],
					files[i].suffix));
	}
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
		.pki_dir = arena_printf(arena, "%s/pki", bench->work_dir),
		.defects = bench->options->defects,
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
