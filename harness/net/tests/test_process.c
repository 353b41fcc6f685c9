
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "arena.h"
#include "family.h"
#include "guardian.h"
#include "patience.h"
#include "port.h"
#include "process.h"
#include "processor_time.h"
#include "unit.h"

struct child {
	uv_loop_t loop;
	struct arena arena;
	struct process *process;
	uv_timer_t timer;
	char description[200];
	char log[4096];
	bool crashed;
	uint64_t cpu_us;
};

static void on_exited(void *owner)
{
	struct child *child = owner;
	size_t len;
	const char *log = process_log(child->process, &len);

	snprintf(child->description, sizeof(child->description), "%s",
		process_describe_exit(child->process, &child->arena));
	snprintf(child->log, sizeof(child->log), "%.*s", (int)len, log);
	child->cpu_us = process_cpu_us(child->process);
	child->crashed = process_crashed(child->process);
	process_destroy(child->process);
	uv_close((uv_handle_t *)&child->timer, NULL);
}

enum { LOOK_MS = 5 };

/* Stops it once it has said that it is ready for that. */
static void on_timer(uv_timer_t *timer)
{
	struct child *child = timer->data;
	size_t len;
	const char *log = process_log(child->process, &len);

	if (memmem(log, len, "ready\n", 6) == NULL)
		return;
	uv_timer_stop(timer);
	process_stop(child->process);
}

static const char *next_input;
static long next_stop_timeout_ms;

/* Runs a shell line to its end; with `stop` the ladder is started once it has printed "ready". */
static void run_shell(struct child *child, const char *line, bool stop)
{
	const char *args[] = {"-c", line, NULL};
	const char *environment[] = {"MTLSPEC_TEST=of the child", NULL};
	struct process_options options = {.program = "/bin/sh",
		.args = args,
		.environment = environment,
		.input = next_input,
		.stop_signal = SIGTERM,
		.stop_timeout_ms = next_stop_timeout_ms,
		.exited = on_exited,
		.owner = child};
	const char *why = NULL;

	memset(child, 0, sizeof(*child));
	uv_loop_init(&child->loop);
	arena_init(&child->arena);
	uv_timer_init(&child->loop, &child->timer);
	child->timer.data = child;
	child->process = process_start(&child->loop, &options, &child->arena, &why);
	ck_assert_msg(child->process != NULL, "%s", why ? why : "");
	if (stop)
		uv_timer_start(&child->timer, on_timer, LOOK_MS, LOOK_MS);
	uv_run(&child->loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&child->loop), 0);
	arena_finish(&child->arena);
}

START_TEST(process_output_and_status)
{
	struct child child;

	run_shell(&child, "echo out; echo err >&2; echo $MTLSPEC_TEST; exit 3", false);
	ck_assert_str_eq(child.log, "out\nerr\nof the child\n");
	ck_assert_str_eq(child.description, "exited with status 3");
	ck_assert(!child.crashed);
}
END_TEST

START_TEST(process_input_and_its_end)
{
	struct child child;

	next_input = "one\ntwo\n";
	run_shell(&child, "cat; echo end", false);
	ck_assert_str_eq(child.log, "one\ntwo\nend\n");
	next_input = NULL;
	run_shell(&child, "cat; echo end", false);
	ck_assert_str_eq(child.log, "end\n");
}
END_TEST

START_TEST(process_too_much_input)
{
	static char much[PROCESS_INPUT_MAX + 2];
	const char *args[] = {NULL};
	struct process_options options = {.program = "/bin/cat", .args = args, .input = much};
	const char *why = NULL;
	struct arena arena;
	uv_loop_t loop;

	memset(much, 'x', sizeof(much) - 1);
	arena_init(&arena);
	uv_loop_init(&loop);
	ck_assert_ptr_null(process_start(&loop, &options, &arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "cannot start /bin/cat"));
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
	arena_finish(&arena);
}
END_TEST

