#include "scenario_redirect.h"

#include "scenario.h"

void scenario_redirect_take(struct scenario *scenario, struct arena *arena)
{
	const struct scenario_server *server = &scenario->only_step.server;

	if (server->by_redirect)
		text_list_add(
			&scenario->requires_features, FOLLOWS_REDIRECTS, server->by_redirect_place, arena);
}

void scenario_redirect_check(const struct scenario *scenario, struct diag *diag)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (!step->server.by_redirect)
			continue;
		if (step->name)
			diag_error(diag, step->server.by_redirect_place,
				"'by_redirect' belongs to a scenario without 'steps'");
		if (step->first.given)
			diag_error(diag, step->server.by_redirect_place,
				"'by_redirect' and 'first': the first request would go to another server");
	}
}
