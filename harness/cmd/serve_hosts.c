#include "serve_hosts.h"

#include <string.h>

#include "arena.h"
#include "option.h"

enum part { PART_NAME, PART_MODE, PART_CA, PART_BACKEND, PART_CERT, PART_KEY, PART_COUNT };

/* How many there are; PART_COUNT + 1: more than may be. */
static size_t split(const char *parts[PART_COUNT], const char *text, struct arena *arena)
{
	size_t count = 0;

	for (;;) {
		size_t len = strcspn(text, ",");

		if (count == PART_COUNT)
			return PART_COUNT + 1;
		parts[count++] = arena_strndup(arena, text, len);
		if (!text[len])
			return count;
		text += len + 1;
	}
}

void serve_hosts_add(
	struct serve_hosts *out, struct argp_state *state, struct arena *arena, const char *text)
{
	struct virtual_host_options *host = &out->items[out->count];
	const char *parts[PART_COUNT] = {NULL};
	size_t count = split(parts, text, arena);

	if (out->count == VIRTUAL_HOSTS_MAX)
		argp_error(state, "--host: more than %d hosts", VIRTUAL_HOSTS_MAX);
	if ((count != PART_CERT && count != PART_COUNT) || !*parts[PART_NAME])
		argp_error(
			state, "--host %s: NAME,MODE,CA,ADDRESS:PORT is wanted, or that and ,CERT,KEY", text);
	host->name = parts[PART_NAME];
	if (!auth_mode_parse(&host->tls.mode, parts[PART_MODE]))
		argp_error(state, "--host %s: no client-auth mode '%s'", text, parts[PART_MODE]);
	host->tls.client_ca_file = *parts[PART_CA] ? parts[PART_CA] : NULL;
	option_address(
		&host->backend_host, &host->backend_port, state, arena, "--host", parts[PART_BACKEND]);
	host->tls.certificate_file = parts[PART_CERT];
	host->tls.key_file = parts[PART_KEY];
	out->count++;
}

void serve_hosts_complete(
	struct serve_hosts *hosts, struct argp_state *state, struct reference_options *server)
{
	for (size_t i = 0; i < hosts->count; i++) {
		struct tls_server_config *own = &hosts->items[i].tls;
		struct tls_server_config config = server->tls;

		config.mode = own->mode;
		if (own->certificate_file) {
			config.certificate_file = own->certificate_file;
			config.key_file = own->key_file;
		}
		/* whose CRL that is, is known of the common CA alone */
		if (own->client_ca_file) {
			config.client_ca_file = own->client_ca_file;
			config.client_crl_file = NULL;
		}
		if (!config.certificate_file || !config.key_file)
			argp_error(state, "--host %s: neither it nor --cert and --key say its certificate",
				hosts->items[i].name);
		if (auth_mode_verifies(config.mode) && !config.client_ca_file)
			argp_error(state, "--host %s: it needs a CA, or --client-ca", hosts->items[i].name);
		*own = config;
	}
	server->hosts = hosts->items;
	server->host_count = hosts->count;
}