START_TEST(process_crash_and_kill_are_told_apart)
{
	struct child child;

	run_shell(&child, "kill -SEGV $$", false);
	ck_assert(child.crashed);
	ck_assert_ptr_nonnull(strstr(child.description, "signal 11"));
	run_shell(&child, "kill -KILL $$", false);
	ck_assert(!child.crashed);
	ck_assert_ptr_nonnull(strstr(child.description, "signal 9"));
}
END_TEST

START_TEST(process_stop_asks_then_kills)
{
	struct child child;

	run_shell(&child, "echo ready; exec sleep 3600", true);
	ck_assert_ptr_nonnull(strstr(child.description, "signal 15"));
	run_shell(&child, "trap '' TERM; echo ready; while :; do sleep 1; done", true);
	ck_assert_ptr_nonnull(strstr(child.description, "signal 9"));
	/* it takes longer than the usual second to clear away */
	next_stop_timeout_ms = 600000;
	run_shell(
		&child, "trap 'sleep 1.2; exit 5' TERM; echo ready; while :; do sleep 0.05; done", true);
	next_stop_timeout_ms = 0;
	ck_assert_str_eq(child.description, "exited with status 5");
}
END_TEST

static bool runs(pid_t pid)
{
	return kill(pid, 0) == 0;
}

/* What was killed is there until init reaps it, in its own time. */
static bool ends(pid_t pid)
{
	for (int i = 0; i < 10000 && runs(pid); i++)
		poll(NULL, 0, 10);
	return !runs(pid);
}

START_TEST(process_leaves_no_grandchildren)
{
	struct child child;
	long pid;

	run_shell(&child, "sleep 3600 >/dev/null 2>&1 & echo $!", false);
	pid = strtol(child.log, NULL, 10);
	ck_assert_int_gt(pid, 1);
	ck_assert(ends((pid_t)pid));
}
END_TEST

START_TEST(process_leaves_no_daemon)
{
	struct child child;
	char *end;
	long pid;
	long stubborn;

	/* in sessions of their own, and nobody's children by the time that we are told of the end */
	run_shell(&child,
		"echo $( (setsid sh -c 'echo $$; exec sleep 60 >/dev/null 2>&1' &) ) "
		"$( (setsid sh -c 'trap \"\" TERM; echo $$; exec sleep 60 >/dev/null 2>&1' &) )",
		0);
	pid = strtol(child.log, &end, 10);
	stubborn = strtol(end, NULL, 10);
	ck_assert_int_gt(pid, 1);
	ck_assert_int_gt(stubborn, 1);
	ck_assert(runs((pid_t)pid) && runs((pid_t)stubborn));
	guardian_dismiss();
	ck_assert(!runs((pid_t)pid) && !runs((pid_t)stubborn));
}
END_TEST

START_TEST(process_of_a_killed_guardian)
{
	struct child child;
	long pid;

	/* by its own child */
	run_shell(&child, "echo $$; trap '' TERM; kill -KILL $PPID; sleep 60", 0);
	pid = strtol(child.log, NULL, 10);
	ck_assert_int_gt(pid, 1);
	ck_assert_ptr_nonnull(strstr(child.description, "signal 9"));
	ck_assert(ends((pid_t)pid));
	/* the next one has a new guardian */
	run_shell(&child, "echo well", 0);
	ck_assert_str_eq(child.log, "well\n");
}
END_TEST

START_TEST(process_cpu_time_is_its_own)
{
	struct child child;
	uint64_t busy;

	run_shell(&child, "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done", 0);
	busy = child.cpu_us;
	ck_assert_str_eq(child.description, "exited with status 0");
	run_shell(&child, "exit 0", 0);
	ck_assert_uint_gt(child.cpu_us, 0);
	ck_assert_uint_lt(child.cpu_us, busy);
}
END_TEST

