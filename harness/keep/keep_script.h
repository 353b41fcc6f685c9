#ifndef KEEP_SCRIPT_H
#define KEEP_SCRIPT_H
/*
 * reproduce.sh: the connections of a cell again, in their order, as calls of lib.sh. What each
 * showed stands beside it and must come again.
 */
#include <stdbool.h>

#include "scoped.h"

struct kept;

/* It, and the credentials that it needs. False with kept->why. */
WARN_UNUSED bool kept_script(struct kept *kept);
#endif
