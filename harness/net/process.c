#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "fatal.h"
#include "guardian.h"
#include "patience.h"

enum { READ_SIZE = 16 * 1024 };

struct process {
	uv_pipe_t line; /* to the guardian */
	unsigned guardian; /* which one */
	uv_pipe_t output;
	int open_handles;
	bool running;
	bool stopping;
	bool destroyed;
	struct guardian_words words;
	size_t words_len; /* of them that have come */
	uint64_t started_us;
	struct processor_time ours; /* of this process, when that one was started */
	struct patience patience;
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
	uv_close((uv_handle_t *)&process->line, on_closed);
	uv_close((uv_handle_t *)&process->output, on_closed);
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

	if (len < 0)
		uv_read_stop(stream);
	if (len <= 0)
		return;
	keep_log(process, data->base, (size_t)len);
	if (process->options.logged && !process->destroyed)
		process->options.logged(process->options.owner);
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

static void on_ended(struct process *process)
{
	process->running = false;
	drain_output(process);
	if (process->destroyed)
		close_all(process);
	else
		process->options.exited(process->options.owner);
}

static void on_words_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct process *process = handle->data;

	(void)suggested;
	*out = uv_buf_init((char *)&process->words + process->words_len,
		(unsigned)(sizeof(process->words) - process->words_len));
}

static void on_line(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct process *process = stream->data;

	(void)data;
	if (len > 0)
		process->words_len += (size_t)len;
	if (len >= 0 && process->words_len < sizeof(process->words))
		return;
	uv_read_stop(stream);
	if (len < 0) {
		guardian_lost(process->guardian);
		process->words.end = (struct guardian_end){.signal = SIGKILL};
	}
	on_ended(process);
}

static void tell_guardian(struct process *process, char word)
{
	uv_os_fd_t fd;

	/* one that is gone has ended the program already */
	if (uv_fileno((uv_handle_t *)&process->line, &fd) == 0)
		(void)!send(fd, &word, 1, MSG_NOSIGNAL);
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

static int start(struct process *process)
{
	const struct process_options *options = &process->options;
	struct guardian_order order = {.program = options->program,
		.args = options->args,
		.environment = options->environment,
		.folder = options->folder,
		.input = -1,
		.stop_signal = options->stop_signal,
		.stop_timeout_ms =
			options->stop_timeout_ms ? options->stop_timeout_ms : PROCESS_STOP_TIMEOUT_MS};
	int ends[2];
	int line;
	int error = uv_socketpair(SOCK_STREAM, 0, ends, UV_NONBLOCK_PIPE, 0);

	if (error)
		return error;
	/* one channel for both streams keeps their lines in order */
	order.output = ends[1];
	uv_pipe_open(&process->output, ends[0]);
	if (options->input)
		error = fill_input(&order.input, options->input);
	if (!error)
		error = uv_translate_sys_error(guardian_start(&line, &process->guardian, &order));
	if (!error)
		uv_pipe_open(&process->line, line);
	close(ends[1]);
	if (order.input >= 0)
		close(order.input);
	return error;
}

struct process *process_start(struct uv_loop_s *loop, const struct process_options *options,
	struct arena *arena, const char **why)
{
	struct process *process = fatal_alloc(sizeof(*process));
	int error;

	process->options = *options;
	process->started_us = clock_now_us();
	process->ours = processor_time_of(getpid());
	patience_init(&process->patience, options->expected_ms);
	buf_init(&process->log, PROCESS_LOG_MAX);
	uv_pipe_init(loop, &process->output, 0);
	uv_pipe_init(loop, &process->line, 0);
	process->output.data = process->line.data = process;
	process->open_handles = 2;
	error = start(process);
	if (error) {
		*why = arena_printf(arena, "cannot start %s: %s", options->program, uv_strerror(error));
		close_all(process);
		return NULL;
	}
	process->running = true;
	uv_read_start((uv_stream_t *)&process->output, on_allocate, on_output);
	uv_read_start((uv_stream_t *)&process->line, on_words_allocate, on_line);
	return process;
}

void process_stop(struct process *process)
{
	if (!process->running || process->stopping)
		return;
	process->stopping = true;
	tell_guardian(process, GUARDIAN_STOP);
}

void process_destroy(struct process *process)
{
	if (!process || process->destroyed)
		return;
	process->destroyed = true;
	if (process->running)
		tell_guardian(process, GUARDIAN_KILL);
	else
		close_all(process);
}

pid_t process_pid(const struct process *process)
{
	bool told = process->words_len >= sizeof(process->words.pid);

	return told && process->running ? (pid_t)process->words.pid : 0;
}

bool process_signal(const struct process *process, int signal)
{
	return process_pid(process) && kill(process_pid(process), signal) == 0;
}

void process_family(struct family *out, const struct process *process, struct arena *arena)
{
	*out = (struct family){0};
	if (process_pid(process))
		family_below(out, process_pid(process), arena);
}

static bool has_time(struct process *process, uint64_t elapsed_ms)
{
	struct processor_time ours = processor_time_since(&process->ours, getpid());
	struct processor_time its = {0};

	if (process_pid(process))
		its = processor_time_of_family(process_pid(process));
	return patience_grants(&process->patience, elapsed_ms, &its, &ours);
}

uint64_t process_time_left_ms(struct process *process)
{
	uint64_t elapsed_ms = (clock_now_us() - process->started_us) / 1000;

	if (patience_must_look(&process->patience, elapsed_ms) && !has_time(process, elapsed_ms))
		return 0;
	return process->patience.look_ms - elapsed_ms;
}

uint64_t process_cpu_us(const struct process *process)
{
	return process->words.end.cpu_us;
}

bool process_running(const struct process *process)
{
	return process->running;
}

const char *process_describe_exit(const struct process *process, struct arena *arena)
{
	if (process->running)
		return "still running";
	if (process->words.end.signal)
		return arena_printf(arena, "killed by signal %d (%s)", process->words.end.signal,
			strsignal(process->words.end.signal));
	return arena_printf(arena, "exited with status %d", process->words.end.status);
}

bool process_exit_status(const struct process *process, int *status_or_signal)
{
	*status_or_signal =
		process->words.end.signal ? process->words.end.signal : process->words.end.status;
	return !process->words.end.signal;
}

bool process_crashed(const struct process *process)
{
	static const int faults[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGSYS};

	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		if (!process->running && process->words.end.signal == faults[i])
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
