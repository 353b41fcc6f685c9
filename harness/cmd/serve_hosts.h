#ifndef SERVE_HOSTS_H
#define SERVE_HOSTS_H
/* `mtlspec serve server --host NAME,MODE,CA,ADDRESS:PORT[,CERT,KEY]`. */
#include <argp.h>

#include "reference_server.h"

struct arena;

struct serve_hosts {
	struct virtual_host_options items[VIRTUAL_HOSTS_MAX];
	size_t count;
};

/* One more. What is no such text ends the parse with a usage error. */
void serve_hosts_add(
	struct serve_hosts *out, struct argp_state *state, struct arena *arena, const char *text);
/* Once all options are there: whatever a host does not say is as for the whole server. */
void serve_hosts_complete(
	struct serve_hosts *hosts, struct argp_state *state, struct reference_options *server);
#endif
