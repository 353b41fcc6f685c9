/* What doctor finds; the last line can be grepped for. */
#include "text_writers.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "doctor_report.h"

static size_t widest_name(const struct doctor_report *report)
{
	size_t widest = 0;

	for (size_t i = 0; i < report->check_count; i++) {
		size_t len = strlen(report->checks[i].name);

		widest = len > widest ? len : widest;
	}
	for (size_t i = 0; i < report->target_count; i++) {
		size_t len = strlen(report->targets[i].name);

		widest = len > widest ? len : widest;
	}
	return widest;
}

static void put_check(struct buf *out, const struct doctor_check *check, int width)
{
	buf_printf(
		out, "%-*s  %-7s  %s\n", width, check->name, check_state_words[check->state], check->found);
	if (check->advice)
		buf_printf(out, "%-*s           %s\n", width, "", check->advice);
}

static void put_line(struct buf *out, int width, const char *what, const char *text)
{
	buf_printf(out, "%-*s  %-9s %s\n", width, "", what, text);
}

static void put_modes(struct buf *out, const struct doctor_target *target, int width)
{
	for (size_t i = 0; i < target->mode_count; i++) {
		const struct doctor_mode *mode = &target->modes[i];

		buf_printf(out, "%-*s  %-9s %-27s %s%s%s\n", width, "", i ? "" : "modes",
			auth_mode_name(mode->mode), mode->state, mode->reason ? ": " : "",
			mode->reason ? mode->reason : "");
	}
}

static void put_target(struct buf *out, const struct doctor_target *target, int width)
{
	buf_printf(out, "%-*s  %-7s  %s%s%s\n", width, target->name,
		target->place ? "ready" : "missing", target->title, target->version ? " " : "",
		target->version ? target->version : "");
	put_line(out, width, "side", side_words[target->side]);
	if (target->place)
		put_line(out, width, "place", target->place);
	if (target->lacks)
		put_line(out, width, "needs", target->lacks);
	for (const char *const *version = target->cached; version && *version; version++)
		put_line(out, width, version == target->cached ? "cached" : "", *version);
	put_modes(out, target, width);
	for (size_t i = 0; i < target->skip_count; i++)
		buf_printf(out, "%-*s  %-9s %zu of %zu cells: %s\n", width, "", i ? "" : "skipped",
			target->skips[i].cells, target->cells, target->skips[i].reason);
	if (target->install)
		put_line(out, width, "install", target->install);
}

void doctor_write_text(struct buf *out, const struct doctor_report *report, int exit_code)
{
	int width = (int)widest_name(report);

	for (size_t i = 0; i < report->check_count; i++)
		put_check(out, &report->checks[i], width);
	buf_putc(out, '\n');
	for (size_t i = 0; i < report->target_count; i++)
		put_target(out, &report->targets[i], width);
	buf_printf(out,
		"\nmtlspec doctor: %zu checks: %zu ok, %zu warning, %zu bad; %zu targets: %zu ready, %zu "
		"missing; exit %d\n",
		report->check_count, doctor_count(report, CHECK_OK), doctor_count(report, CHECK_WARNING),
		doctor_count(report, CHECK_BAD), report->target_count, doctor_ready(report),
		report->target_count - doctor_ready(report), exit_code);
}
