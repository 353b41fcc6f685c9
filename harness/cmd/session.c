#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "again.h"
#include "buf.h"
#include "clock.h"
#include "command.h"
#include "console.h"
#include "defect_list.h"
#include "event.h"
#include "expected.h"
#include "expected_report.h"
#include "fatal.h"
#include "file.h"
#include "keep.h"
#include "kills.h"
#include "leave.h"
#include "lock.h"
#include "output.h"
#include "pki.h"
#include "plan.h"
#include "recipe.h"
#include "selection_pki.h"
#include "server_ca_form.h"
#include "run_options.h"
#include "plan_line.h"
#include "runner.h"
#include "text.h"
#include "tmpdir.h"

enum { REDRAW_US = 100000, LAPSE_SOON_S = 600, COMMAND_MAX = 4 * 1024 * 1024 };

struct session {
	struct run_arguments arguments;
	bool selftest;
	struct kills kills; /* of a self-test */
	struct selection selected;
	const char *const *credentials; /* that the plan asks for; ends with NULL */
	const char *event_path;
	char *event_dir; /* ours, to be removed; or NULL */
	struct event_writer *events;
	struct keep *keep; /* or NULL */
	struct progress progress;
	struct console live; /* how it is told on standard error */
	uint64_t started_us;
	uint64_t redrawn_us;
	bool show_progress;
	bool first_told; /* the first failure or error */
};

static int fail(const char *why, int exit_code)
{
	fprintf(stderr, "mtlspec: %s\n", why);
	return exit_code;
}

/* The event file is the source of every report, so there always is one. */
static int open_events(struct session *session)
{
	struct run_arguments *arguments = &session->arguments;
	struct arena *arena = &session->selected.catalogue.arena;
	const char *why = tmpdir_passed_over(arena);
	const char *report_dir = arguments->reports.report_dir;

	if (why)
		fprintf(stderr, "mtlspec: %s\n", why);
	tmpdir_sweep();
	if (report_dir &&
		(!file_make_dirs(&why, arena, report_dir) || !lock_folder(report_dir, &why, arena)))
		return fail(why, command_unwritten(errno));
	if (arguments->events)
		session->event_path = arguments->events;
	else if (report_dir)
		session->event_path = arena_printf(arena, "%s/events.jsonl", report_dir);
	else if (tmpdir_create(&session->event_dir, &why, arena))
		session->event_path = arena_printf(arena, "%s/events.jsonl", session->event_dir);
	else
		return fail(why, EXIT_ENVIRONMENT);
	if (arguments->keep_dir) {
		session->keep = keep_open(arguments->keep_dir, arguments->keep_all, arena, &why);
		if (!session->keep)
			return fail(why, command_unwritten(errno));
	}
	session->events = event_open(session->event_path, arena, &why);
	return session->events ? 0 : fail(why, command_unwritten(errno));
}

/* Of a self-test, that a defect was not seen somewhere needs no evidence: most cells are such. */
static void note_kill(struct session *session, const struct cell_result *cell)
{
	struct cell_result brief = *cell;

	if (kills_add(&session->kills, cell) && cell->verdict == VERDICT_PASS)
		brief.attempt_count = brief.step_count = 0;
	event_write_cell(session->events, &brief);
}

/* At once, though all else is told at the end. */
static void tell_first(struct session *session, const struct cell_result *cell)
{
	bool bad = cell->verdict == VERDICT_FAIL || cell->verdict == VERDICT_ERROR;

	if (!bad || session->first_told || session->selftest || session->arguments.console.quiet)
		return;
	session->first_told = true;
	if (session->show_progress)
		fputs("\r\x1b[K", stderr);
	console_first(stderr, cell, &session->live);
}

static void on_judged(void *owner, const struct cell_result *cell)
{
	struct session *session = owner;
	struct progress *progress = &session->progress;
	uint64_t now = clock_now_us();

	if (session->selftest)
		note_kill(session, cell);
	else
		event_write_cell(session->events, cell);
	tell_first(session, cell);
	progress->done++;
	progress->counts[cell->verdict]++;
	progress->what = cell->target;
	if (!session->show_progress ||
		(now - session->redrawn_us < REDRAW_US && progress->done < progress->total))
		return;
	session->redrawn_us = now;
	progress->elapsed_us = now - session->started_us;
	console_progress(stderr, progress, &session->live);
}

static void on_told(void *owner, const char *target, const char *what)
{
	const struct session *session = owner;

	/* in place of the line of progress, which comes again */
	fprintf(stderr, "%s%s: %s\n", session->show_progress ? "\r\x1b[K" : "", target, what);
}

static void on_adjust(void *owner, struct cell_result *cell, struct arena *arena)
{
	struct session *session = owner;

	if (session->selected.expected)
		expected_apply(session->selected.expected, cell, arena);
}

