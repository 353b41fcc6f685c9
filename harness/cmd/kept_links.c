#include "kept_links.h"

#include <string.h>

#include "arena.h"
#include "file.h"
#include "relative_link.h"
#include "result.h"

static const char *folder_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return file_resolved(arena, ".");
	return file_resolved(
		arena, slash == path ? "/" : arena_strndup(arena, path, (size_t)(slash - path)));
}

static const char *link_to(const char *kept, const char *folder, struct arena *arena)
{
	return file_is_dir(kept) ? relative_link(arena, folder, file_resolved(arena, kept)) : NULL;
}

const char *const *kept_links(const struct run_result *run, const char *path, struct arena *arena)
{
	const char *folder = folder_of(path, arena);
	const char **links = NULL;

	if (strcmp(path, "-") == 0 || *folder != '/')
		return NULL;
	for (size_t i = 0; i < run->cell_count; i++) {
		if (!run->cells[i].kept)
			continue;
		if (!links)
			links = ARENA_ARRAY(arena, const char *, run->cell_count);
		links[i] = link_to(run->cells[i].kept, folder, arena);
	}
	return links;
}
