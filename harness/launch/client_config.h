#ifndef CLIENT_CONFIG_H
#define CLIENT_CONFIG_H
/* Renders the templates of a target that is the client, and writes its work folder. */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct instance;
struct rendered;

struct client_config {
	const char *place; /* of its work folder in the run's */
	const char *name; /* that it is told */
	int server_port; /* our server's */
	int proxy_port; /* of the proxy with TLS in front of it; 0: there is none */
	int front_port; /* where a proxy must listen; 0 for a program */
	const char *token; /* of a program's request; NULL for a proxy */
	int version; /* enum tls_version of a program's connection; TLS_VERSION_NONE for a proxy */
};

/* As it would be in the folder `dir`. False and `why` if a template can't be rendered. */
WARN_UNUSED bool client_config_render(struct rendered *out, const char *dir,
	const struct instance *instance, const struct client_config *config, struct arena *arena,
	const char **why);
/* And writes it. `dir` is the folder that was made. False and `why` if it can't be. */
WARN_UNUSED bool client_config_write(struct rendered *out, const char **dir,
	const struct instance *instance, const struct client_config *config, struct arena *arena,
	const char **why);
#endif
