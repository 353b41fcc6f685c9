#ifndef INSTANCE_CONFIG_H
#define INSTANCE_CONFIG_H
/* Renders a target's templates for one instance and writes its work folder. */
#include <stdbool.h>

#include "scoped.h"
#include "tls_version.h"

struct arena;
struct instance;
struct rendered;

/*
 * What its templates say, time and again the same. A client program has a port and a request for
 * each connection, which are left out, and is told one version. False and `why` if it can't be
 * rendered.
 */
WARN_UNUSED bool instance_config_render(struct rendered *out, const struct instance *instance,
	enum tls_version version, struct arena *arena, const char **why);
/* And writes it. Needs instance->port; sets instance->dir. */
WARN_UNUSED bool instance_config_write(
	struct rendered *out, struct instance *instance, const char **why);
#endif
