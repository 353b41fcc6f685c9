#include "family.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"

enum { STAT_MAX = 512 };

struct kin {
	pid_t pid;
	pid_t parent;
	bool dead;
};

struct population {
	struct kin *all;
	size_t count;
};

/* "PID (any text) S PARENT ..." */
static bool read_kin(struct kin *out, const char *pid)
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
	*out = (struct kin){.pid = (pid_t)strtol(pid, NULL, 10),
		.parent = (pid_t)strtol(after + strlen(") S "), NULL, 10),
		.dead = after[strlen(") ")] == 'Z'};
	return true;
}

static void read_all(struct population *population, struct arena *arena)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	struct kin kin;

	while (proc && (entry = readdir(proc))) {
		if (isdigit((unsigned char)*entry->d_name) && read_kin(&kin, entry->d_name))
			*ARENA_PUSH(arena, population->all, population->count) = kin;
	}
	if (proc)
		closedir(proc);
}

static void add_children(
	struct family *out, const struct population *population, pid_t parent, struct arena *arena)
{
	for (size_t i = 0; i < population->count; i++) {
		if (population->all[i].parent != parent)
			continue;
		*ARENA_PUSH(arena, out->pids, out->count) = population->all[i].pid;
		out->dead += population->all[i].dead;
	}
}

void family_below(struct family *out, pid_t root, struct arena *arena)
{
	struct population population = {0};

	*out = (struct family){0};
	read_all(&population, arena);
	add_children(out, &population, root, arena);
	for (size_t i = 0; i < out->count; i++)
		add_children(out, &population, out->pids[i], arena);
}

static bool has(const struct family *family, pid_t pid)
{
	for (size_t i = 0; i < family->count; i++) {
		if (family->pids[i] == pid)
			return true;
	}
	return false;
}

bool family_is_whole(const struct family *before, const struct family *now)
{
	if (now->dead > before->dead)
		return false;
	for (size_t i = 0; i < before->count; i++) {
		if (!has(now, before->pids[i]))
			return false;
	}
	return true;
}
