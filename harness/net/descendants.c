#include "descendants.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "clock.h"
#include "family.h"

enum { LOOK_MS = 10, KILL_TIMEOUT_MS = 5000 };

static void signal_all(int number)
{
	struct family family;
	struct arena arena;

	arena_init(&arena);
	family_below(&family, getpid(), &arena);
	for (size_t i = 0; i < family.count; i++)
		kill(family.pids[i], number);
	arena_finish(&arena);
}

/* True: no child is left, and so nobody below one. */
static bool all_reaped(void)
{
	pid_t pid;

	do
		pid = waitpid(-1, NULL, WNOHANG);
	while (pid > 0);
	return pid < 0 && errno == ECHILD;
}

static bool wait_until(uint64_t deadline_us)
{
	while (!all_reaped()) {
		if (clock_now_us() >= deadline_us)
			return false;
		poll(NULL, 0, LOOK_MS);
	}
	return true;
}

void descendants_end(long timeout_ms)
{
	uint64_t now = clock_now_us();
	uint64_t give_up_us = now + (uint64_t)(timeout_ms + KILL_TIMEOUT_MS) * 1000;

	if (all_reaped())
		return;
	if (timeout_ms) {
		signal_all(SIGTERM);
		if (wait_until(now + (uint64_t)timeout_ms * 1000))
			return;
	}
	/* again and again: one that is killed may just have started another */
	do
		signal_all(SIGKILL);
	while (!wait_until(clock_now_us() + LOOK_MS * 1000) && clock_now_us() < give_up_us);
}
