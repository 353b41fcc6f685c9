#ifndef KEEP_DEED_H
#define KEEP_DEED_H
/* What a step does to its target before it connects, as commands of reproduce.sh. */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct buf;
struct kept;

/* What was done before the cell's connection number `index`, if anything. */
WARN_UNUSED bool kept_put_deed(struct buf *out, struct kept *kept, size_t index);
#endif
