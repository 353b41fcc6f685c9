#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "text.h"

static bool fail(const char **why, struct arena *arena, const char *path)
{
	*why = arena_printf(arena, "%s: %s", path, strerror(errno));
	return false;
}

/* What the caller of the program holds open: a pipe there has, or had, somebody who writes. */
static bool is_inherited(const char *path)
{
	return strcmp(path, "/dev/stdin") == 0 || text_starts_with(path, "/dev/fd/") ||
		text_starts_with(path, "/proc/self/fd/");
}

static const char *kind_word(mode_t mode)
{
	static const struct {
		mode_t kind;
		const char *word;
	} kinds[] = {{S_IFDIR, "directory"}, {S_IFIFO, "pipe"}, {S_IFSOCK, "socket"},
		{S_IFCHR, "device"}, {S_IFBLK, "device"}};

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if ((mode & S_IFMT) == kinds[i].kind)
			return kinds[i].word;
	}
	return "something else";
}

static bool set_blocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0;
}

/* Opening alone may hang (a pipe), or do something (a device): never before it is known what it
 * is. */
int file_open(const char **why, struct arena *arena, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat info;

	if (fd < 0 || fstat(fd, &info) != 0) {
		fail(why, arena, path);
	} else if (S_ISREG(info.st_mode)) {
		return fd;
	} else if (!S_ISFIFO(info.st_mode) || !is_inherited(path)) {
		*why = arena_printf(arena, "%s: is a %s, not a file", path, kind_word(info.st_mode));
	} else if (set_blocking(fd)) {
		return fd;
	} else {
		fail(why, arena, path);
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

/* A signal that is caught may mean to leave: then nobody waits for a pipe any longer. */
static bool read_all(int fd, char *data, size_t size, size_t *len)
{
	*len = 0;
	while (*len < size) {
		ssize_t got = read(fd, data + *len, size - *len);

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
	int fd = file_open(why, arena, path);
	bool ok;

	if (fd < 0)
		return false;
	ok = read_open(out, len, why, arena, path, max, fd);
	close(fd);
	return ok;
}

bool file_read_line(char **out, const char **why, struct arena *arena, const char *path, size_t max)
{
	size_t len;

	if (!file_read(out, &len, why, arena, path, max))
		return false;
	(*out)[strcspn(*out, "\r\n")] = '\0';
	return true;
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

/*
 * Links and devices (such as /dev/stdout) must stay what they are: never renamed over. Only where
 * the owner alone may read, a link gives way: the secret would go to a place that somebody else has
 * chosen.
 */
static bool is_special(const char *path, mode_t mode)
{
	struct stat info;

	if (lstat(path, &info) != 0 || S_ISREG(info.st_mode))
		return false;
	return !S_ISLNK(info.st_mode) || (mode & (S_IRWXG | S_IRWXO));
}

int file_open_out(const char **why, struct arena *arena, const char *path, int flags)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags, 0644);

	if (fd >= 0 && set_blocking(fd))
		return fd;
	if (errno == ENXIO)
		*why = arena_printf(arena, "%s: nobody reads this pipe", path);
	else
		fail(why, arena, path);
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool write_in_place(const char **why, struct arena *arena, const char *path,
	const void *data, size_t len, int flags)
{
	int fd = file_open_out(why, arena, path, flags);
	bool ok;

	if (fd < 0)
		return false;
	ok = write_all(fd, data, len) || fail(why, arena, path);
	if (close(fd) != 0 && ok)
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

	if (is_special(path, mode))
		return write_in_place(why, arena, path, data, len, O_TRUNC);
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

bool file_append(
	const char **why, struct arena *arena, const char *path, const void *data, size_t len)
{
	return write_in_place(why, arena, path, data, len, O_CREAT | O_APPEND);
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

bool file_path_is_plain(const char *path)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+@-";

	return path[strspn(path, plain)] == '\0';
}

const char *file_resolved(struct arena *arena, const char *path)
{
	char *whole = realpath(path, NULL);
	const char *kept = whole ? arena_strdup(arena, whole) : path;

	free(whole);
	return kept;
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
