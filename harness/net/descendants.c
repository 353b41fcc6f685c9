#include "descendants.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "clock.h"

enum { LOOK_MS = 10, KILL_TIMEOUT_MS = 5000, STAT_MAX = 512 };

struct kin {
	pid_t pid;
	pid_t parent;
};

struct family {
	struct arena arena;
	struct kin *all; /* processes of the machine */
	size_t count;
	pid_t *ours;
	size_t our_count;
};

/* "PID (any text) S PARENT ..." */
static bool read_parent(pid_t *out, const char *pid)
{
	char path[64];
	char text[STAT_MAX];
	const char *after;
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return false;
	text[len] = '\0';
	after = strrchr(text, ')');
	if (!after || strlen(after) < strlen(") S 1"))
		return false;
	*out = (pid_t)strtol(after + strlen(") S "), NULL, 10);
	return true;
}

static void read_all(struct family *family)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	pid_t parent;

	while (proc && (entry = readdir(proc))) {
		if (isdigit((unsigned char)*entry->d_name) && read_parent(&parent, entry->d_name))
			*ARENA_PUSH(&family->arena, family->all, family->count) =
				(struct kin){(pid_t)strtol(entry->d_name, NULL, 10), parent};
	}
	if (proc)
		closedir(proc);
}

static void add_children(struct family *family, pid_t parent)
{
	for (size_t i = 0; i < family->count; i++) {
		if (family->all[i].parent == parent)
			*ARENA_PUSH(&family->arena, family->ours, family->our_count) = family->all[i].pid;
	}
}

static void signal_all(int number)
{
	struct family family = {0};

	arena_init(&family.arena);
	read_all(&family);
	add_children(&family, getpid());
	for (size_t i = 0; i < family.our_count; i++)
		add_children(&family, family.ours[i]);
	for (size_t i = 0; i < family.our_count; i++)
		kill(family.ours[i], number);
	arena_finish(&family.arena);
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
