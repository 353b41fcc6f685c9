#ifndef KEEP_TRAFFIC_H
#define KEEP_TRAFFIC_H
/* What a kept cell's connections carried, for programs that look at a wire, and its keys. */
#include <stdbool.h>

#include "scoped.h"

struct kept;

#define KEPT_TRAFFIC "traffic.pcapng"
#define KEPT_KEYS "keys.log"

/* Both; without a connection there is no traffic. False with kept->why. */
WARN_UNUSED bool kept_traffic(struct kept *kept);
#endif
