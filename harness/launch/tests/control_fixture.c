#include "control_fixture.h"

#include <string.h>

#include "connection.h"
#include "unit.h"

static void add_cells(struct world *world, const char *cells)
{
	struct plan_cell *cell = NULL;

	for (; *cells; cells++) {
		if (*cells == '-') {
			cell->skip_reason = "not spoken";
		} else if (*cells == '*') {
			cell->instance = OTHER;
		} else {
			ck_assert_uint_lt(world->plan.cell_count, CELLS_MAX);
			cell = &world->cells[world->plan.cell_count++];
			cell->tls = (enum tls_version)(TLS_1_0 + (*cells - '0'));
			cell->instance = OURS;
			cell->target = &world->target;
			cell->scenario = &world->scenario;
		}
	}
}

void open_world(struct world *world, const struct row *row)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	for (size_t i = 0; row->listeners[i]; i++) {
		world->listeners[i].plain = row->listeners[i] == 'p';
		world->target.setup.listeners.count++;
	}
	world->target.setup.listeners.items = world->listeners;
	world->instances[OURS] =
		(struct plan_instance){.target = &world->target, .side = SIDE_SERVER, .mode = row->mode};
	add_cells(world, row->cells);
	world->scenario.steps = &world->step;
	world->scenario.step_count = 1;
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		world->step.expect[mode].connection.given = true;
	world->plan.cells = world->cells;
	world->plan.instances = world->instances;
	world->plan.instance_count = INSTANCES;
	/* of an earlier launch */
	memset(&world->controls, 0xff, sizeof(world->controls));
}

void make(struct world *world)
{
	control_plan_make(&world->controls, &world->plan, OURS, false, &world->arena);
}

const char *steps(struct world *world)
{
	static const char *const peers[CONTROL_PEER_COUNT] = {
		"good", "good again", "nobody", "wrong CA", "self-signed"};
	const char *text = "";

	for (size_t i = 0; i < world->controls.count; i++) {
		const struct control_step *step = &world->controls.steps[i];
		int number = world->controls.sites[step->site].where.listener;
		const char *listener =
			number == MAIN_LISTENER ? "main" : arena_printf(&world->arena, "%d", number);

		text = arena_printf(&world->arena, "%s%s%s %s %s", text, i ? ", " : "",
			tls_version_name(step->version), listener, peers[step->peer]);
	}
	return text;
}
