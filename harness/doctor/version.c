#include "version.h"

#include <signal.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "fatal.h"
#include "process.h"
#include "target.h"

enum { ANSWER_MS = 3000 };

struct question {
	uv_timer_t deadline;
	struct process *process;
	const struct target *target;
	struct arena *arena;
	const char *answer;
};

static void on_exited(void *owner)
{
	struct question *question = owner;
	size_t len;

	question->answer =
		target_version(question->arena, question->target, process_log(question->process, &len));
	process_destroy(question->process);
	uv_close((uv_handle_t *)&question->deadline, NULL);
}

static void on_deadline(uv_timer_t *timer)
{
	struct question *question = timer->data;

	process_stop(question->process);
}

const char *version_ask(const struct target *target, struct arena *arena)
{
	struct question question = {.target = target, .arena = arena};
	struct process_options options = {.program = target->program_path,
		.stop_signal = SIGTERM,
		.exited = on_exited,
		.owner = &question};
	const char **args = ARENA_ARRAY(arena, const char *, target->version_args.count + 1);
	const char *why;
	uv_loop_t loop;

	if (!target->program_path || !target->version_args.count)
		return NULL;
	memcpy(args, target->version_args.items, target->version_args.count * sizeof(*args));
	options.args = args;
	uv_loop_init(&loop);
	uv_timer_init(&loop, &question.deadline);
	question.deadline.data = &question;
	question.process = process_start(&loop, &options, arena, &why);
	if (question.process)
		uv_timer_start(&question.deadline, on_deadline, ANSWER_MS, 0);
	else
		uv_close((uv_handle_t *)&question.deadline, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&loop) != 0)
		FATAL("the event loop still has open handles");
	return question.answer;
}
