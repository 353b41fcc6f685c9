#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "home.h"
#include "text.h"
#include "tmpdir.h"

static struct arena arena;
static char *folder;
static const char *why;

static void open_folder(void)
{
	arena_init(&arena);
	ck_assert_msg(tmpdir_create(&folder, &why, &arena), "%s", why);
}

static void close_folder(void)
{
	tmpdir_remove(folder);
	ck_assert(!file_exists(folder));
	arena_finish(&arena);
}

static const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name);
}

static void put(const char *path, const char *text)
{
	ck_assert_msg(file_write(&why, &arena, path, text, strlen(text), 0644), "%s", why);
}

static unsigned mode_of(const char *path)
{
	struct stat info;

	ck_assert_int_eq(stat(path, &info), 0);
	return info.st_mode & 07777;
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

START_TEST(test_read_plain)
{
	char *text;
	size_t len;

	open_folder();
	put(in_folder("a"), "hello\n");
	ck_assert_msg(file_read(&text, &len, &why, &arena, in_folder("a"), 6), "%s", why);
	ck_assert_uint_eq(len, 6);
	ck_assert_str_eq(text, "hello\n");
	put(in_folder("empty"), "");
	ck_assert_msg(file_read(&text, &len, &why, &arena, in_folder("empty"), 6), "%s", why);
	ck_assert_uint_eq(len, 0);
	ck_assert_str_eq(text, "");
	close_folder();
}
END_TEST

START_TEST(test_read_size_unknown)
{
	char *text;
	size_t len;

	/* stat says 0 bytes, read says more */
	arena_init(&arena);
	ck_assert_msg(file_read(&text, &len, &why, &arena, "/proc/self/status", 65536), "%s", why);
	ck_assert_uint_gt(len, 100);
	ck_assert_ptr_nonnull(strstr(text, "Pid:"));
	ck_assert(!file_read(&text, &len, &why, &arena, "/dev/zero", 1000));
	ck_assert_str_eq(why, "/dev/zero: more than 1000 bytes");
	ck_assert_msg(file_read(&text, &len, &why, &arena, "/dev/null", 1000), "%s", why);
	ck_assert_uint_eq(len, 0);
	arena_finish(&arena);
}
END_TEST

static void check_unreadable(const char *path, size_t max, const char *reason)
{
	char *text;
	size_t len;

	ck_assert(!file_read(&text, &len, &why, &arena, path, max));
	ck_assert_str_eq(why, arena_printf(&arena, "%s: %s", path, reason));
}

START_TEST(test_read_refused)
{
	open_folder();
	put(in_folder("seven"), "1234567");
	check_unreadable(in_folder("seven"), 6, "7 bytes; at most 6 are read");
	check_unreadable(folder, 100, "is a directory, not a file");
	check_unreadable(in_folder("absent"), 100, "No such file or directory");
	check_unreadable(in_folder("seven/below"), 100, "Not a directory");
	close_folder();
}
END_TEST

START_TEST(test_write_modes)
{
	mode_t old = umask(0077);

	open_folder();
	ck_assert(file_write(&why, &arena, in_folder("report"), "x", 1, 0644));
	ck_assert_uint_eq(mode_of(in_folder("report")), 0644);
	umask(0);
	ck_assert(file_write(&why, &arena, in_folder("key"), "x", 1, 0600));
	ck_assert_uint_eq(mode_of(in_folder("key")), 0600);
	/* what replaces a readable file is not readable because the old one was */
	ck_assert(file_write(&why, &arena, in_folder("report"), "y", 1, 0600));
	ck_assert_uint_eq(mode_of(in_folder("report")), 0600);
	umask(old);
	close_folder();
}
END_TEST

START_TEST(test_write_replaces_whole)
{
	char *text;
	size_t len;
	int old;

	open_folder();
	put(in_folder("a"), "the old text");
	old = open(in_folder("a"), O_RDONLY);
	put(in_folder("a"), "new");
	ck_assert(file_read(&text, &len, &why, &arena, in_folder("a"), 100));
	ck_assert_str_eq(text, "new");
	/* who had the old file open still reads all of it */
	text = arena_alloc(&arena, 100);
	ck_assert_int_eq(read(old, text, 99), 12);
	ck_assert_str_eq(text, "the old text");
	close(old);
	ck_assert_uint_eq(count_entries(folder), 1);
	close_folder();
}
END_TEST

START_TEST(test_write_refused)
{
	open_folder();
	ck_assert(!file_write(&why, &arena, in_folder("no/such"), "x", 1, 0644));
	ck_assert(text_ends_with(why, "no/such: No such file or directory"));
	ck_assert(file_make_dirs(&why, &arena, in_folder("dir")));
	ck_assert(!file_write(&why, &arena, in_folder("dir"), "x", 1, 0644));
	ck_assert_msg(text_ends_with(why, "/dir: Is a directory"), "%s", why);
	ck_assert_uint_eq(count_entries(folder), 1);
	close_folder();
}
END_TEST

START_TEST(test_write_in_place)
{
	char *text;
	size_t len;
	struct stat info;

	open_folder();
	put(in_folder("file"), "the old text");
	ck_assert_int_eq(symlink("file", in_folder("link")), 0);
	put(in_folder("link"), "new");
	ck_assert(file_read(&text, &len, &why, &arena, in_folder("file"), 100));
	ck_assert_str_eq(text, "new");
	ck_assert_int_eq(lstat(in_folder("link"), &info), 0);
	ck_assert(S_ISLNK(info.st_mode));
	put("/dev/null", "nothing");
	ck_assert_int_eq(lstat("/dev/null", &info), 0);
	ck_assert(S_ISCHR(info.st_mode));
	close_folder();
}
END_TEST

START_TEST(test_folders)
{
	open_folder();
	ck_assert(file_make_dirs(&why, &arena, in_folder("a/b//c/")));
	ck_assert(file_is_dir(in_folder("a/b/c")));
	ck_assert(file_make_dirs(&why, &arena, in_folder("a/b/c")));
	put(in_folder("a/file"), "x");
	ck_assert(file_exists(in_folder("a/file")));
	ck_assert(!file_is_dir(in_folder("a/file")));
	ck_assert(!file_make_dirs(&why, &arena, in_folder("a/file")));
	ck_assert(text_ends_with(why, "/a/file: Not a directory"));
	ck_assert(!file_make_dirs(&why, &arena, in_folder("a/file/below")));
	ck_assert(!file_make_dirs(&why, &arena, ""));
	close_folder();
}
END_TEST

START_TEST(test_home_program)
{
	arena_init(&arena);
	ck_assert_int_eq(home_program(&arena)[0], '/');
	ck_assert(text_ends_with(home_program(&arena), "/test_base_file"));
	arena_finish(&arena);
}
END_TEST

START_TEST(test_home_path)
{
	char here[PATH_MAX];

	open_folder();
	unsetenv("MTLSPEC_HOME");
	ck_assert(text_ends_with(home_path(&arena, "scenarios"), "/scenarios"));
	ck_assert_int_eq(home_path(&arena, "x")[0], '/');
	setenv("MTLSPEC_HOME", "", 1);
	ck_assert_int_eq(home_path(&arena, "x")[0], '/');
	setenv("MTLSPEC_HOME", folder, 1);
	ck_assert_str_eq(home_path(&arena, "x"), in_folder("x"));
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	setenv("MTLSPEC_HOME", ".", 1);
	ck_assert_str_eq(home_path(&arena, "x"), arena_printf(&arena, "%s/x", here));
	unsetenv("MTLSPEC_HOME");
	close_folder();
}
END_TEST

START_TEST(test_tmpdir_private)
{
	mode_t old = umask(0);

	open_folder();
	ck_assert_uint_eq(mode_of(folder), 0700);
	ck_assert_int_eq(folder[0], '/');
	umask(old);
	close_folder();
}
END_TEST

START_TEST(test_tmpdir_place)
{
	char *parent;

	open_folder();
	parent = folder;
	setenv("TMPDIR", parent, 1);
	ck_assert(tmpdir_create(&folder, &why, &arena));
	ck_assert(text_starts_with(folder, parent));
	tmpdir_remove(folder);
	setenv("TMPDIR", in_folder("absent"), 1);
	ck_assert(!tmpdir_create(&folder, &why, &arena));
	ck_assert(text_starts_with(why, "cannot make a work folder "));
	unsetenv("TMPDIR");
	folder = parent;
	close_folder();
}
END_TEST

START_TEST(test_tmpdir_follows_no_link)
{
	char *kept;

	open_folder();
	kept = folder;
	put(in_folder("precious"), "x");
	ck_assert(tmpdir_create(&folder, &why, &arena));
	ck_assert(file_make_dirs(&why, &arena, in_folder("a/b")));
	put(in_folder("a/b/file"), "x");
	ck_assert_int_eq(symlink(kept, in_folder("a/link")), 0);
	tmpdir_remove(folder);
	ck_assert(!file_exists(folder));
	folder = kept;
	ck_assert(file_exists(in_folder("precious")));
	close_folder();
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"read", {test_read_plain, test_read_size_unknown, test_read_refused}},
		{"write",
			{test_write_modes, test_write_replaces_whole, test_write_refused, test_write_in_place}},
		{"folders", {test_folders}},
		{"home", {test_home_program, test_home_path}},
		{"tmpdir", {test_tmpdir_private, test_tmpdir_place, test_tmpdir_follows_no_link}},
	};
	return unit_run("base_file", cases, COUNT_OF(cases));
}
