/* From a name on the command line to a target: built-in folder, path, or address. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "home.h"
#include "target_parts.h"
#include "text.h"

/* Of a folder that has several: nginx/vhosts.target.yaml is nginx-vhosts. */
#define OTHER_SUFFIX "." TARGET_FILE

enum { LIST_MAX = 4096 };

struct finder {
	struct arena *arena;
	struct diag *diag;
	struct place place; /* where the name was given */
};

static const char *const sbin_folders[] = {"/usr/sbin", "/usr/local/sbin", "/sbin"};

bool target_is_program(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

/* The program is started in another folder than ours. */
static const char *absolute(struct arena *arena, const char *path)
{
	char resolved[PATH_MAX];

	if (path[0] == '/' || !getcwd(resolved, sizeof(resolved)))
		return arena_strdup(arena, path);
	return arena_printf(arena, "%s/%s", resolved, path);
}

static const char *try_folder(
	struct arena *arena, const char *folder, size_t folder_len, const char *program)
{
	const char *path = arena_printf(arena, "%.*s/%s", (int)folder_len, folder, program);

	return folder_len && target_is_program(path) ? path : NULL;
}

const char *target_find_program(struct arena *arena, const char *program, const char *folder)
{
	const char *search = getenv("PATH");
	const char *found = NULL;

	if (strcmp(program, "${mtlspec}") == 0)
		return home_program(arena);
	if (strchr(program, '/')) {
		const char *path =
			program[0] == '/' ? program : arena_printf(arena, "%s/%s", folder, program);

		return target_is_program(path) ? absolute(arena, path) : NULL;
	}
	for (const char *at = search; !found && at; at = strchr(at, ':')) {
		at += *at == ':';
		found = try_folder(arena, at, strcspn(at, ":"), program);
	}
	for (size_t i = 0; !found && i < COUNT_OF(sbin_folders); i++)
		found = try_folder(arena, sbin_folders[i], strlen(sbin_folders[i]), program);
	return found;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of a built-in folder: the one called after it, and the others. */
static void add_names(
	const char ***names, size_t *count, const char *root, const char *folder, struct arena *arena)
{
	DIR *dir = opendir(arena_printf(arena, "%s/%s", root, folder));
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		const char *file = entry->d_name;

		if (strcmp(file, TARGET_FILE) == 0)
			*ARENA_PUSH(arena, *names, *count) = arena_strdup(arena, folder);
		else if (file[0] != '.' && text_ends_with(file, OTHER_SUFFIX))
			*ARENA_PUSH(arena, *names, *count) = arena_printf(
				arena, "%s-%.*s", folder, (int)(strlen(file) - strlen(OTHER_SUFFIX)), file);
	}
	if (dir)
		closedir(dir);
}

const char *target_built_in(struct arena *arena, const char *name)
{
	const char *path =
		home_path(arena, arena_printf(arena, "harness/targets/%s/" TARGET_FILE, name));

	for (const char *dash = strchr(name, '-'); !file_exists(path); dash = strchr(dash + 1, '-')) {
		if (!dash)
			return NULL;
		path = home_path(arena,
			arena_printf(
				arena, "harness/targets/%.*s/%s" OTHER_SUFFIX, (int)(dash - name), name, dash + 1));
	}
	return path;
}

const char *const *target_names(struct arena *arena)
{
	const char *root = home_path(arena, "harness/targets");
	const char **names = NULL;
	size_t count = 0;
	DIR *dir = opendir(root);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] != '.')
			add_names(&names, &count, root, entry->d_name, arena);
	}
	if (dir)
		closedir(dir);
	if (count)
		qsort(names, count, sizeof(*names), by_name);
	*ARENA_PUSH(arena, names, count) = NULL;
	return names;
}

/* Something that runs already and of which nothing is known: the user says which mode it is in. */
static struct target *read_address(const struct finder *finder, const char *name)
{
	struct arena *arena = finder->arena;
	struct target *target = ARENA_NEW(arena, struct target);
	const char *why;

	target->name = arena_strdup(arena, name);
	target->title = target->name;
	target->sides[SIDE_SERVER] = true;
	target->start_timeout_ms = TARGET_START_TIMEOUT_MS;
	for (int i = 0; i < AUTH_MODE_COUNT; i++)
		target->modes[i].given = true;
	if (target_parse_address(&target->connect_host, &target->connect_port, &why, arena, name))
		return target;
	diag_error(finder->diag, finder->place, "target: %s", why);
	return NULL;
}

