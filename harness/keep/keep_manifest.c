#include "keep_manifest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "sha256.h"

enum { MANIFEST_MAX = 256 * 1024 * 1024, DEPTH_MAX = 32 };

struct manifest {
	const char *dir;
	struct buf text;
	struct arena *arena;
	const char *why;
};

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_below(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* As sha256sum writes it: where a name would break the line, a backslash begins that. */
static void put_line(struct buf *out, const char *digest, const char *name)
{
	if (strpbrk(name, "\\\n\r"))
		buf_putc(out, '\\');
	buf_printf(out, "%s  ", digest);
	for (const char *at = name; *at; at++) {
		if (*at == '\\')
			buf_puts(out, "\\\\");
		else if (*at == '\n')
			buf_puts(out, "\\n");
		else if (*at == '\r')
			buf_puts(out, "\\r");
		else
			buf_putc(out, *at);
	}
	buf_putc(out, '\n');
}

static bool add_folder(struct manifest *manifest, const char *name, unsigned depth);

/* `name` counts from the folder. */
static bool add(struct manifest *manifest, const char *name, unsigned depth)
{
	const char *path = arena_printf(manifest->arena, "%s/%s", manifest->dir, name);
	char digest[SHA256_HEX_SIZE];
	struct stat status;

	if (lstat(path, &status) != 0) {
		manifest->why = arena_printf(manifest->arena, "%s: %s", path, strerror(errno));
		return false;
	}
	if (S_ISDIR(status.st_mode))
		return add_folder(manifest, name, depth + 1);
	if (!S_ISREG(status.st_mode) || strcmp(name, KEPT_MANIFEST) == 0)
		return true;
	if (!sha256_of_file(digest, path, manifest->arena, &manifest->why))
		return false;
	put_line(&manifest->text, digest, name);
	return true;
}

/* "": the folder itself. */
static bool add_folder(struct manifest *manifest, const char *name, unsigned depth)
{
	const char *path =
		*name ? arena_printf(manifest->arena, "%s/%s", manifest->dir, name) : manifest->dir;
	struct dirent **entries = NULL;
	int count = depth < DEPTH_MAX ? scandir(path, &entries, is_below, by_name) : -1;
	bool ok = count >= 0;

	if (!ok)
		manifest->why = arena_printf(
			manifest->arena, "%s: %s", path, depth < DEPTH_MAX ? strerror(errno) : "too deep");
	for (int i = 0; i < count; i++) {
		ok = ok &&
			add(manifest,
				arena_printf(manifest->arena, "%s%s%s", name, *name ? "/" : "", entries[i]->d_name),
				depth);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

bool keep_manifest_write(const char *dir, struct arena *arena, const char **why)
{
	struct manifest manifest = {.dir = dir, .arena = arena};
	bool ok;

	buf_init(&manifest.text, MANIFEST_MAX);
	ok = add_folder(&manifest, "", 0);
	*why = manifest.text.overflowed ? "too many files" : manifest.why;
	ok = ok && !manifest.text.overflowed &&
		file_write(why, arena, arena_printf(arena, "%s/" KEPT_MANIFEST, dir),
			buf_text(&manifest.text), manifest.text.len, 0644);
	buf_finish(&manifest.text);
	return ok;
}
