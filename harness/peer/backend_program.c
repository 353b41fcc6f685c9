#include "backend_program.h"

#include <signal.h>
#include <uv.h>

#include "backend.h"
#include "fatal.h"

struct program {
	uv_loop_t loop;
	uv_signal_t signals[2];
	struct backend *backend;
};

static void stop(struct program *program)
{
	if (uv_is_closing((uv_handle_t *)&program->signals[0]))
		return;
	backend_stop(program->backend);
	uv_close((uv_handle_t *)&program->signals[0], NULL);
	uv_close((uv_handle_t *)&program->signals[1], NULL);
}

static void on_signal(uv_signal_t *handle, int number)
{
	(void)number;
	stop(handle->data);
}

bool backend_program_run(
	const struct backend_options *options, struct arena *arena, const char **why)
{
	static const int numbers[] = {SIGTERM, SIGINT};
	struct program program = {0};
	bool ok;

	signal(SIGPIPE, SIG_IGN);
	uv_loop_init(&program.loop);
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		uv_signal_init(&program.loop, &program.signals[i]);
		program.signals[i].data = &program;
		uv_signal_start(&program.signals[i], on_signal, numbers[i]);
	}
	program.backend = backend_start(&program.loop, options, arena, why);
	ok = program.backend != NULL;
	if (!ok)
		stop(&program);
	uv_run(&program.loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&program.loop) != 0)
		FATAL("the event loop still has open handles");
	return ok;
}
