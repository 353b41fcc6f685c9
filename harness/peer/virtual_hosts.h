#ifndef VIRTUAL_HOSTS_H
#define VIRTUAL_HOSTS_H
/*
 * The virtual hosts of the reference server: each with a mode, CAs, a certificate, tickets and a
 * backend of its own, behind one port. The name in the ClientHello chooses among them; who asks for
 * none, or for a name that is no host's, is sent away (unrecognized_name). No session of one is
 * taken up at another.
 */
#include <stddef.h>

#include "host_route.h"
#include "tls_server.h"

struct arena;
struct sockaddr_storage;
struct virtual_hosts;

enum { VIRTUAL_HOSTS_MAX = 16 };

struct virtual_host_options {
	const char *name; /* "*.wild.test" stands for one label more */
	struct tls_server_config tls; /* all have the same defects */
	const char *backend_host;
	int backend_port;
};

/* NULL and `why` (in the arena) if a file or an address is bad. `options` outlives it. */
struct virtual_hosts *virtual_hosts_create(const struct virtual_host_options *options, size_t count,
	struct arena *arena, const char **why);
void virtual_hosts_destroy(struct virtual_hosts *hosts);

/* Who serves a client that asks for this name, or for none; and the host's number, or HOST_NONE
 * where it is no host's. */
struct tls_server_context *virtual_hosts_serve(
	const struct virtual_hosts *hosts, int *number, const char *name);
/* Fills in the hosts of `route`, and chooses whose backend it is for; NULL: nobody's. */
const struct sockaddr_storage *virtual_hosts_route(
	const struct virtual_hosts *hosts, struct host_route *route);
/* The mode of that host; of HOST_NONE, none. */
enum auth_mode virtual_hosts_mode(const struct virtual_hosts *hosts, int number);
#endif
