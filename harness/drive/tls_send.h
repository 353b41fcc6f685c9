#ifndef TLS_SEND_H
#define TLS_SEND_H
/* Between our TLS client, which does no I/O, and the stream that carries it. */
struct stream;
struct tls_client;

/* All that it has to say by now. */
void tls_send(struct tls_client *client, struct stream *stream);
/*
 * RFC 5246 section 7.2.1: whoever ends a connection says so, and is answered before it is closed. A
 * server may wait for that, and forget a session whose connection ends without.
 */
void tls_send_goodbye(struct tls_client *client, struct stream *stream);
#endif
