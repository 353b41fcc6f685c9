#ifndef SCENARIO_NAME_H
#define SCENARIO_NAME_H
/* What a scenario may call a host by. */
#include <stdbool.h>

/* True if `name` is an IPv4 or IPv6 address (which is no SNI: RFC 6066 section 3). */
bool scenario_is_address(const char *name);
/* True if `name` is such an address or can be a host name. */
bool scenario_is_name(const char *name);
#endif
