#ifndef PROCESS_H
#define PROCESS_H
/*
 * A program on the loop: its own session and process group, started and guarded by guardian.h so
 * that it can't outlive us, output captured, and a stop ladder TERM -> KILL on a clock.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "family.h"
#include "scoped.h"

struct uv_loop_s;
struct arena;
struct process;

enum {
	PROCESS_LOG_MAX = 64 * 1024,
	PROCESS_INPUT_MAX = 32 * 1024, /* what a pipe takes at once */
	PROCESS_STOP_TIMEOUT_MS = 1000,
};

struct process_options {
	const char *program; /* path */
	const char *const *args; /* NULL-terminated, without argv[0] */
	const char *const *environment; /* NULL-terminated "NAME=value", added to ours; or NULL */
	const char *folder; /* work folder, or NULL */
	const char
		*input; /* what stands in its standard input, at most PROCESS_INPUT_MAX; NULL: nothing */
	int stop_signal; /* first step of the ladder */
	long stop_timeout_ms; /* until its second step, SIGKILL; 0: PROCESS_STOP_TIMEOUT_MS */
	uint64_t expected_ms; /* for process_time_left_ms; from its start */
	void (*exited)(void *owner); /* called once; the process may be destroyed from within */
	/* The log has grown; not called for what comes with its end. May be NULL. */
	void (*logged)(void *owner);
	void *owner;
};

/* NULL and `why` if it could not be started. */
struct process *process_start(struct uv_loop_s *loop, const struct process_options *options,
	struct arena *arena, const char **why);
/* Starts the ladder; `exited` comes. Does nothing for a process that has ended. */
void process_stop(struct process *process);
/* Sends it a signal that tells it something. False: it is not there (yet). */
WARN_UNUSED bool process_signal(const struct process *process, int signal);
/* Ends the group at once, forgets the owner, frees in time. NULL is fine. */
void process_destroy(struct process *process);

/* Of the time in which something is expected of it, and which is longer where the machine is short
 * of processors (patience.h): until this is to be asked again; 0: it had its time. */
uint64_t process_time_left_ms(struct process *process);
/* CPU time of it and of what it has waited for, once it has ended. */
uint64_t process_cpu_us(const struct process *process);
bool process_running(const struct process *process);
/* All that it has started, and these have, and that is still there (in the arena). */
void process_family(struct family *out, const struct process *process, struct arena *arena);
/* "exited with status 1", "killed by signal 11 (Segmentation fault)"; in the arena. */
const char *process_describe_exit(const struct process *process, struct arena *arena);
/* Once it has ended: true with its exit status, or false with the signal that killed it. */
bool process_exit_status(const struct process *process, int *status_or_signal);
/* It died by a fault of its own (SEGV, ABRT, BUS, ILL, FPE, SYS), not by somebody's kill. */
bool process_crashed(const struct process *process);
/* The last bytes that it wrote to stdout and stderr, at most PROCESS_LOG_MAX; not cleaned. */
const char *process_log(const struct process *process, size_t *len);
/* How many log bytes there were in all, so that a later look can start there. */
size_t process_log_total(const struct process *process);
/* Of one that runs; else 0. */
pid_t process_pid(const struct process *process);
#endif