/* Says what ended it before its end; its exit code. */
static int end_with(const struct session *session, const struct run_outcome *outcome)
{
	bool complete = !outcome->lapsed && !outcome->counts[VERDICT_NOT_RUN];

	if (outcome->lapsed)
		fprintf(
			stderr, "mtlspec: %s: what was not judged until then is an error\n", outcome->lapsed);
	if (outcome->interrupted_by)
		return 128 + outcome->interrupted_by;
	if (outcome->stopped)
		fprintf(stderr, "mtlspec: stopped at the first failure (-x)\n");
	return session->selftest && complete
		? kills_exit_code(&session->kills)
		: result_exit_code(outcome->counts, session->arguments.no_skip);
}

/* Before it happens, where it may. */
static void warn_of_lapse(struct session *session)
{
	static const char *const good[] = {PKI_GOOD_CLIENT, PKI_SERVER, NULL};
	struct pki_lapse lapse;

	if (pki_next_lapse(&lapse, session->selected.pki, good) && lapse.at - time(NULL) < LAPSE_SOON_S)
		fprintf(stderr, "mtlspec: %s: what is not judged until then will be an error\n",
			pki_lapse_text(&session->selected.catalogue.arena, &lapse, false));
}

/* What it takes to see a cell again, beside its certificates. */
static const char *run_again(const struct run_arguments *arguments, struct arena *arena)
{
	const char *again = again_cell(&arguments->wanted, arena);

	if (arguments->strict)
		again = arena_printf(arena, "%s --strict", again);
	if (arguments->deadline_ms != RUN_DEADLINE_MS_DEFAULT)
		again = arena_printf(arena, "%s --timeout %ld", again, arguments->deadline_ms);
	if (arguments->rate_text)
		again = arena_printf(arena, "%s --rate %s", again, arguments->rate_text);
	return again;
}

static struct run_options options_of(struct session *session)
{
	struct arena *arena = &session->selected.catalogue.arena;
	const struct run_arguments *arguments = &session->arguments;
	const char *server_ca = arguments->wanted.connect.server_ca;

	return (struct run_options){
		.bench = {.plan = session->selected.plan,
			.pki = session->selected.pki,
			.recipe = session->selected.catalogue.recipe,
			.driver = arguments->wanted.driver,
			.versions_asked = arguments->wanted.versions,
			.deadline_ms = (uint64_t)arguments->deadline_ms,
			.strict = arguments->strict,
			.demands_of_clients = session->selftest,
			.defects = arguments->wanted.defects,
			.backend_host = arguments->backend_host,
			.backend_port = arguments->backend_port,
			.backend_behind_external = arguments->wanted.backend != NULL,
			.pki_dir = arguments->wanted.pki_dir,
			.server_ca = server_ca,
			.server_ca_conversion = server_ca ? server_ca_conversion(server_ca, arena) : NULL,
			.certificates_again = again_certificates(&arguments->wanted, arena),
			.again = run_again(arguments, arena),
			.rate = arguments->rate,
			.keeps_wire = session->keep != NULL},
		.jobs = (size_t)arguments->jobs,
		.repeat = (size_t)arguments->repeat,
		.stops_at_first = arguments->exit_first,
		.keep = session->keep,
		.adjust = on_adjust,
		.judged = on_judged,
		.told = on_told,
		.owner = session};
}

static size_t count_cells(const struct plan *plan, size_t rounds)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->cell_count * rounds; i++)
		count += plan_runs_in(plan, &plan->cells[i % plan->cell_count], i / plan->cell_count);
	return count;
}

/* False: not all events could be written. */
static bool execute(struct session *session, int *exit_code)
{
	const struct run_options options = options_of(session);
	struct run_outcome outcome;
	struct end_result end = {0};
	const char *why = NULL;

	session->progress.total = count_cells(session->selected.plan, options.repeat);
	session->started_us = clock_now_us();
	session->live = console_of_stream(&session->arguments.console, stderr);
	session->show_progress = isatty(STDERR_FILENO) && !session->arguments.console.quiet;
	if (!run_plan(&outcome, &options, &session->selected.catalogue.arena, &why)) {
		fail(why, EXIT_ENVIRONMENT);
		outcome.counts[VERDICT_NOT_RUN] = session->progress.total;
	}
	*exit_code = end_with(session, &outcome);
	memcpy(end.counts, outcome.counts, sizeof(end.counts));
	end.stopped = outcome.stopped;
	if (outcome.interrupted_by || outcome.stopped)
		end.counts[VERDICT_NOT_RUN] = session->progress.total - session->progress.done;
	end.connections = outcome.connections;
	end.instances = outcome.instances;
	end.instance_count = outcome.instance_count;
	end.exit_code = *exit_code;
	end.skips_fail = session->arguments.no_skip;
	end.interrupted = outcome.interrupted_by != 0;
	end.duration_us = clock_now_us() - session->started_us;
	event_write_end(session->events, &end);
	session->event_path = event_source(session->events);
	if (event_close(TAKE(session->events), &why))
		return true;
	fail(why, EXIT_ENVIRONMENT);
	return false;
}

