#include "host_address.h"

#include <arpa/inet.h>
#include <string.h>

#include "arena.h"

bool host_is_address(const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

const char *host_before_port(const char *host, struct arena *arena)
{
	return strchr(host, ':') ? arena_printf(arena, "[%s]", host) : host;
}
