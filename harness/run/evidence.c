/* From a token that the backend received to the connection that it belongs to. */
#include "runner_internal.h"

#include <string.h>

#include "http.h"
#include "identity.h"

size_t runner_total_cells(const struct runner *runner)
{
	return runner->options->plan->cell_count * runner->options->repeat;
}

void runner_watch_for_late(const struct cell *cell)
{
	for (size_t i = 0; i < cell->attempt_count; i++) {
		if (!cell->probes[i].may_arrive && cell->attempts[i].outcome == OUTCOME_REJECT)
			token_table_add(&cell->runner->refused, cell->probes[i].token, cell->sequence);
	}
}

static struct probe *find_probe(struct runner *runner, const char *token)
{
	for (size_t i = 0; i < runner->options->jobs; i++) {
		struct cell *cell = &runner->cells[i];

		for (size_t j = 0; cell->busy && j < cell->attempt_count; j++) {
			if (cell->probes[j].facts && strcmp(cell->probes[j].token, token) == 0)
				return &cell->probes[j];
		}
	}
	for (size_t i = 0; i < runner->instance_count; i++) {
		struct probe *control = &runner->instances[i].control;

		if (control->facts && strcmp(control->token, token) == 0)
			return control;
	}
	return NULL;
}

/* Its cell was judged already: too late to be a plain fact. */
static void take_late_token(struct runner *runner, const char *token)
{
	size_t sequence;

	if (token_table_find(&sequence, &runner->refused, token) && runner->refused_verdict[sequence]) {
		runner->outcome->counts[runner->refused_verdict[sequence] - 1]--;
		cell_report_late(runner, sequence);
	}
}

void runner_backend_request(void *owner, const char *token, const struct http_message *message,
	const struct proxy_header *proxy)
{
	struct runner *runner = owner;
	struct probe *probe = token ? find_probe(runner, token) : NULL;

	if (!token)
		return;
	if (!probe) {
		take_late_token(runner, token);
		return;
	}
	probe->facts->backend_saw = true;
	identity_record(probe->facts, probe->target, message, proxy, probe->arena);
}
