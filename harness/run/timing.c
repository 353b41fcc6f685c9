#include "timing.h"

#include "clock.h"
#include "instance.h"
#include "target.h"

/* When it came into that state, or into one beyond it. */
static uint64_t since(const struct instance *instance, enum instance_state state)
{
	while (state < INSTANCE_GONE && !instance->since_us[state])
		state++;
	return instance->since_us[state];
}

bool instance_times(
	struct instance_result *out, const struct instance *instance, size_t cells, uint64_t began_us)
{
	uint64_t started = instance->since_us[INSTANCE_STARTING];
	uint64_t reached = since(instance, INSTANCE_CONTROLS);
	uint64_t ready = since(instance, INSTANCE_READY);
	uint64_t stopped = since(instance, INSTANCE_STOPPING);

	if (!started)
		return false;
	*out = (struct instance_result){.target = instance->plan->target->name,
		.side = instance->plan->side,
		.mode = instance->plan->mode,
		.cells = cells,
		.begin_us = started - began_us,
		.start_us = reached - started,
		.controls_us = ready - reached,
		.cells_us = stopped - ready,
		.stop_us = clock_now_us() - stopped,
		.cpu_us = instance->cpu_us};
	return true;
}
