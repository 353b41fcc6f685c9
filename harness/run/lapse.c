/*
 * What was valid when the run began and lapses in it: from then on nobody can be blamed for a
 * refusal. A good client, the targets' server certificate and the roots end the whole run by that;
 * any other credential the cells that present it.
 */
#include "runner_internal.h"

#include <string.h>
#include <time.h>

#include "pki.h"

/* What every cell leans on. */
static const char *const *common(struct runner *runner)
{
	const struct plan *plan = runner->options->plan;
	const char **names = ARENA_ARRAY(&runner->arena, const char *, 2 * plan->instance_count + 3);
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

void lapse_begin(struct runner *runner)
{
	(void)pki_next_lapse(&runner->lapse, runner->options->pki, common(runner));
}

static bool is_over(const struct pki_lapse *lapse)
{
	return lapse->name && time(NULL) >= lapse->at;
}

const char *lapse_of_cell(const struct cell *cell)
{
	struct runner *runner = cell->runner;
	struct arena *arena = &cell->runner->arena;
	const char *names[2] = {NULL, NULL};
	struct pki_lapse lapse;

	if (is_over(&runner->lapse))
		return tell(arena, &runner->lapse);
	for (size_t i = 0; i < cell->attempt_count; i++) {
		names[0] = cell->attempts[i].credential;
		if (names[0] && strcmp(names[0], "none") != 0 &&
			pki_next_lapse(&lapse, runner->options->pki, names) && is_over(&lapse))
			return tell(arena, &lapse);
	}
	return NULL;
}

void lapse_end_run(struct runner *runner)
{
	if (runner->outcome->lapsed || !is_over(&runner->lapse))
		return;
	runner->outcome->lapsed = tell(&runner->arena, &runner->lapse);
	for (size_t i = 0; i < runner->instance_count; i++) {
		if (runner->instances[i].state < INSTANCE_BROKEN)
			instance_give_up(&runner->instances[i], runner->outcome->lapsed);
	}
}
