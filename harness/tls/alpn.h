#ifndef ALPN_H
#define ALPN_H
/*
 * What our server from memory says to the protocols that a client offers (RFC 7301). Where HTTP/1.1
 * is among them it says nothing, as to a client that offers none: that is spoken without a word.
 * HTTP/2 is chosen where it is offered without that. With nothing in common the handshake is ended
 * by us (section 3.2).
 */
#include <openssl/ssl.h>

#include "credential.h"

struct buf;

void alpn_hook_server(SSL_CTX *ctx);
/* The names in a ClientHello's list (each with its length in a byte before it), as "h2, http/1.1":
 * cleaned. */
void alpn_put_names(struct buf *out, struct der list);
#endif
