#ifndef SCENARIO_NAME_H
#define SCENARIO_NAME_H
/* What a scenario may call a host by. */
#include <stdbool.h>

/* True if `name` is an address or can be a host name. */
bool scenario_is_name(const char *name);
/* True if it is no server name, but the role of a target's virtual host: a word of a-z 0-9 _ and -,
 * but for localhost. */
bool scenario_is_role(const char *name);
#endif
