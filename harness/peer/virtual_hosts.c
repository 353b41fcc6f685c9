#include "virtual_hosts.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "fatal.h"
#include "socket_address.h"

struct virtual_host {
	struct tls_server_context *tls;
	struct sockaddr_storage backend;
};

struct virtual_hosts {
	const struct virtual_host_options *options;
	size_t option_count;
	struct virtual_host items[VIRTUAL_HOSTS_MAX];
	struct routed_host routed[VIRTUAL_HOSTS_MAX];
	size_t count;
	struct tls_server_context *nobody; /* for whoever asks for none of them */
	struct tls_server_context *open; /* in its place, by a defect */
	const bool *defects;
};

void virtual_hosts_destroy(struct virtual_hosts *hosts)
{
	if (!hosts)
		return;
	for (size_t i = 0; i < hosts->count; i++)
		tls_server_context_destroy(hosts->items[i].tls);
	tls_server_context_destroy(hosts->nobody);
	tls_server_context_destroy(hosts->open);
	free(hosts);
}

/* DEFECT_TRUST_CAS_OF_ALL_HOSTS: of all of them, NULL-terminated. */
static const char *const *all_ca_files(
	const struct virtual_host_options *options, size_t count, struct arena *arena)
{
	const char **files = NULL;
	size_t file_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (options[i].tls.client_ca_file)
			*ARENA_PUSH(arena, files, file_count) = options[i].tls.client_ca_file;
	}
	*ARENA_PUSH(arena, files, file_count) = NULL;
	return files;
}

static bool add(struct virtual_hosts *hosts, const struct virtual_host_options *options,
	struct arena *arena, const char **why)
{
	struct virtual_host *host = &hosts->items[hosts->count];
	struct tls_server_config config = options->tls;
	int error = socket_address_parse(&host->backend, options->backend_host, options->backend_port);

	if (error) {
		*why = arena_printf(arena, "host %s: no backend at %s:%d: %s", options->name,
			options->backend_host, options->backend_port, uv_strerror(error));
		return false;
	}
	if (hosts->defects[DEFECT_TRUST_CAS_OF_ALL_HOSTS])
		config.other_client_ca_files = all_ca_files(hosts->options, hosts->option_count, arena);
	host->tls = tls_server_context_create(&config, arena, why);
	if (!host->tls) {
		*why = arena_printf(arena, "host %s: %s", options->name, *why);
		return false;
	}
	hosts->routed[hosts->count++] = (struct routed_host){
		.name = options->name, .asks_nobody = !auth_mode_requests(config.mode)};
	return true;
}

/* For those who ask for no host of these: with the first one's certificate. */
static bool add_strangers(struct virtual_hosts *hosts, struct arena *arena, const char **why)
{
	struct tls_server_config config = hosts->options->tls;

	config.mode = AUTH_NO_CLIENT_CERT;
	hosts->open = tls_server_context_create(&config, arena, why);
	config.knows_no_name = true;
	hosts->nobody = hosts->open ? tls_server_context_create(&config, arena, why) : NULL;
	return hosts->nobody != NULL;
}

/* Of hosts that share their sessions, by a defect. */
static bool shares(const struct virtual_hosts *hosts, size_t number)
{
	return hosts->defects[DEFECT_SESSION_ACROSS_HOSTS] ||
		(hosts->defects[DEFECT_SESSION_ACROSS_CAS] && !hosts->routed[number].asks_nobody);
}

static void share_sessions(struct virtual_hosts *hosts)
{
	const struct virtual_host *first = NULL;

	for (size_t i = 0; i < hosts->count; i++) {
		if (!shares(hosts, i))
			continue;
		if (first)
			tls_server_context_share_sessions(hosts->items[i].tls, first->tls);
		else
			first = &hosts->items[i];
	}
}

struct virtual_hosts *virtual_hosts_create(
	const struct virtual_host_options *options, size_t count, struct arena *arena, const char **why)
{
	struct virtual_hosts *hosts = fatal_alloc(sizeof(*hosts));

	memset(hosts, 0, sizeof(*hosts));
	hosts->options = options;
	hosts->option_count = count;
	hosts->defects = options->tls.defects;
	for (size_t i = 0; i < count; i++) {
		if (add(hosts, &options[i], arena, why))
			continue;
		virtual_hosts_destroy(hosts);
		return NULL;
	}
	if (!add_strangers(hosts, arena, why)) {
		virtual_hosts_destroy(hosts);
		return NULL;
	}
	share_sessions(hosts);
	return hosts;
}

/* Not known by that name, or not to those who say what is demanded: a defect. */
static bool is_missed(const bool *defects, const char *name, const char *host)
{
	size_t len = strlen(name);

	if (*host == '*')
		return defects[DEFECT_WILDCARD_HAS_NO_POLICY];
	if (defects[DEFECT_SNI_DOT_IS_ANOTHER_NAME] && len && name[len - 1] == '.')
		return true;
	return defects[DEFECT_SNI_CASE_SENSITIVE] && strncmp(name, host, strlen(host)) != 0;
}

struct tls_server_context *virtual_hosts_serve(
	const struct virtual_hosts *hosts, int *number, const char *name)
{
	const bool *defects = hosts->defects;
	bool open = defects[name ? DEFECT_UNKNOWN_NAME_IS_OPEN : DEFECT_NO_NAME_IS_OPEN];

	*number = host_route_find(hosts->routed, hosts->count, name);
	if (*number != HOST_NONE && is_missed(defects, name, hosts->routed[*number].name)) {
		*number = HOST_NONE;
		open = true;
	}
	if (*number != HOST_NONE)
		return hosts->items[*number].tls;
	return open ? hosts->open : hosts->nobody;
}

const struct sockaddr_storage *virtual_hosts_route(
	const struct virtual_hosts *hosts, struct host_route *route)
{
	int number;

	route->hosts = hosts->routed;
	route->host_count = hosts->count;
	route->defects = hosts->defects;
	number = host_route_choose(route);
	return number == HOST_NONE ? NULL : &hosts->items[number].backend;
}

enum auth_mode virtual_hosts_mode(const struct virtual_hosts *hosts, int number)
{
	return number == HOST_NONE ? AUTH_NO_CLIENT_CERT : hosts->options[number].tls.mode;
}
