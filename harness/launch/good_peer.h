#ifndef GOOD_PEER_H
#define GOOD_PEER_H
/* Who must get through at an instance: in the controls, and after a cell's subject. */
#include <stdbool.h>

#include "scoped.h"

struct instance;
struct pki;
struct tls_server_options;

/* Name of the credential of the client that must get in. */
const char *good_client(const struct instance *instance);
/* Where the clients that are sent there come from: all are made after that one. */
struct pki *client_pki(const struct instance *instance);
/* The server that a client must trust: always with a staple, for configurations that insist on one.
 * `control`: its credential, where that is not the instance's own; or NULL. False and `why` if it
 * can't be had. */
WARN_UNUSED bool good_server(struct tls_server_options *out, const struct instance *instance,
	const char *control, const char **why);
/* What a client is told then: a program's own name only if there is a server for it. */
const char *good_server_name(const struct instance *instance);

/* A server with that credential, for a client that is configured as the instance is. False and
 * `why` if one of both can't be had. */
WARN_UNUSED bool server_credential(struct tls_server_options *out, const struct instance *instance,
	const char *name, const char **why);
#endif
