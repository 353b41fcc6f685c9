#ifndef TLS_RELAY_H
#define TLS_RELAY_H
/*
 * A proxy that is spoken to by TLS: it ends that, and passes what is within on to our server's leg,
 * which understands CONNECT (server_leg.h), and back. It has a certificate of its own, and asks for
 * one: which client shows what to whom is seen on both ends.
 */
#include <stdbool.h>

#include "observation.h"
#include "tls_server.h"

struct arena;
struct tls_relay;
struct traffic;
struct uv_loop_s;

struct tls_relay_options {
	struct tls_server_options tls;
	int port; /* of the leg, on the loopback interface */
	struct observation *facts; /* initialised: of its own handshakes, summed up when it is closed */
	struct traffic *traffic; /* where the bytes between it and clients go, or NULL */
	struct arena *arena;
	/* A connection has ended. */
	void (*changed)(void *owner);
	void *owner;
};

/* NULL and `why` if there is no port. `servers` outlives it. */
struct tls_relay *tls_relay_listen(struct uv_loop_s *loop, struct tls_server_set *servers,
	const struct tls_relay_options *options, const char **why);
int tls_relay_port(const struct tls_relay *relay);
/* No connection is open, and none waits to be accepted. */
bool tls_relay_quiet(const struct tls_relay *relay);
/* Sums up. NULL is fine. Frees in time. */
void tls_relay_close(struct tls_relay *relay);
#endif
