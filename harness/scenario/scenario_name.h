#ifndef SCENARIO_NAME_H
#define SCENARIO_NAME_H
/* What a scenario may call a host by. */
#include <stdbool.h>

/* True if `name` is an address or can be a host name. */
bool scenario_is_name(const char *name);
#endif
