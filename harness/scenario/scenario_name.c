#include "scenario_name.h"

#include <string.h>

#include "host_address.h"

static const char host_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

static const char role_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

bool scenario_is_name(const char *name)
{
	return host_is_address(name) || !name[strspn(name, host_chars)];
}

bool scenario_is_role(const char *name)
{
	return *name && !name[strspn(name, role_chars)] && strcmp(name, "localhost") != 0;
}
