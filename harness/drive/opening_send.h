#ifndef OPENING_SEND_H
#define OPENING_SEND_H
/*
 * Between our TLS client, which does no I/O, and the stream that carries it: all that waits goes
 * out, but for how the connection begins (opening.h). A PROXY header and a preface go before it,
 * and the ClientHello goes in pieces: each is handed to the kernel (TCP_NODELAY) when the one
 * before has been taken, and the pause is over. A receiver that is slow may still read two at once.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "opening.h"

struct arena;
struct attempt_ask;
struct later;
struct observation;
struct sockaddr_storage;
struct stream;
struct tls_client;
struct uv_loop_s;

struct opening_send {
	const struct opening *opening;
	const struct sockaddr_storage *address; /* of the target */
	const struct attempt_ask *ask; /* a preface may be the request itself */
	struct tls_client *client;
	struct stream *stream;
	struct uv_loop_s *loop;
	struct observation *facts;
	struct arena *arena;
	uint64_t started_us;
	/* its own: */
	struct later *pause; /* the next piece waits for it */
	bool rested; /* and need not any more */
	bool announced; /* what comes before TLS is out */
	size_t hello_bytes; /* of this ClientHello, in so many pieces so far */
	size_t hello_pieces;
};

/* With what is set above; all of that outlives it. */
void opening_send_init(struct opening_send *out, const struct opening_send *set);
/* Whenever there may be something to send, and when what was sent has been taken. */
void opening_send_more(struct opening_send *send);
/* Nothing is sent any more. */
void opening_send_stop(struct opening_send *send);
/* At the end of a connection that was made: tells as facts->trouble what did not go out as meant
 * through no doing of the target. */
void opening_send_account(struct opening_send *send);
#endif
