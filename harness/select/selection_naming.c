#include "selection_naming.h"

#include <string.h>

#include "recipe.h"
#include "selection.h"
#include "server_naming.h"

static const struct place on_command_line;

static bool is_client(const struct target *target)
{
	return target && target->sides[SIDE_CLIENT];
}

/* One that we launch is told its name by us, and asked for by it. */
static bool is_launched_server(const struct target *target)
{
	return target && target->sides[SIDE_SERVER] && !target->connect_host;
}

static void rename_steps(struct scenario *scenario, const char *name, struct arena *arena)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		struct scenario_server *server = &scenario->steps[i].server;
		size_t len = strlen(server->name);

		server->name = server_naming(&len, arena, server->name, len, name);
	}
}

static void rename_all(struct catalogue *catalogue, const char *name)
{
	recipe_rename(catalogue->recipe, name, &catalogue->arena);
	for (size_t i = 0; i < catalogue->scenarios.count; i++) {
		if (catalogue->scenarios.items[i]->side == SIDE_CLIENT)
			rename_steps(catalogue->scenarios.items[i], name, &catalogue->arena);
	}
}

void selection_naming_apply(struct selection *selection, const char *name)
{
	struct catalogue *catalogue = &selection->catalogue;
	bool any = false;

	for (size_t i = 0; name && i < selection->target_count; i++)
		any = any || is_client(selection->targets[i]);
	if (!any)
		return;
	for (size_t i = 0; i < selection->target_count; i++) {
		struct target *target = selection->targets[i];

		if (is_client(target))
			target->server_name = name;
		else if (is_launched_server(target))
			diag_error(&catalogue->diag, on_command_line,
				"--server-name %s: our servers are called so for the clients, and %s, which is "
				"launched, can't be beside them: run it apart",
				name, target->name);
	}
	if (catalogue->recipe)
		rename_all(catalogue, name);
}
