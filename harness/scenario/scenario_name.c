#include "scenario_name.h"

#include <arpa/inet.h>
#include <string.h>

static const char host_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

bool scenario_is_address(const char *name)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1;
}

bool scenario_is_name(const char *name)
{
	return scenario_is_address(name) || !name[strspn(name, host_chars)];
}
