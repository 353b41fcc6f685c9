#include "cell_directive.h"

#include "cell.h"
#include "control.h"
#include "instance.h"
#include "instance_config.h"
#include "judge_decider.h"
#include "pki.h"
#include "target.h"

/* What our side presents in it; NULL: nothing. */
static const struct credential *presented(const struct cell_result *result, const struct cell *cell)
{
	const char *name = result->credential;
	const char *why;

	return name ? pki_credential(cell->bench->options->pki, name, &why) : NULL;
}

static enum directive_kind decider(const struct cell_result *result, const struct cell *cell)
{
	const struct control_facts *controls =
		controls_at(cell->instance->controls, NULL, cell->plan->tls);
	const struct credential *credential = presented(result, cell);
	const struct decider_case decided = {
		.cell = result,
		.good_refused = controls->good_refused,
		.good_refused_alert = controls->good_alert,
		.self_signed = controls->self_signed,
		.chain_length = credential ? credential->chain_len : 0,
		.name_differs = credential && result->side == SIDE_CLIENT &&
			!pki_has_name(credential, cell->plan->scenario->steps->server.name),
	};

	return judge_decider(&decided);
}

void cell_find_directive(struct cell_result *out, const struct cell *cell)
{
	const struct target *target = cell->plan->target;
	struct arena *arena = (struct arena *)&cell->arena;
	enum directive_kind kind = decider(out, cell);
	struct rendered rendered;
	const char *why;
	bool here;

	if (kind == DIRECTIVE_NONE)
		return;
	here = !target->connect_host &&
		instance_config_render(&rendered, cell->instance, cell->plan->tls, arena, &why);
	if (!target_directive_find(
			&out->directive, target, cell->plan->mode, kind, here ? &rendered : NULL, arena))
		out->directive = (struct directive_fix){0};
}
