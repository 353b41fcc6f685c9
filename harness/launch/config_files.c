#include "config_files.h"

#include <string.h>

#include "arena.h"
#include "diag.h"
#include "file.h"
#include "target.h"

bool config_files_write(
	const struct rendered *rendered, const char *dir, struct arena *arena, const char **why)
{
	if (!file_make_dirs(why, arena, dir))
		return false;
	for (size_t i = 0; i < rendered->file_count; i++) {
		const char *path = arena_printf(arena, "%s/%s", dir, rendered->files[i].name);
		const char *text = rendered->files[i].text;

		if (!file_write(why, arena, path, text, strlen(text), 0600))
			return false;
	}
	return true;
}

const char *config_files_trouble(const struct diag *diag, struct arena *arena)
{
	return arena_printf(arena, "cannot render its configuration: %s",
		diag->count ? diag->entries[0].text : "unknown reason");
}