/* A report that was asked for and is not there is trouble, and so is this. */
static bool report_kept(struct session *session)
{
	const char *trouble = keep_close(session->keep);

	if (trouble)
		fail(trouble, EXIT_ENVIRONMENT);
	return !trouble;
}

static int render(struct session *session, int exit_code, bool complete)
{
	const struct run_arguments *arguments = &session->arguments;
	struct arena *arena = &session->selected.catalogue.arena;
	struct diag *diag = &session->selected.catalogue.diag;
	struct run_result *run = event_read(arena, diag, session->event_path);
	bool written;

	if (!run) {
		diag_print(diag, stderr);
		return EXIT_ENVIRONMENT;
	}
	kills_set_aside(run, arena);
	output_compare(run, session->selected.older, arena);
	written = output_reports(run, &arguments->reports);
	written = report_kept(session) && written;
	if (arguments->reports.report_dir && !arguments->console.quiet)
		fprintf(stderr, "report: %s/index.html\n", arguments->reports.report_dir);
	if (session->selected.expected)
		expected_report(stderr, session->selected.expected);
	run->end.exit_code = command_exit_code(exit_code, complete && written);
	output_console(run, &arguments->reports, &arguments->console, arguments->events);
	return run->end.exit_code;
}

/* argv[0] is "mtlspec run". */
static const char *quote_command(
	const struct project_use *use, int argc, char **argv, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, COMMAND_MAX);
	buf_puts(&text, text_shell_quote(arena, program_invocation_name));
	buf_printf(&text, " %s", strrchr(argv[0], ' ') + 1);
	if (use->line.argv)
		project_use_quote(&text, use, arena);
	for (int i = 1; !use->line.argv && i < argc; i++)
		buf_printf(&text, " %s", text_shell_quote(arena, argv[i]));
	return arena_strdup(arena, buf_text(&text));
}

/* Somebody asked us to leave while there was nothing yet to report on. */
static int end_early(int number)
{
	fprintf(stderr, "mtlspec: interrupted (%s): nothing was run, and there are no reports\n",
		strsignal(number));
	return 128 + number;
}

static size_t count_defective(const struct plan_result *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->target_count; i++)
		count += plan->targets[i].defect != NULL;
	return count;
}

static int run_session(struct session *session, int argc, char **argv)
{
	struct plan_result plan;
	int exit_code;
	bool complete;
	int error = run_arguments_select(&session->selected, &session->arguments);

	if (error)
		return leave_noted() ? end_early(leave_noted()) : error;
	session->credentials = selection_pki_prepare(
		session->selected.pki, session->selected.plan, &session->selected.catalogue);
	session->selected.plan->defective_once = session->selftest;
	plan_line_make(&plan, &session->selected, (size_t)session->arguments.repeat);
	plan_line_credentials(&plan, &session->selected, session->credentials);
	plan.program_version = PROGRAM_NAME " " MTLSPEC_VERSION;
	plan.command =
		quote_command(&session->arguments.project, argc, argv, &session->selected.catalogue.arena);
	report_cover(&plan.cover, &session->arguments.reports);
	plan.shard = session->arguments.shard;
	plan.selftest = session->selftest;
	if (session->selftest) {
		plan.some_defects = count_defective(&plan) < defect_list_count();
		plan.some_scenarios =
			session->arguments.wanted.scenario_count || session->arguments.wanted.scenario_dir;
		kills_begin(&session->kills, &session->selected.catalogue.arena, &plan);
	}
	/* from here on there are reports, whatever signal comes */
	leave_hold();
	error = open_events(session);
	if (error)
		return error;
	if (session->selected.expected)
		expected_count_plan(session->selected.expected, plan.cells, plan.cell_count);
	event_write_plan(session->events, &plan);
	warn_of_lapse(session);
	plan_take_shard(session->selected.plan, &plan.shard);
	if (!session->selected.plan->cell_count)
		fprintf(stderr, "mtlspec: shard %zu of %zu has none of the %zu cells\n", plan.shard.index,
			plan.shard.count, plan.cell_count);
	complete = execute(session, &exit_code);
	return render(session, exit_code, complete);
}

int session_run(const struct session_wish *wish, int argc, char **argv)
{
	struct session *session = fatal_alloc(sizeof(*session));
	int exit_code;

	selection_init(&session->selected);
	session->selftest = wish->selftest;
	wish->parse(&session->arguments, argc, argv);
	leave_note();
	exit_code = run_session(session, argc, argv);
	if (session->event_dir)
		tmpdir_remove(session->event_dir);
	selection_finish(&session->selected);
	run_arguments_finish(&session->arguments);
	free(session);
	return exit_code;
}
