#include "work_folder.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "home.h"
#include "text.h"

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

START_TEST(test_read_line)
{
	static const struct {
		const char *file, *line;
	} rows[] = {
		{"a\nb\n", "a"}, {"a\r\nb", "a"}, {"a", "a"}, {" a \n", " a "}, {"\na", ""}, {"", ""}};
	char *text;

	open_folder();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		put(in_folder("a"), rows[i].file);
		ck_assert_msg(file_read_line(&text, &why, &arena, in_folder("a"), 6), "%s", why);
		ck_assert_str_eq(text, rows[i].line);
	}
	put(in_folder("a"), "a\nlong\n");
	ck_assert(!file_read_line(&text, &why, &arena, in_folder("a"), 6));
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
	ck_assert(!file_read(&text, &len, &why, &arena, "/proc/self/status", 100));
	ck_assert_str_eq(why, "/proc/self/status: more than 100 bytes");
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
	check_unreadable("/dev/zero", 100, "is a device, not a file");
	check_unreadable("/dev/null", 100, "is a device, not a file");
	ck_assert_int_eq(mkfifo(in_folder("pipe"), 0600), 0);
	check_unreadable(in_folder("pipe"), 100, "is a pipe, not a file");
	ck_assert_int_eq(symlink("pipe", in_folder("link")), 0);
	check_unreadable(in_folder("link"), 100, "is a pipe, not a file");
	close_folder();
}
END_TEST

/* As by `<(command)` of a shell: who writes is known, and is waited for. */
START_TEST(test_read_inherited)
{
	const char *path;
	char *text;
	size_t len;
	int ends[2];

	arena_init(&arena);
	ck_assert_int_eq(pipe(ends), 0);
	path = arena_printf(&arena, "/dev/fd/%d", ends[0]);
	ck_assert_int_eq(write(ends[1], "hello", 5), 5);
	close(ends[1]);
	ck_assert_msg(file_read(&text, &len, &why, &arena, path, 100), "%s", why);
	ck_assert_str_eq(text, "hello");
	close(ends[0]);
	ck_assert_int_eq(pipe(ends), 0);
	path = arena_printf(&arena, "/dev/fd/%d", ends[0]);
	ck_assert_int_eq(write(ends[1], "1234567", 7), 7);
	check_unreadable(path, 6, "more than 6 bytes");
	close(ends[0]);
	close(ends[1]);
	arena_finish(&arena);
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

/* A link in the place of a key was put there by somebody; what it points to must not learn the
 * key. */
START_TEST(test_write_secret_through_no_link)
{
	char *text;
	size_t len;
	struct stat info;

	open_folder();
	put(in_folder("theirs"), "the old text");
	ck_assert_int_eq(symlink("theirs", in_folder("key")), 0);
	ck_assert_msg(file_write(&why, &arena, in_folder("key"), "secret", 6, 0600), "%s", why);
	ck_assert(file_read(&text, &len, &why, &arena, in_folder("theirs"), 100));
	ck_assert_str_eq(text, "the old text");
	ck_assert_int_eq(lstat(in_folder("key"), &info), 0);
	ck_assert(S_ISREG(info.st_mode));
	ck_assert_uint_eq(mode_of(in_folder("key")), 0600);
	close_folder();
}
END_TEST

START_TEST(test_write_waits_for_no_reader)
{
	char text[8] = "";
	int reader;

	open_folder();
	ck_assert_int_eq(mkfifo(in_folder("pipe"), 0600), 0);
	ck_assert(!file_write(&why, &arena, in_folder("pipe"), "x", 1, 0644));
	ck_assert(text_ends_with(why, "/pipe: nobody reads this pipe"));
	ck_assert(!file_append(&why, &arena, in_folder("pipe"), "x", 1));
	reader = open(in_folder("pipe"), O_RDONLY | O_NONBLOCK);
	put(in_folder("pipe"), "hello");
	ck_assert_int_eq(read(reader, text, sizeof(text)), 5);
	ck_assert_str_eq(text, "hello");
	close(reader);
	close_folder();
}
END_TEST

START_TEST(test_append)
{
	char *text;
	size_t len;

	open_folder();
	ck_assert(file_append(&why, &arena, in_folder("a"), "one ", 4));
	ck_assert(file_append(&why, &arena, in_folder("a"), "two", 3));
	ck_assert(file_read(&text, &len, &why, &arena, in_folder("a"), 100));
	ck_assert_str_eq(text, "one two");
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

int main(void)
{
	const struct unit_case cases[] = {
		{"read",
			{test_read_plain, test_read_line, test_read_size_unknown, test_read_refused,
				test_read_inherited}},
		{"write",
			{test_write_modes, test_write_replaces_whole, test_write_refused, test_write_in_place,
				test_write_secret_through_no_link, test_write_waits_for_no_reader, test_append}},
		{"folders", {test_folders}},
		{"home", {test_home_program, test_home_path}},
	};
	return unit_run("base_file", cases, COUNT_OF(cases));
}
