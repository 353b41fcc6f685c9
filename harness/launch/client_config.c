#include "client_config.h"

#include <string.h>

#include "bench.h"
#include "config_files.h"
#include "host_address.h"
#include "instance.h"
#include "instance_files.h"
#include "pki.h"
#include "setup_files.h"
#include "store.h"
#include "token.h"

static void set_number_or_nothing(struct template_values *values, const char *name, long number)
{
	template_set(values, name, number ? arena_printf(values->arena, "%ld", number) : "");
}

static void set_credential_files(
	struct template_values *values, const struct plan_instance *plan, const char *pki_dir)
{
	for (const struct target_client_file *file = target_client_files; file->name; file++) {
		const char *credential = file->is_first ? plan->first_credential : plan->client_credential;

		template_set(values, file->name,
			credential
				? arena_printf(values->arena, "%s/" STORE_CREDENTIALS "/%s.%s", pki_dir, credential,
					  target_client_file_suffix(file, plan->features, plan->feature_count))
				: "");
	}
}

static void set_trust(struct template_values *values, const char *bundle, const char *pki_dir)
{
	struct arena *arena = values->arena;

	template_set(values, "server_ca",
		bundle ? arena_printf(arena, "%s/" STORE_BUNDLES "/%s.ca.pem", pki_dir, bundle)
			   : arena_printf(arena, "%s/" STORE_SERVER_CA, pki_dir));
	template_set(values, "server_crl",
		bundle ? arena_printf(arena, "%s/" STORE_BUNDLES "/%s.crl.pem", pki_dir, bundle)
			   : arena_printf(arena, "%s/" STORE_SERVER_CRL, pki_dir));
}

static const char *url(const struct client_config *config, const char *path, struct arena *arena)
{
	return config->token ? arena_printf(arena, "https://%s:%d%s",
							   host_before_port(config->name, arena), config->server_port, path)
						 : "";
}

static void set_request(struct template_values *values, const struct client_config *config)
{
	struct arena *arena = values->arena;
	const char *path = config->token ? arena_printf(arena, TOKEN_PATH "%s", config->token) : "";

	template_set(values, "path", path);
	template_set(values, "url", url(config, path, arena));
	template_set(values, "first_path", TOKEN_FIRST_PATH);
	template_set(values, "first_url", url(config, TOKEN_FIRST_PATH, arena));
	template_set(values, "connect_proxy",
		config->token ? arena_printf(arena, "http://127.0.0.1:%d", config->server_port) : "");
	template_set(values, "tls_proxy",
		config->proxy_port ? arena_printf(arena, "https://127.0.0.1:%d", config->proxy_port) : "");
}

static void fill_values(struct template_values *values, const struct instance *instance,
	const struct client_config *config, const char *dir, struct arena *arena)
{
	const char *pki_dir = instance_files_dir(instance, arena);

	template_values_init(values, arena);
	template_set(values, "dir", dir);
	template_set(values, "name", config->name);
	template_set(values, "host", "127.0.0.1");
	template_set(values, "upstream_host", "127.0.0.1");
	set_number_or_nothing(values, "upstream_port", config->server_port);
	set_number_or_nothing(
		values, "port", config->front_port ? config->front_port : config->server_port);
	set_trust(values, instance->plan->bundle, pki_dir);
	setup_files_fill(values, &instance->plan->target->setup, pki_dir);
	set_credential_files(values, instance->plan, pki_dir);
	template_set(values, "defects",
		target_defects(instance->plan->target, instance->bench->options->defects, arena));
	template_set(values, "passphrase_file", arena_printf(arena, "%s/" STORE_PASSPHRASE, pki_dir));
	template_set(values, "passphrase", pki_passphrase(instance->bench->options->pki));
	set_request(values, config);
}

bool client_config_render(struct rendered *out, const char *dir, const struct instance *instance,
	const struct client_config *config, struct arena *arena, const char **why)
{
	const struct plan_instance *plan = instance->plan;
	struct template_values values;
	struct diag diag;
	bool ok;

	fill_values(&values, instance, config, dir, arena);
	diag_init(&diag);
	ok = target_render_client(out, arena, &diag, plan->target, (enum tls_version)config->version,
		plan->features, plan->feature_count, &values);
	if (!ok)
		*why = config_files_trouble(&diag, arena);
	diag_finish(&diag);
	return ok;
}

bool client_config_write(struct rendered *out, const char **dir, const struct instance *instance,
	const struct client_config *config, struct arena *arena, const char **why)
{
	*dir = arena_printf(arena, "%s/%s", instance->bench->work_dir, config->place);
	return client_config_render(out, *dir, instance, config, arena, why) &&
		config_files_write(out, *dir, arena, why);
}
