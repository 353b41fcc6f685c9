/* Does the loopback interface carry connections? A port that can be bound does not say so. */
#include "doctor_check.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arena.h"
#include "port.h"

enum { ANSWER_MS = 1000 };

static int await_connection(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLOUT};
	socklen_t len = sizeof(int);
	int error = 0;

	if (poll(&wait, 1, ANSWER_MS) != 1)
		return ETIMEDOUT;
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 ? error : errno;
}

/* 0 or an errno. */
static int try_connection(const struct held_port *held)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)held->port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error = 0;

	if (fd < 0 || listen(held->fd, 1) != 0)
		error = errno;
	else if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		error = errno == EINPROGRESS ? await_connection(fd) : errno;
	if (fd >= 0)
		close(fd);
	return error;
}

struct doctor_check doctor_check_loopback(struct arena *arena)
{
	struct doctor_check check = {
		"loopback", CHECK_BAD, NULL, "targets and servers talk over 127.0.0.1 (ip link set lo up)"};
	struct held_port held;
	int error;

	if (!port_hold(&held, arena, &check.found))
		return check;
	error = try_connection(&held);
	port_release(&held);
	if (error) {
		check.found = arena_printf(arena, "no connection over 127.0.0.1: %s", strerror(error));
		return check;
	}
	return (struct doctor_check){"loopback", CHECK_OK, "127.0.0.1 carries connections", NULL};
}
