#include "lapse.h"

#include <time.h>

#include "bench.h"
#include "cell.h"
#include "target.h"

/* What every cell leans on. */
static const char *const *common(struct bench *bench)
{
	const struct plan *plan = bench->options->plan;
	const char **names = ARENA_ARRAY(&bench->arena, const char *, plan->instance_count + 3);
	size_t count = 0;

	names[count++] = PKI_GOOD_CLIENT;
	names[count++] = PKI_SERVER;
	for (size_t i = 0; i < plan->instance_count; i++) {
		const struct plan_instance *instance = &plan->instances[i];

		if (instance->target->setup.control.client)
			names[count++] = instance->target->setup.control.client;
	}
	return names;
}

static const char *tell(struct arena *arena, const struct pki_lapse *lapse)
{
	return arena_printf(arena, "%s, in mid-run", pki_lapse_text(arena, lapse, true));
}

void lapse_begin(struct pki_lapse *first, struct bench *bench)
{
	(void)pki_next_lapse(first, bench->options->pki, common(bench));
}

static bool is_over(const struct pki_lapse *lapse)
{
	return lapse->name && time(NULL) >= lapse->at;
}

const char *lapse_of_run(const struct pki_lapse *first, struct arena *arena)
{
	return is_over(first) ? tell(arena, first) : NULL;
}

const char *lapse_of_cell(const struct pki_lapse *first, struct cell *cell)
{
	const char *names[2] = {NULL, NULL};
	struct pki_lapse lapse;

	if (is_over(first))
		return tell(&cell->arena, first);
	for (size_t i = 0; i < cell->made; i++) {
		names[0] = cell->attempts[i].credential;
		if (names[0] && pki_next_lapse(&lapse, cell->bench->options->pki, names) && is_over(&lapse))
			return tell(&cell->arena, &lapse);
	}
	return NULL;
}
