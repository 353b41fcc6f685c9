#include "patience.h"

/* Less than that tells nothing: to be woken up takes its time on any machine. */
enum { ASKED_MIN_US = 20000, LOOKS_PER_DEADLINE = 2 };

void patience_init(struct patience *patience, uint64_t deadline_ms)
{
	*patience = (struct patience){.deadline_ms = deadline_ms, .look_ms = deadline_ms};
}

bool patience_must_look(const struct patience *patience, uint64_t elapsed_ms)
{
	return elapsed_ms >= patience->look_ms;
}

static uint64_t at_most(uint64_t value, uint64_t limit)
{
	return value < limit ? value : limit;
}

/* The deadline of one that got `ran_us` of what it asked for. */
static uint64_t grown_ms(uint64_t deadline_ms, uint64_t asked_us, uint64_t ran_us)
{
	if (asked_us >= ran_us * PATIENCE_MAX)
		return deadline_ms * PATIENCE_MAX;
	return deadline_ms * asked_us / ran_us;
}

/* Less in all than before: some of its processes have ended meanwhile. */
static bool asks(const struct patience *patience, uint64_t asked_us)
{
	return asked_us < patience->asked_us || asked_us - patience->asked_us >= ASKED_MIN_US;
}

bool patience_grants(struct patience *patience, uint64_t elapsed_ms,
	const struct processor_time *its, const struct processor_time *ours)
{
	uint64_t deadline_ms = patience->deadline_ms;
	uint64_t asked_us = its->ran_us + its->waited_us;
	uint64_t all_ms = deadline_ms + ours->waited_us / 1000;

	if (asks(patience, asked_us)) {
		uint64_t grown = grown_ms(deadline_ms, asked_us, its->ran_us);

		if (patience->grown_ms < grown)
			patience->grown_ms = grown;
		if (all_ms < patience->grown_ms)
			all_ms = patience->grown_ms;
	}
	patience->asked_us = asked_us;
	all_ms = at_most(all_ms, deadline_ms * PATIENCE_MAX);
	patience->look_ms = at_most(all_ms, elapsed_ms + deadline_ms / LOOKS_PER_DEADLINE + 1);
	return elapsed_ms < all_ms;
}
