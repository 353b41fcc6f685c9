#ifndef TIMING_H
#define TIMING_H
/* Where an instance's time went. */
#include <stdbool.h>
#include <stdint.h>

#include "result.h"

struct instance;

/* Of one that is gone; `began_us`: when the run did. False: it never was started. */
bool instance_times(
	struct instance_result *out, const struct instance *instance, size_t cells, uint64_t began_us);
#endif
