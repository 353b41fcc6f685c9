#include "project_find.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "home.h"

enum { LEVELS_MAX = 64 };

static bool is_root(struct arena *arena, const char *folder)
{
	struct stat here;
	struct stat above;

	return stat(folder, &here) != 0 || stat(arena_printf(arena, "%s..", folder), &above) != 0 ||
		(here.st_ino == above.st_ino && here.st_dev == above.st_dev);
}

static bool is_trusted(const char *path)
{
	struct stat file;
	struct stat here;

	if (stat(path, &file) != 0 || stat(".", &here) != 0)
		return false;
	return file.st_uid == here.st_uid || file.st_uid == geteuid() || file.st_uid == 0;
}

/* "../" for each level; only where one of them has a .git. */
static const char *find_above(struct arena *arena)
{
	const char *folder = "./";
	const char *found = NULL;

	for (int level = 0; level < LEVELS_MAX; level++) {
		const char *path = arena_printf(arena, "%s" PROJECT_FILE, folder);

		if (!found && file_exists(path))
			found = path;
		if (access(arena_printf(arena, "%s.git", folder), F_OK) == 0)
			return found;
		if (is_root(arena, folder))
			return NULL;
		folder = level ? arena_printf(arena, "%s../", folder) : "../";
	}
	return NULL;
}

const char *project_find(struct arena *arena, const char **why)
{
	const char *found;

	if (file_exists(PROJECT_FILE))
		return PROJECT_FILE;
	found = find_above(arena);
	if (!found || is_trusted(found))
		return found;
	*why = arena_printf(arena,
		"%s belongs to somebody else and is passed over: name it by --project if it is meant",
		found);
	return NULL;
}
