#ifndef KEEP_TARGET_H
#define KEEP_TARGET_H
/*
 * A target's configuration as it ran, and target.sh beside it. In both the run's work folder and
 * ports stand as they were; lib.sh puts others in their place when it starts the target again.
 */
#include <stdbool.h>

#include "scoped.h"

struct kept;

/*
 * Writes the configuration unless it is there, and says its folder's name below targets/. `name`:
 * what a client is told; a program has one folder for each name and TLS version. False with
 * kept->why.
 */
WARN_UNUSED bool kept_target(struct kept *kept, const char **folder, const char *name);
#endif
