#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "home.h"
#include "lock.h"
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

/* But for what is hidden. */
static size_t count_entries(const char *path)
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

/* A link in the place of a key was put there by somebody; what it points to must not learn the key. */
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

/* What no configuration can be sure to quote is passed over, and that is said. */
START_TEST(test_tmpdir_plain)
{
	static const char *const odd[] = {"t mp", "a\"b", "a'b", "a#b", "a$b", "a\\b", "a\nb", "a;b",
		"a|b", "a&b", "a:b", "a%b", "\xc3\xa4"};
	char *parent;

	open_folder();
	parent = folder;
	setenv("TMPDIR", parent, 1);
	ck_assert_ptr_null(tmpdir_passed_over(&arena));
	for (size_t i = 0; i < COUNT_OF(odd); i++) {
		const char *chosen = arena_printf(&arena, "%s/%s", parent, odd[i]);

		ck_assert(file_make_dirs(&why, &arena, chosen));
		setenv("TMPDIR", chosen, 1);
		ck_assert(tmpdir_create(&folder, &why, &arena));
		ck_assert(text_starts_with(folder, "/tmp/mtlspec-") && file_path_is_plain(folder));
		tmpdir_remove(folder);
		ck_assert_ptr_nonnull(
			strstr(tmpdir_passed_over(&arena), "the work folder is in /tmp, not in TMPDIR="));
	}
	/* a plain name for an odd place is odd */
	ck_assert_int_eq(symlink("t mp", arena_printf(&arena, "%s/link", parent)), 0);
	setenv("TMPDIR", arena_printf(&arena, "%s/link", parent), 1);
	ck_assert_ptr_nonnull(tmpdir_passed_over(&arena));
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

/* Made by a process that is dead by now. */
static const char *left_folder(void)
{
	char *made;
	int ends[2];
	char path[4096] = "";
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		bool ok = tmpdir_create(&made, &why, &arena) &&
			write(ends[1], made, strlen(made)) == (ssize_t)strlen(made);

		_exit(!ok);
	}
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_int_gt(read(ends[0], path, sizeof(path) - 1), 0);
	close(ends[0]);
	close(ends[1]);
	return arena_strdup(&arena, path);
}

static void move(const char *from, const char *to)
{
	ck_assert_int_eq(rename(from, to), 0);
}

START_TEST(test_sweep_takes_what_was_left)
{
	const char *left;
	char *living;

	open_folder();
	setenv("TMPDIR", folder, 1);
	ck_assert(tmpdir_create(&living, &why, &arena));
	left = left_folder();
	ck_assert(file_make_dirs(&why, &arena, arena_printf(&arena, "%s/a/b", left)));
	put(arena_printf(&arena, "%s/a/b/key", left), "x");
	tmpdir_sweep();
	ck_assert(!file_exists(left));
	ck_assert(file_exists(living));
	unsetenv("TMPDIR");
	close_folder();
}
END_TEST

START_TEST(test_sweep_leaves_what_is_not_ours)
{
	const char *unmarked;
	const char *other_name;
	const char *linked;
	const char *others;

	open_folder();
	setenv("TMPDIR", folder, 1);
	unmarked = in_folder("mtlspec-abcdef");
	ck_assert(file_make_dirs(&why, &arena, unmarked));
	other_name = in_folder("mtlspec-abcdefg");
	move(left_folder(), other_name);
	linked = in_folder("elsewhere");
	move(left_folder(), linked);
	ck_assert_int_eq(symlink(linked, in_folder("mtlspec-linked")), 0);
	others = left_folder();
	/* only root can give something away */
	if (geteuid() == 0)
		ck_assert_int_eq(chown(others, 65534, 65534), 0);
	tmpdir_sweep();
	ck_assert(file_exists(unmarked));
	ck_assert(file_exists(other_name));
	ck_assert(file_exists(linked));
	ck_assert(file_exists(in_folder("mtlspec-linked")));
	ck_assert_int_eq(file_exists(others), geteuid() == 0);
	unsetenv("TMPDIR");
	close_folder();
}
END_TEST

START_TEST(test_lock_is_for_one)
{
	int ends[2];
	char byte;
	pid_t child;

	open_folder();
	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		ck_assert(lock_folder(folder, &why, &arena));
		/* and again, by itself */
		ck_assert(lock_folder(folder, &why, &arena));
		ck_assert_int_eq(write(ends[1], "x", 1), 1);
		pause();
		_exit(0);
	}
	ck_assert_int_eq(read(ends[0], &byte, 1), 1);
	ck_assert(!lock_folder(folder, &why, &arena));
	ck_assert(text_starts_with(why, folder));
	ck_assert_ptr_nonnull(strstr(why, arena_printf(&arena, "(process %d)", (int)child)));
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert(lock_folder(folder, &why, &arena));
	ck_assert(!lock_folder(in_folder("absent"), &why, &arena));
	close(ends[0]);
	close(ends[1]);
	close_folder();
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"read", {test_read_plain, test_read_size_unknown, test_read_refused, test_read_inherited}},
		{"write",
			{test_write_modes, test_write_replaces_whole, test_write_refused, test_write_in_place,
				test_write_secret_through_no_link, test_write_waits_for_no_reader, test_append}},
		{"folders", {test_folders}},
		{"home", {test_home_program, test_home_path}},
		{"tmpdir",
			{test_tmpdir_private, test_tmpdir_place, test_tmpdir_plain,
				test_tmpdir_follows_no_link}},
		{"sweep", {test_sweep_takes_what_was_left, test_sweep_leaves_what_is_not_ours}},
		{"lock", {test_lock_is_for_one}},
	};
	return unit_run("base_file", cases, COUNT_OF(cases));
}
