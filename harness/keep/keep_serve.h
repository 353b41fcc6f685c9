#ifndef KEEP_SERVE_H
#define KEEP_SERVE_H
/* The connections of a target that is a client, as calls of lib.sh: our server by openssl
 * s_server. */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct buf;
struct kept;

/* A call of `serve` for a connection, or for the good server where there was none. False with
 * kept->why. */
WARN_UNUSED bool kept_put_serve(struct buf *out, struct kept *kept, size_t index);
WARN_UNUSED bool kept_put_good_server(struct buf *out, struct kept *kept);
#endif
