#include "file_tree.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "file.h"
#include "text.h"

enum { DEPTH_MAX = 16 };

struct tree {
	struct arena *arena;
	const char **paths;
	size_t count;
};

static int is_seen(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void walk(struct tree *tree, const char *folder, size_t depth);

static void look(struct tree *tree, const char *path, size_t depth)
{
	struct stat info;

	if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode))
		walk(tree, path, depth + 1);
	else if (text_ends_with(path, ".yaml"))
		*ARENA_PUSH(tree->arena, tree->paths, tree->count) = path;
}

static void walk(struct tree *tree, const char *folder, size_t depth)
{
	const char *slash = text_ends_with(folder, "/") ? "" : "/";
	const char *target = arena_printf(tree->arena, "%s%starget.yaml", folder, slash);
	struct dirent **entries = NULL;
	int count;

	if (file_exists(target)) {
		look(tree, target, depth);
		return;
	}
	count = depth > DEPTH_MAX ? 0 : scandir(folder, &entries, is_seen, by_name);
	for (int i = 0; i < count; i++) {
		look(tree, arena_printf(tree->arena, "%s%s%s", folder, slash, entries[i]->d_name), depth);
		free(entries[i]);
	}
	free(entries);
}

const char *const *file_tree(const char *folder, struct arena *arena)
{
	struct tree tree = {arena, NULL, 0};

	walk(&tree, folder, 0);
	*ARENA_PUSH(arena, tree.paths, tree.count) = NULL;
	return tree.paths;
}