START_TEST(process_log_keeps_the_end)
{
	struct child child;

	run_shell(&child, "yes 0123456789 | head -c 200000 >&2; echo; echo last words", false);
	ck_assert_ptr_nonnull(strstr(child.log, "0123456789"));
	ck_assert_str_eq(child.description, "exited with status 0");
}
END_TEST

START_TEST(process_that_is_not_there)
{
	struct child child;

	run_shell(&child, "exec /nonexistent/program", false);
	ck_assert_ptr_nonnull(strstr(child.description, "status 127"));
	ck_assert_ptr_nonnull(strstr(child.log, "/nonexistent/program"));
}
END_TEST

static struct unit_case process_case(void)
{
	return (struct unit_case){"process",
		{process_output_and_status, process_input_and_its_end, process_too_much_input,
			process_crash_and_kill_are_told_apart, process_stop_asks_then_kills,
			process_leaves_no_grandchildren, process_leaves_no_daemon, process_of_a_killed_guardian,
			process_cpu_time_is_its_own, process_log_keeps_the_end, process_that_is_not_there}};
}

START_TEST(port_is_held_and_distinct)
{
	struct arena arena;
	struct held_port a;
	struct held_port b;
	const char *why;

	arena_init(&arena);
	ck_assert(port_hold(&a, &arena, &why));
	ck_assert(port_hold(&b, &arena, &why));
	ck_assert_int_gt(a.port, 0);
	ck_assert_int_ne(a.port, b.port);
	port_release(&a);
	port_release(&a);
	port_release(&b);
	ck_assert_int_eq(a.fd, -1);
	arena_finish(&arena);
}
END_TEST

enum { DEADLINE_MS = 1000 };

/* The program's deadline, found by looking again and again while it asks for processors. */
static uint64_t patience_of(const struct processor_time *its, const struct processor_time *ours)
{
	struct patience patience;
	struct processor_time so_far = *its;
	uint64_t elapsed_ms = 0;

	patience_init(&patience, DEADLINE_MS);
	ck_assert(!patience_must_look(&patience, DEADLINE_MS - 1));
	do {
		elapsed_ms = patience.look_ms;
		ck_assert(patience_must_look(&patience, elapsed_ms));
		so_far.ran_us += its->ran_us;
		so_far.waited_us += its->waited_us;
	} while (patience_grants(&patience, elapsed_ms, &so_far, ours));
	return elapsed_ms;
}

START_TEST(patience_grows_with_the_load)
{
	static const struct {
		uint64_t ran_ms;
		uint64_t waited_ms;
		uint64_t our_wait_ms;
		uint64_t patience_ms;
	} rows[] = {
		{0, 0, 0, 1000}, /* the system does not say, or it asked for nothing */
		{2, 7, 0, 1000}, /* too little to tell */
		{900, 0, 0, 1000}, /* busy with itself */
		{400, 400, 0, 2000},
		{100, 300, 0, 4000},
		{100, 500, 0, 6000},
		{1, 900, 0, 6000}, /* the most */
		{0, 900, 0, 6000},
		{0, 0, 300, 1300}, /* it may have waited for us */
		{400, 400, 300, 2000},
		{0, 0, 90000, 6000},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct processor_time its = {rows[i].ran_ms * 1000, rows[i].waited_ms * 1000};
		const struct processor_time ours = {5000000, rows[i].our_wait_ms * 1000};

		ck_assert_uint_eq(patience_of(&its, &ours), rows[i].patience_ms);
	}
}
END_TEST

/* It was busy, and hangs now. */
START_TEST(patience_ends_with_the_demand)
{
	const struct processor_time its = {100000, 900000};
	const struct processor_time ours = {0};
	struct patience patience;

	patience_init(&patience, DEADLINE_MS);
	ck_assert(patience_grants(&patience, DEADLINE_MS, &its, &ours));
	ck_assert(patience_must_look(&patience, 2 * DEADLINE_MS));
	ck_assert(!patience_grants(&patience, 2 * DEADLINE_MS, &its, &ours));
}
END_TEST

