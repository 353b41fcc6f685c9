#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "home.h"
#include "rules.h"
#include "scenario.h"
#include "text.h"

enum { FOLDER_DEPTH_MAX = 16, FILE_COUNT_MAX = 10000 };

struct walk {
	struct arena *arena;
	struct diag *diag;
	const char *root;
	const char **files; /* relative to root */
	size_t count;
	bool failed;
};

static char *walk_path(const struct walk *walk, const char *relative)
{
	size_t len = strlen(walk->root);

	while (len > 1 && walk->root[len - 1] == '/')
		len--;
	return arena_printf(
		walk->arena, "%.*s%s%s", (int)len, walk->root, relative[0] ? "/" : "", relative);
}

static void walk_fail(struct walk *walk, const char *path, const char *why)
{
	diag_error(walk->diag, (struct place){path, 0, 0}, "%s", why);
	walk->failed = true;
}

static void walk_folder(struct walk *walk, const char *relative, size_t depth);

static void walk_file(struct walk *walk, const char *relative, const char *path)
{
	if (text_ends_with(relative, ".yml")) {
		walk_fail(walk, path, "scenario files end in .yaml");
		return;
	}
	if (!text_ends_with(relative, ".yaml") || strcmp(relative, RULES_FILE) == 0 ||
		strcmp(relative, PROJECT_FILE) == 0)
		return;
	if (walk->count >= FILE_COUNT_MAX) {
		if (!walk->failed)
			walk_fail(walk, walk->root, "more than 10000 scenario files");
		return;
	}
	*ARENA_PUSH(walk->arena, walk->files, walk->count) = relative;
}

static void walk_entry(struct walk *walk, const char *relative, size_t depth)
{
	char *path = walk_path(walk, relative);
	struct stat info;

	if (lstat(path, &info) != 0)
		walk_fail(walk, path, strerror(errno));
	else if (S_ISDIR(info.st_mode))
		walk_folder(walk, relative, depth + 1);
	else
		walk_file(walk, relative, path);
}

static void walk_folder(struct walk *walk, const char *relative, size_t depth)
{
	char *path = walk_path(walk, relative);
	struct dirent *entry;
	DIR *folder;

	if (depth > FOLDER_DEPTH_MAX) {
		walk_fail(walk, path, "folders nested too deeply");
		return;
	}
	folder = opendir(path);
	if (!folder) {
		walk_fail(walk, path, strerror(errno));
		return;
	}
	while (walk->count <= FILE_COUNT_MAX && (entry = readdir(folder))) {
		if (entry->d_name[0] != '.')
			walk_entry(walk,
				arena_printf(
					walk->arena, "%s%s%s", relative, relative[0] ? "/" : "", entry->d_name),
				depth);
	}
	closedir(folder);
}

static int by_id(const void *a, const void *b)
{
	const struct scenario *x = *(struct scenario *const *)a;
	const struct scenario *y = *(struct scenario *const *)b;

	return strcmp(x->id, y->id);
}

bool scenario_read_tree(struct scenario_set *out, struct arena *arena, struct diag *diag,
	const char *root, const char *const *credentials)
{
	struct walk walk = {.arena = arena, .diag = diag, .root = root};

	*out = (struct scenario_set){NULL, 0};
	walk_folder(&walk, "", 0);
	if (!walk.count && !walk.failed)
		walk_fail(&walk, root, "no scenario file (*.yaml) in this folder");
	for (size_t i = 0; i < walk.count; i++) {
		size_t len = strlen(walk.files[i]) - strlen(".yaml");
		char *id = arena_strndup(arena, walk.files[i], len);
		struct scenario *scenario =
			scenario_read(arena, diag, walk_path(&walk, walk.files[i]), id, credentials);

		walk.failed = walk.failed || !scenario;
		for (; scenario; scenario = scenario->next)
			*ARENA_PUSH(arena, out->items, out->count) = scenario;
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_id);
	return !walk.failed;
}
