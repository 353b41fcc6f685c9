#include "program_ask.h"

#include <signal.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "fatal.h"
#include "process.h"
#include "target.h"

struct question {
	uv_timer_t deadline;
	struct process *process;
	struct arena *arena;
	struct program_answer *answer;
	bool late;
};

static void on_exited(void *owner)
{
	struct question *question = owner;
	struct program_answer *answer = question->answer;
	size_t len;

	answer->ended = !question->late;
	if (!process_exit_status(question->process, &answer->status))
		answer->status = -1;
	answer->said = process_log(question->process, &len);
	answer->said = arena_strndup(question->arena, answer->said, len);
	process_destroy(question->process);
	uv_close((uv_handle_t *)&question->deadline, NULL);
}

static void on_deadline(uv_timer_t *timer)
{
	struct question *question = timer->data;

	question->late = true;
	process_stop(question->process);
}

void program_ask(struct program_answer *out, const struct target *target,
	const struct text_list *args, uint64_t within_ms, struct arena *arena)
{
	struct question question = {.arena = arena, .answer = out};
	struct process_options options = {.program = target->program_path,
		.stop_signal = SIGTERM,
		.exited = on_exited,
		.owner = &question};
	const char **words = ARENA_ARRAY(arena, const char *, args->count + 1);
	const char *why;
	uv_loop_t loop;

	*out = (struct program_answer){.said = ""};
	if (!target->program_path)
		return;
	memcpy(words, args->items, args->count * sizeof(*words));
	options.args = words;
	uv_loop_init(&loop);
	uv_timer_init(&loop, &question.deadline);
	question.deadline.data = &question;
	question.process = process_start(&loop, &options, arena, &why);
	if (question.process)
		uv_timer_start(&question.deadline, on_deadline, within_ms, 0);
	else
		uv_close((uv_handle_t *)&question.deadline, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&loop) != 0)
		FATAL("the event loop still has open handles");
}
