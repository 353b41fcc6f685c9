#include "bundle.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "file.h"

enum { NAMED_MAX = 3, WHY_MAX = 4096 };

static const mode_t modes[] = {[BUNDLE_PUBLIC] = 0644, [BUNDLE_SECRET] = 0600};

void bundle_init(struct bundle *bundle, struct arena *arena)
{
	*bundle = (struct bundle){.arena = arena};
}

void bundle_add(
	struct bundle *bundle, const char *name, enum bundle_access access, const struct buf *data)
{
	struct bundle_file *file = ARENA_PUSH(bundle->arena, bundle->files, bundle->count);

	file->name = arena_strdup(bundle->arena, name);
	file->data = arena_memdup(bundle->arena, buf_text(data), data->len);
	file->len = data->len;
	file->access = access;
}

static const char *path_of(const struct bundle *bundle, const char *dir, size_t i)
{
	return arena_printf(bundle->arena, "%s/%s", dir, bundle->files[i].name);
}

/* A dangling link counts too: it is somebody's. */
static bool nothing_there(const struct bundle *bundle, const char *dir, const char **why)
{
	size_t found = 0;
	struct stat info;
	SCOPED_BUF text;

	buf_init(&text, WHY_MAX);
	for (size_t i = 0; i < bundle->count; i++) {
		const char *path = path_of(bundle, dir, i);

		if (lstat(path, &info) == 0 && found++ < NAMED_MAX)
			buf_printf(&text, "%s%s", found > 1 ? ", " : "", path);
	}
	if (!found)
		return true;
	if (found > NAMED_MAX)
		buf_printf(&text, " and %zu more", found - NAMED_MAX);
	*why = arena_printf(bundle->arena, "already there, nothing was written: %s", buf_text(&text));
	return false;
}

static bool write_file(
	const struct bundle *bundle, const struct bundle_file *file, const char *path, const char **why)
{
	char *folder = arena_strdup(bundle->arena, path);

	*strrchr(folder, '/') = '\0';
	return file_make_dirs(why, bundle->arena, folder) &&
		file_write(why, bundle->arena, path, file->data, file->len, modes[file->access]);
}

bool bundle_write(const struct bundle *bundle, const char *dir, bool force, const char **why)
{
	size_t done = 0;

	if (!force && !nothing_there(bundle, dir, why))
		return false;
	while (done < bundle->count &&
		write_file(bundle, &bundle->files[done], path_of(bundle, dir, done), why))
		done++;
	if (done == bundle->count)
		return true;
	while (!force && done)
		unlink(path_of(bundle, dir, --done));
	return false;
}
