#include "port.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arena.h"

bool port_hold(struct held_port *out, struct arena *arena, const char **why)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int on = 1;

	out->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (out->fd >= 0 && setsockopt(out->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
		bind(out->fd, (struct sockaddr *)&address, len) == 0 &&
		getsockname(out->fd, (struct sockaddr *)&address, &len) == 0) {
		out->port = ntohs(address.sin_port);
		return true;
	}
	*why = arena_printf(arena, "cannot hold a loopback port: %s", strerror(errno));
	port_release(out);
	return false;
}

void port_release(struct held_port *held)
{
	if (held->fd >= 0)
		close(held->fd);
	held->fd = -1;
}
