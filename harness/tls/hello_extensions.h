#ifndef HELLO_EXTENSIONS_H
#define HELLO_EXTENSIONS_H
/*
 * Extensions of our ClientHello that no server knows, where the connection's options ask for them
 * (hello_more): one of any length, and two of types that are reserved for being unknown (RFC 8701
 * section 2), one of them empty. A server passes over what it does not know (RFC 8446 section
 * 4.1.2). libssl can't be made to offer cipher suites or groups that it does not know.
 */
struct ssl_ctx_st;

/* On an SSL_CTX of our client, before its first connection. */
void hello_extensions_prepare(struct ssl_ctx_st *ctx);
#endif
