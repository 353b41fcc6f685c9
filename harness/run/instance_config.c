#include "instance_config.h"

#include <string.h>

#include "backend.h"
#include "file.h"
#include "pki.h"
#include "runner_internal.h"

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

static const char *first_error(const struct diag *diag, struct arena *arena)
{
	return diag->count ? arena_strdup(arena, diag->entries[0].text) : "unknown reason";
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
		*why = arena_printf(&instance->arena, "cannot render its configuration: %s",
			first_error(&diag, &instance->arena));
	diag_finish(&diag);
	return ok;
}

bool instance_config_write(struct rendered *out, struct instance *instance, const char **why)
{
	struct arena *arena = &instance->arena;

	instance->dir = arena_printf(arena, "%s/%s-%zu", instance->runner->work_dir,
		instance->plan->target->name, instance->index);
	if (!file_make_dirs(why, arena, instance->dir) || !render(out, instance, why))
		return false;
	for (size_t i = 0; i < out->file_count; i++) {
		const char *path = arena_printf(arena, "%s/%s", instance->dir, out->files[i].name);
		const char *text = out->files[i].text;

		if (!file_write(why, arena, path, text, strlen(text), 0600))
			return false;
	}
	return true;
}
