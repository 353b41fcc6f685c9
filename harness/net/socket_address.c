#include "socket_address.h"

#include <netinet/in.h>
#include <uv.h>

int socket_address_parse(struct sockaddr_storage *out, const char *host, int port)
{
	if (uv_ip4_addr(host, port, (struct sockaddr_in *)(void *)out) == 0)
		return 0;
	return uv_ip6_addr(host, port, (struct sockaddr_in6 *)(void *)out);
}

int socket_address_port(const struct sockaddr_storage *address)
{
	return ntohs(address->ss_family == AF_INET6
			? ((const struct sockaddr_in6 *)(const void *)address)->sin6_port
			: ((const struct sockaddr_in *)(const void *)address)->sin_port);
}
