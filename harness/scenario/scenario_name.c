#include "scenario_name.h"

#include <string.h>

#include "host_address.h"

static const char host_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

bool scenario_is_name(const char *name)
{
	return host_is_address(name) || !name[strspn(name, host_chars)];
}
