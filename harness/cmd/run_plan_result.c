#include "run_plan_result.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "command.h"
#include "describe.h"
#include "plan.h"
#include "result.h"
#include "text.h"
#include "tls_library.h"
#include "version.h"

enum { COMMAND_MAX = 8192 };

static const char *quote_command(int argc, char **argv, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, COMMAND_MAX);
	buf_puts(&text, text_shell_quote(arena, program_invocation_name));
	buf_puts(&text, " run");
	for (int i = 1; i < argc; i++) {
		buf_putc(&text, ' ');
		buf_puts(&text, text_shell_quote(arena, argv[i]));
	}
	return arena_strdup(arena, buf_text(&text));
}

static void add_scenario(
	struct plan_result *out, const struct scenario *scenario, struct arena *arena)
{
	struct scenario_info *info;

	for (size_t i = 0; i < out->scenario_count; i++) {
		if (strcmp(out->scenarios[i].id, scenario->id) == 0)
			return;
	}
	info = ARENA_PUSH(arena, out->scenarios, out->scenario_count);
	info->id = scenario->id;
	info->title = scenario->title;
	info->why = scenario->why;
	info->file = arena_printf(arena, "%s:%zu", scenario->path, scenario->title_place.line);
	info->rules = scenario->rules.items;
	info->rule_count = scenario->rules.count;
}

static void add_target_result(
	struct plan_result *out, const struct target *target, struct arena *arena)
{
	struct target_info *info = ARENA_PUSH(arena, out->targets, out->target_count);

	info->name = target->name;
	info->title = target->title;
	info->version = version_ask(target, arena);
	info->missing = plan_missing_program(target, arena);
	info->folder = target->path ? target->folder : NULL;
}

void run_plan_credentials(
	struct plan_result *out, struct pki *pki, const char *const *names, struct arena *arena)
{
	const char *why;

	for (; *names; names++) {
		struct credential_info info;

		if (pki_describe(&info, pki, *names, arena, &why))
			*ARENA_PUSH(arena, out->credentials, out->credential_count) = info;
	}
}

void run_plan_result(struct plan_result *out, const struct plan *plan, struct target **targets,
	size_t target_count, size_t repeat, int argc, char **argv, struct arena *arena)
{
	char started[32];

	memset(out, 0, sizeof(*out));
	clock_format_utc(started, time(NULL));
	out->program_version = PROGRAM_NAME " " MTLSPEC_VERSION;
	out->openssl_version = tls_library_version();
	out->command = quote_command(argc, argv, arena);
	out->started = arena_strdup(arena, started);
	for (size_t i = 0; i < target_count; i++)
		add_target_result(out, targets[i], arena);
	out->cells = ARENA_ARRAY(arena, const char *, plan->cell_count *repeat + 1);
	for (size_t i = 0; i < plan->cell_count * repeat; i++) {
		const struct plan_cell *cell = &plan->cells[i % plan->cell_count];
		size_t round = i / plan->cell_count;

		out->cells[out->cell_count++] =
			round ? arena_printf(arena, "%s#%zu", cell->id, round + 1) : cell->id;
	}
	for (size_t i = 0; i < plan->cell_count; i++)
		add_scenario(out, plan->cells[i].scenario, arena);
}
