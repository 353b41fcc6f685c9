#ifndef INSTANCE_CONFIG_H
#define INSTANCE_CONFIG_H
/* Renders a target's templates for one instance and writes its work folder. */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct instance;
struct rendered;

/*
 * What its templates say, again and again the same. A client program has a port and a request for each
 * connection: they are left out. False and `why` if a template can't be rendered.
 */
WARN_UNUSED bool instance_config_render(
	struct rendered *out, const struct instance *instance, struct arena *arena, const char **why);
/* And writes it. Needs instance->port; sets instance->dir. */
WARN_UNUSED bool instance_config_write(
	struct rendered *out, struct instance *instance, const char **why);
#endif
