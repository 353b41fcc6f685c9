#ifndef CLIENT_STATUS_H
#define CLIENT_STATUS_H
/*
 * The OCSP responder that a client's certificate names, asked on the loop: by POST over plain HTTP
 * (RFC 6960 appendix A.1), at a numeric address, within a time. Others are served meanwhile.
 */
#include <stdbool.h>

struct arena;
struct client_status;
struct tls_server;
struct uv_loop_s;

enum client_status_said {
	CLIENT_STATUS_AWAITED,
	CLIENT_STATUS_LET_IN, /* also: nobody is to be asked */
	CLIENT_STATUS_REFUSED, /* also: nobody can be asked */
};

struct client_status_request {
	struct tls_server *tls; /* whose handshake is done; as does the arena, it outlives the status */
	struct arena *arena;
	unsigned patience_ms;
	/* Called once from the loop, never from within look: it is no longer awaited. */
	void (*known)(void *owner);
	void *owner;
};

/* Asks where `*status` is NULL, and looks how that stands. */
enum client_status_said client_status_look(struct client_status **status, struct uv_loop_s *loop,
	const struct client_status_request *request);
/* Frees in time. NULL is fine. */
void client_status_close(struct client_status *status);
#endif
