#include "work_folder.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "tmpdir.h"

struct arena arena;
char *folder;
const char *why;

void open_folder(void)
{
	arena_init(&arena);
	ck_assert_msg(tmpdir_create(&folder, &why, &arena), "%s", why);
}

void close_folder(void)
{
	tmpdir_remove(folder);
	ck_assert(!file_exists(folder));
	arena_finish(&arena);
}

const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name);
}

void put(const char *path, const char *text)
{
	ck_assert_msg(file_write(&why, &arena, path, text, strlen(text), 0644), "%s", why);
}

unsigned mode_of(const char *path)
{
	struct stat info;

	ck_assert_int_eq(stat(path, &info), 0);
	return info.st_mode & 07777;
}

size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	size_t count = 0;

	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)))
		count += *entry->d_name != '.';
	closedir(dir);
	return count;
}
