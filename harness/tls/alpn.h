#ifndef ALPN_H
#define ALPN_H
/*
 * What our server from memory says to the protocols that a client offers (RFC 7301). Where HTTP/1.1
 * is among them it says nothing, as to a client that offers none: that is spoken without a word.
 * HTTP/2 is chosen where it is offered without that. With nothing in common the handshake is ended
 * by us (section 3.2).
 */
#include <openssl/ssl.h>

void alpn_hook_server(SSL_CTX *ctx);
#endif
