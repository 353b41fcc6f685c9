#include "doctor_target.h"

#include <string.h>

#include "arena.h"
#include "doctor_report.h"
#include "plan.h"
#include "version.h"

static void add_mode(struct doctor_target *out, const struct target *target, enum auth_mode mode)
{
	const struct target_mode *said = &target->modes[mode];
	struct doctor_mode *found = &out->modes[out->mode_count++];

	found->mode = mode;
	found->state = !said->given || said->unsupported ? "unsupported"
		: said->approximates                         ? "approximated"
													 : "supported";
	found->reason = !said->given ? "the target file does not mention it"
		: said->unsupported      ? said->unsupported
								 : said->approximates;
}

static void count_skip(struct doctor_target *out, const char *reason, struct arena *arena)
{
	size_t i = 0;

	while (i < out->skip_count && strcmp(out->skips[i].reason, reason) != 0)
		i++;
	if (i == out->skip_count)
		ARENA_PUSH(arena, out->skips, out->skip_count)->reason = reason;
	out->skips[i].cells++;
}

static bool plan_skips(struct doctor_target *out, struct target *target,
	const struct scenario_set *scenarios, struct arena *arena, struct diag *diag)
{
	struct plan_request request = {
		.scenarios = scenarios, .targets = &target, .target_count = 1, .driver = DRIVER_TLS};
	const struct plan *plan;

	/* what runs already is in one mode; which is the user's to say, and most want this one */
	request.modes[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = target->connect_host != NULL;
	plan = plan_make(arena, diag, &request);
	if (!plan)
		return false;
	out->cells = plan->cell_count;
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (plan->cells[i].skip_reason)
			count_skip(out, plan->cells[i].skip_reason, arena);
	}
	return true;
}

bool doctor_add_target(struct doctor_report *out, struct target *target,
	const struct scenario_set *scenarios, struct arena *arena, struct diag *diag)
{
	struct doctor_target *found = ARENA_PUSH(arena, out->targets, out->target_count);

	*found = (struct doctor_target){
		.name = target->name,
		.title = target->title,
		.side = target->sides[SIDE_CLIENT] ? SIDE_CLIENT : SIDE_SERVER,
		.place = target->lacks ? NULL : target->program_path,
		.lacks = target->lacks,
		.version = version_ask(target, arena),
		.cached = target_cached_versions(target, arena),
		.install = target->install_hint,
	};
	if (target->connect_host)
		found->place = arena_printf(
			arena, "runs already at %s:%d", target->connect_host, target->connect_port);
	for (int mode = 0; found->side == SIDE_SERVER && mode < AUTH_MODE_COUNT; mode++)
		add_mode(found, target, (enum auth_mode)mode);
	return plan_skips(found, target, scenarios, arena, diag);
}
