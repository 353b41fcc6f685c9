#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"

static bool fail(const char **why, struct arena *arena, const char *path)
{
	*why = arena_printf(arena, "%s: %s", path, strerror(errno));
	return false;
}

static bool read_all(int fd, char *data, size_t size, size_t *len)
{
	*len = 0;
	while (*len < size) {
		ssize_t got = read(fd, data + *len, size - *len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		*len += (size_t)got;
	}
	return true;
}

static bool read_open(char **out, size_t *len, const char **why, struct arena *arena,
	const char *path, size_t max, int fd)
{
	struct stat info;
	size_t room;

	if (fstat(fd, &info) != 0)
		return fail(why, arena, path);
	if (S_ISDIR(info.st_mode)) {
		*why = arena_printf(arena, "%s: is a directory, not a file", path);
		return false;
	}
	if (info.st_size > 0 && (size_t)info.st_size > max) {
		*why = arena_printf(
			arena, "%s: %lld bytes; at most %zu are read", path, (long long)info.st_size, max);
		return false;
	}
	/* one byte more than expected shows a pipe that is too long, or a file that is being written */
	room = S_ISREG(info.st_mode) && info.st_size > 0 ? (size_t)info.st_size : max;
	*out = arena_alloc(arena, room + 2);
	if (!read_all(fd, *out, room + 1, len))
		return fail(why, arena, path);
	if (*len > room) {
		*why = room == max ? arena_printf(arena, "%s: more than %zu bytes", path, max)
						   : arena_printf(arena, "%s: grew while it was read", path);
		return false;
	}
	(*out)[*len] = '\0';
	return true;
}

bool file_read(
	char **out, size_t *len, const char **why, struct arena *arena, const char *path, size_t max)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fail(why, arena, path);
	ok = read_open(out, len, why, arena, path, max, fd);
	close(fd);
	return ok;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		data += put;
		len -= (size_t)put;
	}
	return true;
}

/* Links and devices (such as /dev/stdout) must stay what they are: never renamed over. */
static bool is_special(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static bool write_in_place(
	const char **why, struct arena *arena, const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	bool ok = fd >= 0 && write_all(fd, data, len);

	if (!ok)
		fail(why, arena, path);
	if (fd >= 0 && close(fd) != 0 && ok)
		ok = fail(why, arena, path);
	return ok;
}

/* The umask does not decide who may read a report, or a key. */
static bool write_draft(int fd, const void *data, size_t len, mode_t mode)
{
	bool ok = fchmod(fd, mode) == 0 && write_all(fd, data, len);
	int kept = errno;

	if (close(fd) != 0)
		return false;
	errno = kept;
	return ok;
}

bool file_write(const char **why, struct arena *arena, const char *path, const void *data,
	size_t len, mode_t mode)
{
	char *draft;
	int reason;
	int fd;

	if (is_special(path))
		return write_in_place(why, arena, path, data, len);
	draft = arena_printf(arena, "%s.%ld.part", path, (long)getpid());
	unlink(draft);
	fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return fail(why, arena, path);
	if (write_draft(fd, data, len, mode) && rename(draft, path) == 0)
		return true;
	reason = errno;
	fail(why, arena, path);
	unlink(draft);
	errno = reason;
	return false;
}

bool file_make_dirs(const char **why, struct arena *arena, const char *path)
{
	char *partial = arena_strdup(arena, path);

	for (char *slash = partial + 1; *partial; slash++) {
		char kept = *slash;

		if (kept != '/' && kept != '\0')
			continue;
		*slash = '\0';
		if (mkdir(partial, 0777) != 0 && errno != EEXIST)
			return fail(why, arena, partial);
		*slash = kept;
		if (!kept)
			break;
	}
	if (file_is_dir(path))
		return true;
	errno = ENOTDIR;
	return fail(why, arena, path);
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}
