#ifndef FOREIGN_WIRE_H
#define FOREIGN_WIRE_H
/*
 * The socket of a connection that somebody else reads and writes (libcurl), looked at from within
 * libssl: what goes over it, and how much may be taken from it. One SSL_read goes on as long as
 * records come that hold no data for it, such as KeyUpdates and tickets: an endless row of them
 * would keep the loop for ever, past every deadline. Out of rations, a read is told "later"; the
 * bytes stay in the socket.
 */
#include <stddef.h>

struct conversation;
struct ssl_st;

struct foreign_wire {
	/* Each byte that is read is taken off it; the last record may take a little more. NULL: as much
	 * as there is. */
	size_t *left;
	struct conversation *conversation; /* where it is recorded, or NULL */
};

/* From now on; it outlives `ssl`. Again is fine. */
void foreign_wire_attach(const struct ssl_st *ssl, struct foreign_wire *wire);
#endif
