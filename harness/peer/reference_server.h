#ifndef REFERENCE_SERVER_H
#define REFERENCE_SERVER_H
/*
 * The reference server as a program: terminates TLS with our server engine, in one of the five
 * modes and with defects if asked, and forwards each request to a backend with four identity
 * headers, as a good proxy would (forged copies removed):
 *   X-SSL-Client-Verify (SUCCESS, UNVERIFIED, NONE), X-SSL-Client-Subject,
 *   X-SSL-Client-Cert (URL-encoded PEM),
 *   X-SSL-Client-Fingerprint (SHA-1)
 * With virtual hosts a request goes to the backend of its host, or is answered with 421.
 */
#include <stdbool.h>

#include "scoped.h"
#include "tls_server.h"
#include "virtual_hosts.h"

struct arena;

struct reference_options {
	struct tls_server_config tls;
	const char *host;
	int port;
	const char *backend_host; /* NULL: answers by itself, reflecting the request */
	int backend_port;
	/* in place of all but host, port and defects; none: every name is the same */
	const struct virtual_host_options *hosts;
	size_t host_count;
	/* `why`: it was not, and goes on as before; else NULL */
	void (*reloaded)(const char *why);
	/* for an OCSP responder that says nothing, with tls.asks_status */
	unsigned status_patience_ms;
	const char *protects; /* a path for clients with a verified certificate alone, or NULL */
};

/*
 * Serves until it is asked to leave (leave.h). At SIGUSR1 it reads its files again, for the
 * connections that come then, and keeps what it had where they are bad. False and `why` if it can't
 * begin.
 */
WARN_UNUSED bool reference_server_run(
	const struct reference_options *options, struct arena *arena, const char **why);
#endif
