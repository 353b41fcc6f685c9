#include "selection_client.h"

#include <string.h>

#include "selection.h"
#include "target_client.h"
#include "text.h"

static const struct place on_command_line;

static void say_success(
	struct target *target, const struct selection_client *said, struct catalogue *catalogue)
{
	struct text_list words = {said->success,
		ARENA_ARRAY(&catalogue->arena, struct place, said->success_count), said->success_count};

	memset(target->client.success, 0, sizeof(target->client.success));
	(void)!target_client_success(&target->client, &words, &catalogue->arena, &catalogue->diag);
}

/* The options again, for commands to reproduce. */
static const char *options_of(const struct selection_client *said, struct arena *arena)
{
	const char *all = said->answer
		? arena_printf(arena, " --answer %s", text_shell_quote(arena, said->answer))
		: "";

	for (size_t i = 0; i < said->success_count; i++)
		all =
			arena_printf(arena, "%s --success %s", all, text_shell_quote(arena, said->success[i]));
	return all;
}

static void read_command(
	struct selection *selection, const struct selection_client *said, const char *command)
{
	struct catalogue *catalogue = &selection->catalogue;
	struct target *target = target_from_command(&catalogue->arena, &catalogue->diag, command);

	*ARENA_PUSH(&catalogue->arena, selection->targets, selection->target_count) = target;
	if (!target)
		return;
	target->command_options = options_of(said, &catalogue->arena);
	if (said->answer)
		target_reply_option(
			&target->client.answer, said->answer, &catalogue->arena, &catalogue->diag);
	if (said->success_count)
		say_success(target, said, catalogue);
}

void selection_client_read(struct selection *selection, const struct selection_client *said)
{
	for (size_t i = 0; i < said->command_count; i++)
		read_command(selection, said, said->commands[i]);
	if (!said->command_count && (said->answer || said->success_count))
		diag_error(&selection->catalogue.diag, on_command_line,
			"--answer and --success are for --client COMMAND; a target file has keys of these "
			"names");
}
