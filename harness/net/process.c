#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"

enum { READ_SIZE = 16 * 1024 };

extern char **environ;

struct process {
	uv_process_t handle;
	uv_pipe_t output;
	uv_timer_t ladder;
	int open_handles;
	bool spawned; /* uv_spawn was called: the handle must be closed, even if it failed */
	bool running;
	bool destroyed;
	int64_t status;
	int signal;
	uint64_t cpu_us;
	struct process_options options;
	struct buf log;
	size_t log_total;
	char chunk[READ_SIZE];
};

static void on_closed(uv_handle_t *handle)
{
	struct process *process = handle->data;

	if (--process->open_handles > 0)
		return;
	buf_finish(&process->log);
	free(process);
}

static void close_all(struct process *process)
{
	if (process->spawned)
		uv_close((uv_handle_t *)&process->handle, on_closed);
	uv_close((uv_handle_t *)&process->output, on_closed);
	uv_close((uv_handle_t *)&process->ladder, on_closed);
}

static void keep_log(struct process *process, const char *data, size_t len)
{
	process->log_total += len;
	if (process->log.len + len > PROCESS_LOG_MAX) {
		size_t drop = process->log.len + len - PROCESS_LOG_MAX;

		buf_consume(&process->log, drop < process->log.len ? drop : process->log.len);
	}
	buf_append(&process->log, data, len);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct process *process = handle->data;

	(void)suggested;
	*out = uv_buf_init(process->chunk, sizeof(process->chunk));
}

static void on_output(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct process *process = stream->data;

	if (len > 0)
		keep_log(process, data->base, (size_t)len);
	else if (len < 0)
		uv_read_stop(stream);
}

/* What the child wrote just before its end may still stand in the pipe. */
static void drain_output(struct process *process)
{
	uv_os_fd_t fd;
	ssize_t len;

	if (uv_fileno((uv_handle_t *)&process->output, &fd) != 0)
		return;
	while ((len = read(fd, process->chunk, sizeof(process->chunk))) > 0)
		keep_log(process, process->chunk, (size_t)len);
}

static uint64_t time_us(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

/* What ended children have used since this was last asked; the kernel has no sum for each. */
static uint64_t take_cpu_us(void)
{
	static uint64_t taken;
	struct rusage usage;
	uint64_t before = taken;

	if (getrusage(RUSAGE_CHILDREN, &usage) != 0)
		return 0;
	taken = time_us(&usage.ru_utime) + time_us(&usage.ru_stime);
	return taken - before;
}

static void on_exit_status(uv_process_t *handle, int64_t status, int signal)
{
	struct process *process = handle->data;

	process->running = false;
	process->status = status;
	process->signal = signal;
	process->cpu_us = take_cpu_us();
	drain_output(process);
	uv_timer_stop(&process->ladder);
	kill(-handle->pid, SIGKILL); /* children that it left behind */
	if (process->destroyed)
		close_all(process);
	else
		process->options.exited(process->options.owner);
}

static const char **build_argv(const struct process_options *options, struct arena *arena)
{
	static const char *const wrapper[] = {"setpriv", "--pdeathsig", "TERM", "--"};
	const char **argv;
	size_t count = 0;

	while (options->args[count])
		count++;
	argv = ARENA_ARRAY(arena, const char *, COUNT_OF(wrapper) + count + 2);
	memcpy(argv, wrapper, sizeof(wrapper));
	argv[COUNT_OF(wrapper)] = options->program;
	memcpy(argv + COUNT_OF(wrapper) + 1, options->args, count * sizeof(*argv));
	return argv;
}

static const char **build_environment(const char *const *added, struct arena *arena)
{
	size_t ours = 0;
	size_t more = 0;
	const char **all;

	while (environ[ours])
		ours++;
	while (added && added[more])
		more++;
	all = ARENA_ARRAY(arena, const char *, ours + more + 1);
	/* the first of two equal names wins in getenv */
	if (more)
		memcpy(all, added, more * sizeof(*all));
	memcpy(all + more, environ, ours * sizeof(*all));
	return all;
}

/* The reading end of a pipe that holds all of the input already. */
static int fill_input(int *out, const char *input)
{
	int ends[2];
	size_t len = strlen(input);
	bool written;

	if (len > PROCESS_INPUT_MAX)
		return UV_E2BIG;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return uv_translate_sys_error(errno);
	written = write(ends[1], input, len) == (ssize_t)len;
	close(ends[1]);
	*out = ends[0];
	return written ? 0 : UV_EIO;
}

static int spawn(struct uv_loop_s *loop, struct process *process, struct arena *arena)
{
	uv_stdio_container_t stdio[3] = {
		{.flags = UV_IGNORE}, {.flags = UV_INHERIT_FD}, {.flags = UV_INHERIT_FD}};
	uv_process_options_t spawn_options = {
		.exit_cb = on_exit_status,
		.file = "setpriv",
		.args = (char **)build_argv(&process->options, arena),
		.env = (char **)build_environment(process->options.environment, arena),
		.cwd = process->options.folder,
		.flags = UV_PROCESS_DETACHED,
		.stdio_count = 3,
		.stdio = stdio,
	};
	int ends[2];
	int input = -1;
	int error = uv_socketpair(SOCK_STREAM, 0, ends, UV_NONBLOCK_PIPE, 0);

	if (error)
		return error;
	if (process->options.input) {
		error = fill_input(&input, process->options.input);
		stdio[0] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = input};
	}
	/* one channel for both streams keeps their lines in order */
	uv_pipe_open(&process->output, ends[0]);
	stdio[1].data.fd = stdio[2].data.fd = ends[1];
	if (!error) {
		process->spawned = true;
		process->open_handles++;
		error = uv_spawn(loop, &process->handle, &spawn_options);
	}
	close(ends[1]);
	if (input >= 0)
		close(input);
	return error;
}

