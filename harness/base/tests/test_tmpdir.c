#include "work_folder.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "lock.h"
#include "text.h"
#include "tmpdir.h"

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
		{"tmpdir",
			{test_tmpdir_private, test_tmpdir_place, test_tmpdir_plain,
				test_tmpdir_follows_no_link}},
		{"sweep", {test_sweep_takes_what_was_left, test_sweep_leaves_what_is_not_ours}},
		{"lock", {test_lock_is_for_one}},
	};
	return unit_run("base_tmpdir", cases, COUNT_OF(cases));
}
