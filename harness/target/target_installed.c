/* Programs that an `install` script puts into the cache, by version (harness/targets/cache.sh). */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "file.h"
#include "home.h"
#include "target_parts.h"
#include "text.h"

enum { VERSION_FILE_MAX = 256 };

bool target_is_version(const char *text)
{
	return *text && *text != '.' &&
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
		strlen(text);
}

/* Where the versions of one product are; NULL where neither variable says so. */
static const char *cache_of(struct arena *arena, const char *product)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	/* a relative one is to be ignored (XDG Base Directory Specification, Basics) */
	if (cache && cache[0] == '/')
		return arena_printf(arena, "%s/mtlspec/targets/%s", cache, product);
	return home && *home ? arena_printf(arena, "%s/.cache/mtlspec/targets/%s", home, product)
						 : NULL;
}

/* The folder of the product's `install`: ours, or the one of the target file. */
static const char *scripts_of(struct arena *arena, const struct target *target)
{
	const char *ours =
		home_path(arena, arena_printf(arena, "harness/targets/%s", target->installed_by));

	return file_exists(arena_printf(arena, "%s/install", ours)) ? ours : target->folder;
}

static const char *default_version(struct arena *arena, const char *scripts)
{
	const char *why;
	char *text;

	if (!file_read_line(&text, &why, arena, arena_printf(arena, "%s/default-version", scripts),
			VERSION_FILE_MAX))
		return NULL;
	return target_is_version(text) ? text : NULL;
}

static const char *in_version(
	struct arena *arena, const char *cache, const char *version, const char *program)
{
	const char *path = arena_printf(arena, "%s/%s/%s", cache, version, program);

	return target_is_program(path) ? path : NULL;
}

static int by_version(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *target_cached_versions(const struct target *target, struct arena *arena)
{
	const char *cache = target->installed_by ? cache_of(arena, target->installed_by) : NULL;
	DIR *dir = cache ? opendir(cache) : NULL;
	const char **versions = NULL;
	struct dirent *entry;
	size_t count = 0;

	while (dir && (entry = readdir(dir))) {
		if (target_is_version(entry->d_name) &&
			in_version(arena, cache, entry->d_name, target->program))
			*ARENA_PUSH(arena, versions, count) = arena_strdup(arena, entry->d_name);
	}
	if (dir)
		closedir(dir);
	if (!count)
		return NULL;
	qsort(versions, count, sizeof(*versions), by_version);
	*ARENA_PUSH(arena, versions, count) = NULL;
	return versions;
}

static const char *in_newest(
	struct arena *arena, const struct target *target, const char *cache, const char *program)
{
	const char *const *versions = target_cached_versions(target, arena);
	const char *newest = NULL;

	for (; versions && *versions; versions++)
		newest = *versions;
	return newest ? in_version(arena, cache, newest, program) : NULL;
}

static void find_installed(struct target *target, struct arena *arena)
{
	const char *scripts = scripts_of(arena, target);
	const char *cache = cache_of(arena, target->installed_by);
	const char *wanted =
		target->version_asked ? target->version_asked : default_version(arena, scripts);

	target->install_hint = arena_printf(arena, "sh %s%s%s",
		text_shell_quote(arena, arena_printf(arena, "%s/install", scripts)),
		target->version_asked ? " " : "", target->version_asked ? target->version_asked : "");
	if (cache && wanted)
		target->program_path = in_version(arena, cache, wanted, target->program);
	if (target->program_path || target->version_asked)
		return;
	if (cache)
		target->program_path = in_newest(arena, target, cache, target->program);
	if (!target->program_path)
		target->program_path = target_find_program(arena, target->program, target->folder);
}

void target_installed_take(struct target *target, const struct installed_places *places,
	struct arena *arena, struct diag *diag)
{
	if (strpbrk(target->program, "/$"))
		diag_error(diag, places->program, "with 'installed_by' it is a plain file name");
	if (places->install.line)
		diag_error(diag, places->install, "'install' and 'installed_by': which?");
	if (!target_is_version(target->installed_by))
		diag_error(
			diag, places->installed_by, "'%s' is no name of a target folder", target->installed_by);
	else
		find_installed(target, arena);
}
