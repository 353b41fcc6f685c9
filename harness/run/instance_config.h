#ifndef INSTANCE_CONFIG_H
#define INSTANCE_CONFIG_H
/* Renders a target's templates for one instance and writes its work folder. */
#include <stdbool.h>

#include "scoped.h"

struct instance;
struct rendered;

/* Needs instance->port; sets instance->dir. */
WARN_UNUSED bool instance_config_write(
	struct rendered *out, struct instance *instance, const char **why);
#endif
