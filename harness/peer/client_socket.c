#include "client_socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arena.h"

enum { TIMEOUT_S = 30 };

static int connect_one(const struct addrinfo *address)
{
	const struct timeval timeout = {.tv_sec = TIMEOUT_S};
	const int on = 1;
	int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout)) == 0 &&
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout)) == 0 &&
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
		connect(fd, address->ai_addr, address->ai_addrlen) == 0)
		return fd;
	close(fd);
	return -1;
}

int client_socket_connect(const char *host, int port, struct arena *arena, const char **why)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *all = NULL;
	int fd = -1;
	int error = getaddrinfo(host, arena_printf(arena, "%d", port), &hints, &all);

	if (error) {
		*why = arena_printf(arena, "%s: %s", host, gai_strerror(error));
		return -1;
	}
	for (const struct addrinfo *one = all; one && fd < 0; one = one->ai_next)
		fd = connect_one(one);
	if (fd < 0)
		*why = arena_printf(arena, "%s:%d: %s", host, port, strerror(errno));
	freeaddrinfo(all);
	return fd;
}
