#include "workspace.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "arena.h"
#include "relative_link.h"

/* Without "//", "." and "..", in place: the text gets no longer. Links are not followed. */
static void drop_dots(char *path)
{
	char *end = path;

	for (const char *at = path; *at;) {
		const char *name = at + strspn(at, "/");
		size_t len = strcspn(name, "/");

		at = name + len;
		if (len == 2 && memcmp(name, "..", 2) == 0) {
			while (end > path && *--end != '/')
				;
		} else if (len && !(len == 1 && *name == '.')) {
			*end++ = '/';
			memmove(end, name, len);
			end += len;
		}
	}
	*end = '\0';
}

/* What is left of the path behind the folder, or NULL: it lies elsewhere. */
static const char *below(const char *folder, const char *path)
{
	size_t len = folder ? strlen(folder) : 0;

	while (len && folder[len - 1] == '/')
		len--;
	if (!folder || strncmp(path, folder, len) != 0 || path[len] != '/' || !path[len + 1])
		return NULL;
	return path + len + 1;
}

const char *workspace_path(struct arena *arena, const struct workspace *workspace, const char *path)
{
	const char *inside;
	char *whole;

	if (!workspace || !*path)
		return path;
	whole = *path == '/' ? arena_strdup(arena, path)
						 : arena_printf(arena, "%s/%s", workspace->cwd, path);
	drop_dots(whole);
	inside = below(workspace->root, whole);
	if (!inside)
		inside = below(workspace->named, whole);
	return inside ? inside : whole;
}

const char *workspace_uri(struct arena *arena, const struct workspace *workspace, const char *path)
{
	const char *place = workspace_path(arena, workspace, path);
	const char *encoded = relative_link(arena, "", place);

	return *place == '/' ? arena_printf(arena, "file:///%s", encoded) : encoded;
}
