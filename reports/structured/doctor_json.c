#include "structured_writers.h"

#include "doctor_report.h"
#include "json_out.h"

static json_t *check_value(const struct doctor_check *check)
{
	json_t *value = json_checked(json_object());

	json_put(value, "name", json_text(check->name));
	json_put(value, "state", json_text(check_state_words[check->state]));
	json_put(value, "found", json_text(check->found));
	json_put(value, "advice", json_text(check->advice));
	return value;
}

static json_t *modes_value(const struct doctor_target *target)
{
	json_t *modes = json_checked(json_object());

	for (size_t i = 0; i < target->mode_count; i++) {
		json_t *value = json_checked(json_object());

		json_put(value, "state", json_text(target->modes[i].state));
		json_put(value, "reason", json_text(target->modes[i].reason));
		json_put(modes, auth_mode_name(target->modes[i].mode), value);
	}
	return modes;
}

static json_t *skips_value(const struct doctor_target *target)
{
	json_t *skips = json_checked(json_array());

	for (size_t i = 0; i < target->skip_count; i++) {
		json_t *value = json_checked(json_object());

		json_put(value, "cells", json_count(target->skips[i].cells));
		json_put(value, "reason", json_text(target->skips[i].reason));
		json_push(skips, value);
	}
	return skips;
}

static json_t *target_value(const struct doctor_target *target)
{
	json_t *value = json_checked(json_object());
	json_t *cached = json_checked(json_array());

	for (const char *const *version = target->cached; version && *version; version++)
		json_push(cached, json_text(*version));
	json_put(value, "name", json_text(target->name));
	json_put(value, "title", json_text(target->title));
	json_put(value, "side", json_text(side_words[target->side]));
	json_put(value, "ready", json_checked(json_boolean(target->place != NULL)));
	json_put(value, "place", json_text(target->place));
	json_put(value, "version", json_text(target->version));
	json_put(value, "cached", cached);
	json_put(value, "install", json_text(target->install));
	json_put(value, "modes", modes_value(target));
	json_put(value, "cells", json_count(target->cells));
	json_put(value, "skips", skips_value(target));
	return value;
}

void doctor_write_json(struct buf *out, const struct doctor_report *report, int exit_code)
{
	json_t *value = json_checked(json_object());
	json_t *checks = json_checked(json_array());
	json_t *targets = json_checked(json_array());

	for (size_t i = 0; i < report->check_count; i++)
		json_push(checks, check_value(&report->checks[i]));
	for (size_t i = 0; i < report->target_count; i++)
		json_push(targets, target_value(&report->targets[i]));
	json_put(value, "can_run", json_checked(json_boolean(doctor_can_run(report))));
	json_put(value, "exit_code", json_count((unsigned)exit_code));
	json_put(value, "checks", checks);
	json_put(value, "targets", targets);
	json_render(out, value);
}
