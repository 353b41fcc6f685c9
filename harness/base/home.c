#include "home.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "fatal.h"
#include "file.h"

char *home_program(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));

	if (len <= 0 || (size_t)len >= sizeof(path))
		FATAL("cannot tell where the program is: /proc/self/exe is not readable");
	return arena_strndup(arena, path, (size_t)len);
}

static const char *make_absolute(struct arena *arena, const char *path)
{
	char resolved[PATH_MAX];

	return realpath(path, resolved) ? arena_strdup(arena, resolved) : path;
}

static const char *find_home(struct arena *arena)
{
	static const char *const places[] = {"/../share/mtlspec", "/..", "/../../.."};
	const char *chosen = getenv("MTLSPEC_HOME");
	char *folder = home_program(arena);

	if (chosen && *chosen)
		return make_absolute(arena, chosen);
	*strrchr(folder, '/') = '\0';
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		const char *candidate = arena_printf(arena, "%s%s", folder, places[i]);

		if (file_exists(arena_printf(arena, "%s/ca-fixtures/pki.yaml", candidate)))
			return make_absolute(arena, candidate);
	}
	return MTLSPEC_SOURCE_DIR;
}

char *home_path(struct arena *arena, const char *relative)
{
	return arena_printf(arena, "%s/%s", find_home(arena), relative);
}