struct process *process_start(struct uv_loop_s *loop, const struct process_options *options,
	struct arena *arena, const char **why)
{
	struct process *process = fatal_alloc(sizeof(*process));
	int error;

	process->options = *options;
	buf_init(&process->log, PROCESS_LOG_MAX);
	uv_pipe_init(loop, &process->output, 0);
	uv_timer_init(loop, &process->ladder);
	process->output.data = process->ladder.data = process->handle.data = process;
	process->open_handles = 2;
	error = spawn(loop, process, arena);
	if (error) {
		*why = arena_printf(arena, "cannot start %s: %s", options->program, uv_strerror(error));
		close_all(process);
		return NULL;
	}
	process->running = true;
	uv_read_start((uv_stream_t *)&process->output, on_allocate, on_output);
	return process;
}

static void on_ladder(uv_timer_t *timer)
{
	struct process *process = timer->data;

	kill(-process->handle.pid, SIGKILL);
}

void process_stop(struct process *process)
{
	long timeout_ms = process->options.stop_timeout_ms;

	if (!process->running || uv_is_active((uv_handle_t *)&process->ladder))
		return;
	kill(process->handle.pid, process->options.stop_signal);
	uv_timer_start(&process->ladder, on_ladder,
		timeout_ms ? (uint64_t)timeout_ms : PROCESS_STOP_TIMEOUT_MS, 0);
}

void process_destroy(struct process *process)
{
	if (!process || process->destroyed)
		return;
	process->destroyed = true;
	if (process->running)
		kill(-process->handle.pid, SIGKILL);
	else
		close_all(process);
}

uint64_t process_cpu_us(const struct process *process)
{
	return process->cpu_us;
}

bool process_running(const struct process *process)
{
	return process->running;
}

const char *process_describe_exit(const struct process *process, struct arena *arena)
{
	if (process->running)
		return "still running";
	if (process->signal)
		return arena_printf(
			arena, "killed by signal %d (%s)", process->signal, strsignal(process->signal));
	return arena_printf(arena, "exited with status %lld", (long long)process->status);
}

bool process_exit_status(const struct process *process, int *status_or_signal)
{
	*status_or_signal = process->signal ? process->signal : (int)process->status;
	return !process->signal;
}

bool process_crashed(const struct process *process)
{
	static const int faults[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGSYS};

	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		if (!process->running && process->signal == faults[i])
			return true;
	}
	return false;
}

const char *process_log(const struct process *process, size_t *len)
{
	*len = process->log.len;
	return buf_text(&process->log);
}

size_t process_log_total(const struct process *process)
{
	return process->log_total;
}
