#ifndef CLIENT_SOCKET_H
#define CLIENT_SOCKET_H
/* A TCP connection that blocks, as a small program has it. */
struct arena;

/* To `host`, an address or a name. Its descriptor; -1 and `why`, in the arena. Nothing on it takes
 * longer than half a minute. */
int client_socket_connect(const char *host, int port, struct arena *arena, const char **why);
#endif
