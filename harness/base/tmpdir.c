#include "tmpdir.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "text.h"

#define DEFAULT_PARENT "/tmp"
#define PREFIX "mtlspec-"
#define MARKER ".mtlspec-lives"

enum { OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, RANDOM_LEN = 6 };

/* Absolute, because it ends up in the configuration of programs that run elsewhere. */
static const char *chosen_parent(struct arena *arena)
{
	const char *chosen = getenv("TMPDIR");
	const char *parent = chosen && *chosen ? chosen : DEFAULT_PARENT;
	char *resolved = realpath(parent, NULL);
	const char *kept = arena_strdup(arena, resolved ? resolved : parent);

	free(resolved);
	return kept;
}

static const char *plain_parent(struct arena *arena)
{
	const char *chosen = chosen_parent(arena);

	return file_path_is_plain(chosen) ? chosen : DEFAULT_PARENT;
}

const char *tmpdir_passed_over(struct arena *arena)
{
	const char *chosen = chosen_parent(arena);

	if (file_path_is_plain(chosen))
		return NULL;
	return arena_printf(arena,
		"the work folder is in " DEFAULT_PARENT ", not in TMPDIR=%s: not every product's "
		"configuration can say a path of more than " FILE_PLAIN_PATH,
		text_clean_dup(arena, chosen, strlen(chosen)));
}

/* Under its name it is locked from the first moment on. The descriptor stays open for good. */
static bool mark(const char *path, struct arena *arena)
{
	const char *draft = arena_printf(arena, "%s/" MARKER ".new", path);
	int fd = open(draft, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	flock(fd, LOCK_EX | LOCK_NB);
	if (rename(draft, arena_printf(arena, "%s/" MARKER, path)) == 0)
		return true;
	close(fd);
	return false;
}

bool tmpdir_create(char **out, const char **why, struct arena *arena)
{
	bool made;

	*out = arena_printf(arena, "%s/" PREFIX "XXXXXX", plain_parent(arena));
	made = mkdtemp(*out) != NULL;
	if (made && mark(*out, arena))
		return true;
	*why = arena_printf(arena, "cannot make a work folder %s: %s", *out, strerror(errno));
	if (made)
		tmpdir_remove(*out);
	return false;
}

/* Closes `folder`. What lies on another device was mounted there, and is not ours. */
static void remove_inside(int folder, dev_t device, const char *but)
{
	DIR *dir = fdopendir(folder);
	const struct dirent *entry;
	struct stat info;

	while (dir && (entry = readdir(dir))) {
		const char *name = entry->d_name;
		int inner;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, but) == 0 ||
			unlinkat(folder, name, 0) == 0)
			continue;
		inner = openat(folder, name, OPEN_FOLDER);
		if (inner < 0)
			continue;
		if (fstat(inner, &info) == 0 && info.st_dev == device)
			remove_inside(inner, device, "");
		else
			close(inner);
		unlinkat(folder, name, AT_REMOVEDIR);
	}
	if (dir)
		closedir(dir);
	else
		close(folder);
}

/* The mark goes last: half of a folder is still known. */
static void remove_folder(int parent, const char *name)
{
	int folder = openat(parent, name, OPEN_FOLDER);
	int again = folder < 0 ? -1 : openat(folder, ".", OPEN_FOLDER);
	struct stat info;

	if (again < 0 || fstat(folder, &info) != 0)
		return;
	remove_inside(again, info.st_dev, MARKER);
	unlinkat(folder, MARKER, 0);
	close(folder);
	unlinkat(parent, name, AT_REMOVEDIR);
}

void tmpdir_remove(const char *path)
{
	remove_folder(AT_FDCWD, path);
}

static bool has_our_name(const char *name)
{
	if (!text_starts_with(name, PREFIX) || strlen(name) != strlen(PREFIX) + RANDOM_LEN)
		return false;
	for (const char *at = name + strlen(PREFIX); *at; at++) {
		if (!isalnum((unsigned char)*at))
			return false;
	}
	return true;
}

static bool is_our_own(int fd, mode_t type)
{
	struct stat info;

	return fstat(fd, &info) == 0 && (info.st_mode & S_IFMT) == type && info.st_uid == geteuid();
}

static void sweep(int parent, const char *name)
{
	int folder = openat(parent, name, OPEN_FOLDER);
	int marker;

	if (folder < 0)
		return;
	marker = is_our_own(folder, S_IFDIR)
		? openat(folder, MARKER, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
		: -1;
	close(folder);
	if (marker < 0)
		return;
	if (is_our_own(marker, S_IFREG) && flock(marker, LOCK_EX | LOCK_NB) == 0)
		remove_folder(parent, name);
	close(marker);
}

void tmpdir_sweep(void)
{
	struct arena arena;
	const struct dirent *entry;
	DIR *parent;

	arena_init(&arena);
	parent = opendir(plain_parent(&arena));
	arena_finish(&arena);
	while (parent && (entry = readdir(parent))) {
		if (has_our_name(entry->d_name))
			sweep(dirfd(parent), entry->d_name);
	}
	if (parent)
		closedir(parent);
}
