#ifndef REFERENCE_SERVER_H
#define REFERENCE_SERVER_H
/*
 * The reference server as a program: terminates TLS with our server engine, in one of the five
 * modes and with defects if asked, and forwards each request to a backend with four identity
 * headers, as a good proxy would (forged copies removed):
 *   X-SSL-Client-Verify (SUCCESS, UNVERIFIED, NONE), X-SSL-Client-Subject,
 *   X-SSL-Client-Cert (URL-encoded PEM),
 *   X-SSL-Client-Fingerprint (SHA-1)
 */
#include <stdbool.h>

#include "scoped.h"
#include "tls_server.h"

struct arena;

struct reference_options {
	struct tls_server_config tls;
	const char *host;
	int port;
	const char *backend_host; /* NULL: answers by itself, reflecting the request */
	int backend_port;
};

/* Serves until it is asked to leave (leave.h). False and `why` if it can't begin. */
WARN_UNUSED bool reference_server_run(
	const struct reference_options *options, struct arena *arena, const char **why);
#endif
