#include "backend_program.h"

#include <signal.h>
#include <uv.h>

#include "backend.h"
#include "fatal.h"
#include "leave.h"

struct program {
	uv_loop_t loop;
	struct leave *leave;
	struct backend *backend;
};

static void stop(struct program *program)
{
	if (!program->leave)
		return;
	backend_stop(program->backend);
	leave_unwatch(TAKE(program->leave));
}

static void on_asked_to_leave(void *owner, int number)
{
	(void)number;
	stop(owner);
}

bool backend_program_run(
	const struct backend_options *options, struct arena *arena, const char **why)
{
	struct program program = {0};
	bool ok;

	signal(SIGPIPE, SIG_IGN);
	uv_loop_init(&program.loop);
	program.leave = leave_watch(&program.loop, on_asked_to_leave, &program);
	program.backend = backend_start(&program.loop, options, arena, why);
	ok = program.backend != NULL;
	if (!ok)
		stop(&program);
	uv_run(&program.loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&program.loop) != 0)
		FATAL("the event loop still has open handles");
	return ok;
}
