#include "structured_writers.h"

#include "doctor_report.h"
#include "json_out.h"

static json_t *check_value(const struct doctor_check *check)
{
	return json_checked(json_pack("{s:o, s:o, s:o, s:o}", "name", json_text(check->name), "state",
		json_text(check_state_words[check->state]), "found", json_text(check->found), "advice",
		json_text(check->advice)));
}

static json_t *modes_value(const struct doctor_target *target)
{
	json_t *modes = json_checked(json_object());

	for (size_t i = 0; i < target->mode_count; i++)
		json_put(modes, auth_mode_name(target->modes[i].mode),
			json_pack("{s:o, s:o}", "state", json_text(target->modes[i].state), "reason",
				json_text(target->modes[i].reason)));
	return modes;
}

static json_t *skips_value(const struct doctor_target *target)
{
	json_t *skips = json_checked(json_array());

	for (size_t i = 0; i < target->skip_count; i++)
		json_push(skips,
			json_pack("{s:o, s:o}", "cells", json_count(target->skips[i].cells), "reason",
				json_text(target->skips[i].reason)));
	return skips;
}

static json_t *target_value(const struct doctor_target *target)
{
	json_t *cached = json_checked(json_array());

	for (const char *const *version = target->cached; version && *version; version++)
		json_push(cached, json_text(*version));
	return json_checked(json_pack("{s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"name", json_text(target->name), "title", json_text(target->title), "side",
		json_text(side_words[target->side]), "ready", target->place != NULL, "place",
		json_text(target->place), "needs", json_text(target->lacks), "version",
		json_text(target->version), "cached", cached, "install", json_text(target->install),
		"modes", modes_value(target), "cells", json_count(target->cells), "skips",
		skips_value(target)));
}

void doctor_write_json(struct buf *out, const struct doctor_report *report, int exit_code)
{
	json_t *checks = json_checked(json_array());
	json_t *targets = json_checked(json_array());

	for (size_t i = 0; i < report->check_count; i++)
		json_push(checks, check_value(&report->checks[i]));
	for (size_t i = 0; i < report->target_count; i++)
		json_push(targets, target_value(&report->targets[i]));
	json_render(out,
		json_pack("{s:b, s:i, s:o, s:o}", "can_run", doctor_can_run(report), "exit_code", exit_code,
			"checks", checks, "targets", targets));
}
