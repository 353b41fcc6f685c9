#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "arena.h"

/* Its process id, or 0: it can't be told. Lines are "1: FLOCK  ADVISORY  WRITE 708 fd:01:1313 0
 * EOF". */
static pid_t find_holder(int fd)
{
	FILE *locks = fopen("/proc/locks", "re");
	struct stat info;
	char line[256];
	pid_t holder = 0;

	if (!locks || fstat(fd, &info) != 0)
		info.st_ino = 0;
	while (locks && !holder && fgets(line, sizeof(line), locks)) {
		unsigned major;
		unsigned minor;
		unsigned long inode;
		int pid;

		if (sscanf(line, "%*d: FLOCK %*s WRITE %d %x:%x:%lu", &pid, &major, &minor, &inode) == 4 &&
			pid > 0 && inode == info.st_ino && major == major(info.st_dev) &&
			minor == minor(info.st_dev))
			holder = pid;
	}
	if (locks)
		fclose(locks);
	return holder;
}

bool lock_file(int fd, const char *path, const char **why, struct arena *arena)
{
	pid_t holder;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return true;
	holder = find_holder(fd);
	if (holder == getpid())
		return true;
	*why = holder
		? arena_printf(arena, "%s: another run is writing there (process %d)", path, (int)holder)
		: arena_printf(arena, "%s: another run is writing there", path);
	return false;
}

bool lock_folder(const char *path, const char **why, struct arena *arena)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		*why = arena_printf(arena, "%s: %s", path, strerror(errno));
		return false;
	}
	if (lock_file(fd, path, why, arena))
		return true;
	close(fd);
	return false;
}