bool target_is_name(const char *name)
{
	return *name &&
		strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
		strlen(name);
}

/* A target is called after its folder; a file of another name than target.yaml after itself, and
 * one that ends in .target.yaml after both. */
static const char *name_of(struct arena *arena, const char *path)
{
	char resolved[PATH_MAX];
	char *folder;
	char *slash;

	if (!realpath(path, resolved))
		return NULL;
	slash = strrchr(resolved, '/');
	if (strcmp(slash + 1, TARGET_FILE) == 0) {
		*slash = '\0';
		slash = strrchr(resolved, '/');
	} else if (text_ends_with(slash, OTHER_SUFFIX)) {
		*slash = '\0';
		folder = strrchr(resolved, '/');
		return folder ? arena_printf(arena, "%s-%.*s", folder + 1,
							(int)(strlen(slash + 1) - strlen(OTHER_SUFFIX)), slash + 1)
					  : NULL;
	} else if (strrchr(slash, '.')) {
		*strrchr(slash, '.') = '\0';
	}
	return slash ? arena_strdup(arena, slash + 1) : NULL;
}

/* What has a '/' in it may be an address with too much around it. */
static void report_no_file(const struct finder *finder, const char *given, const char *path)
{
	const char *meant = target_address_meant(finder->arena, given);

	if (meant && strchr(given, ':') && *given != '.' && *given != '/') {
		diag_error(finder->diag, finder->place, "target '%s' is no HOST:PORT", given);
		diag_hint(finder->diag, "something that runs already is named without scheme and path: %s",
			meant);
	} else {
		diag_error(finder->diag, finder->place, "target '%s': there is no file '%s'", given, path);
	}
}

static struct target *read_path(const struct finder *finder, const char *given, const char *version)
{
	struct arena *arena = finder->arena;
	const char *path = given;
	const char *name;

	if (file_is_dir(given))
		path =
			arena_printf(arena, "%s%s" TARGET_FILE, given, text_ends_with(given, "/") ? "" : "/");
	if (!file_exists(path)) {
		report_no_file(finder, given, path);
		return NULL;
	}
	name = name_of(arena, path);
	if (!name || !target_is_name(name)) {
		diag_error(finder->diag, finder->place,
			"target '%s': its folder's name goes into cell ids; use letters, digits, '.', '_', '-'",
			given);
		return NULL;
	}
	return target_read_file(finder->arena, finder->diag, path, name, version);
}

static void report_unknown(const struct finder *finder, const char *name)
{
	struct arena *arena = finder->arena;
	const char *const *names = target_names(arena);
	const char *closest = text_closest(name, names);
	const char *meant = !closest && strchr(name, '.') ? target_address_meant(arena, name) : NULL;
	SCOPED_BUF list;

	buf_init(&list, LIST_MAX);
	if (closest)
		buf_printf(&list, "%s", closest);
	for (; *names; names++) {
		if (*names != closest)
			buf_printf(&list, "%s%s", list.len ? ", " : "", *names);
	}
	diag_error(finder->diag, finder->place, "unknown target '%s'", name);
	if (meant)
		diag_hint(finder->diag, "something that runs already is named HOST:PORT: %s", meant);
	else
		diag_hint(finder->diag, "known are: %s; or a folder with a " TARGET_FILE ", or HOST:PORT",
			buf_text(&list));
}

static struct target *find(const struct finder *finder, const char *name, const char *version)
{
	const char *path;

	if (strchr(name, '/') || text_ends_with(name, ".yaml"))
		return read_path(finder, name, version);
	path = target_is_name(name) ? target_built_in(finder->arena, name) : NULL;
	if (path)
		return target_read_file(finder->arena, finder->diag, path, name, version);
	if (*name && file_exists(arena_printf(finder->arena, "%s/" TARGET_FILE, name)))
		return read_path(finder, name, version);
	if (strchr(name, ':') && !version)
		return read_address(finder, name);
	report_unknown(finder, name);
	return NULL;
}

struct target *target_find(
	struct arena *arena, struct diag *diag, const char *name, struct place place)
{
	const struct finder finder = {arena, diag, place};
	const char *version = strrchr(name, '@');

	if (version && target_is_version(version + 1) && !file_exists(name) && !file_is_dir(name))
		return find(&finder, arena_strndup(arena, name, (size_t)(version - name)),
			arena_strdup(arena, version + 1));
	return find(&finder, name, NULL);
}
