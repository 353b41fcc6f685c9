#ifndef RATION_H
#define RATION_H
/*
 * How much libssl may take from a socket that somebody else reads by (libcurl). One SSL_read goes
 * on as long as records come that hold no data for it, such as KeyUpdates and tickets: an endless
 * row of them would keep the loop for ever, past every deadline. Out of rations, a read is told
 * "later"; the bytes stay in the socket.
 */
#include <stddef.h>

struct ssl_st;

/* From now on each byte that `ssl` reads is taken off `*left`, which outlives it; the last record
 * may take a little more. */
void ration_attach(const struct ssl_st *ssl, size_t *left);
#endif