/* What stood in its way has ended, of its own processes, too: it has what it was granted. */
START_TEST(patience_is_not_taken_back)
{
	const struct processor_time crowded = {100000, 900000};
	const struct processor_time alone = {50000, 0};
	const struct processor_time ours = {0};
	struct patience patience;

	patience_init(&patience, DEADLINE_MS);
	ck_assert(patience_grants(&patience, DEADLINE_MS, &crowded, &ours));
	ck_assert(patience_grants(&patience, 2 * DEADLINE_MS, &alone, &ours));
}
END_TEST

/* Ourselves, until it shows; threads that ended are no debt. */
START_TEST(processor_time_is_seen)
{
	const struct processor_time much = {UINT64_MAX, UINT64_MAX};
	const struct processor_time nothing = {0};
	struct processor_time spent;

	do
		spent = processor_time_since(&nothing, getpid());
	while (spent.ran_us < 10000);
	ck_assert_uint_ge(processor_time_of_family(getpid()).ran_us, spent.ran_us);
	spent = processor_time_since(&much, getpid());
	ck_assert_uint_eq(spent.ran_us, 0);
	ck_assert_uint_eq(spent.waited_us, 0);
	ck_assert_uint_eq(processor_time_of(0).ran_us, 0);
}
END_TEST

static bool has(const struct family *family, pid_t pid)
{
	size_t i = 0;

	while (i < family->count && family->pids[i] != pid)
		i++;
	return i < family->count;
}

START_TEST(family_has_children_of_children)
{
	struct family family;
	struct arena arena;
	int ends[2];
	pid_t child;
	pid_t grandchild;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		grandchild = fork();
		if (grandchild != 0)
			(void)!write(ends[1], &grandchild, sizeof(grandchild));
		/* both end with the test, however that does */
		while (poll(&(struct pollfd){.fd = ends[1]}, 1, -1) < 0)
			;
		_exit(0);
	}
	close(ends[1]);
	ck_assert_int_eq(read(ends[0], &grandchild, sizeof(grandchild)), sizeof(grandchild));
	arena_init(&arena);
	family_below(&family, getpid(), &arena);
	ck_assert(has(&family, child) && has(&family, grandchild) && !has(&family, getpid()));
	family_below(&family, child, &arena);
	ck_assert(family.count == 1 && has(&family, grandchild));
	arena_finish(&arena);
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
}
END_TEST

/* One that has ended counts as dead until its parent has heard of it, and as missing afterwards. */
START_TEST(family_that_loses_somebody_is_not_whole)
{
	struct family before;
	struct family now;
	struct arena arena;
	int ends[2];
	siginfo_t ended;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[1]);
		(void)!read(ends[0], &(char){0}, 1);
		_exit(0);
	}
	arena_init(&arena);
	family_below(&before, getpid(), &arena);
	family_below(&now, getpid(), &arena);
	ck_assert(has(&before, child) && family_is_whole(&before, &now));
	close(ends[0]);
	close(ends[1]);
	ck_assert_int_eq(waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT), 0);
	family_below(&now, getpid(), &arena);
	ck_assert(has(&now, child) && now.dead == before.dead + 1 && !family_is_whole(&before, &now));
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	family_below(&now, getpid(), &arena);
	ck_assert(!has(&now, child) && now.dead == before.dead && !family_is_whole(&before, &now));
	arena_finish(&arena);
}
END_TEST

static struct unit_case load_case(void)
{
	return (struct unit_case){"load",
		{patience_grows_with_the_load, patience_ends_with_the_demand, patience_is_not_taken_back,
			processor_time_is_seen, family_has_children_of_children,
			family_that_loses_somebody_is_not_whole}};
}

static struct unit_case port_case(void)
{
	return (struct unit_case){"port", {port_is_held_and_distinct}};
}

int main(void)
{
	const struct unit_case cases[] = {process_case(), load_case(), port_case()};

	return unit_run("net", cases, COUNT_OF(cases));
}
