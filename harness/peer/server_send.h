#ifndef SERVER_SEND_H
#define SERVER_SEND_H
struct stream;
struct tls_server;

/* Writes what waits in a server of ours, as long as the stream has nothing left to write. */
void server_send(struct tls_server *server, struct stream *stream);
#endif
