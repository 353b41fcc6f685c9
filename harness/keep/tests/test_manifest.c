/* Sums of all files of a folder. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "keep_manifest.h"
#include "sha256.h"
#include "tmpdir.h"
#include "unit.h"

/* FIPS 180-2, appendix B.1, and of nothing. */
#define SUM_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SUM_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static struct arena arena;
static char *work; /* marked as ours by a file in it */
static const char *dir;
static const char *why;

static void open_folder(void)
{
	arena_init(&arena);
	ck_assert(tmpdir_create(&work, &why, &arena));
	dir = arena_printf(&arena, "%s/kept", work);
	ck_assert(file_make_dirs(&why, &arena, dir));
}

static void close_folder(void)
{
	tmpdir_remove(work);
	arena_finish(&arena);
}

static const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", dir, name);
}

static void put(const char *name, const char *text)
{
	ck_assert(file_write(&why, &arena, in_folder(name), text, strlen(text), 0600));
}

static const char *manifest(void)
{
	char *text;
	size_t len;

	ck_assert_msg(keep_manifest_write(dir, &arena, &why), "%s", why);
	ck_assert(file_read(&text, &len, &why, &arena, in_folder(KEPT_MANIFEST), 65536));
	return text;
}

START_TEST(test_every_file_has_a_line)
{
	open_folder();
	ck_assert(file_make_dirs(&why, &arena, in_folder("b/empty")));
	ck_assert(file_make_dirs(&why, &arena, in_folder("b/c")));
	put("b/c/abc", "abc");
	put("a", "");
	put("b/with blank", "abc");
	ck_assert_int_eq(symlink("c/abc", in_folder("b/link")), 0);
	ck_assert_str_eq(
		manifest(), SUM_EMPTY "  a\n" SUM_ABC "  b/c/abc\n" SUM_ABC "  b/with blank\n");
	/* again is the same: it does not name itself */
	ck_assert_str_eq(
		manifest(), SUM_EMPTY "  a\n" SUM_ABC "  b/c/abc\n" SUM_ABC "  b/with blank\n");
	close_folder();
}
END_TEST

/* As sha256sum reads it. */
START_TEST(test_names_that_would_break_a_line)
{
	open_folder();
	put("back\\slash", "");
	put("new\nline", "");
	ck_assert_str_eq(manifest(), "\\" SUM_EMPTY "  back\\\\slash\n\\" SUM_EMPTY "  new\\nline\n");
	close_folder();
}
END_TEST

START_TEST(test_what_cannot_be_named)
{
	char sum[SHA256_HEX_SIZE];
	const char *deep = "d";

	open_folder();
	ck_assert(!sha256_of_file(sum, in_folder("absent"), &arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "absent"));
	for (int i = 0; i < 40; i++)
		deep = arena_printf(&arena, "%s/d", deep);
	ck_assert(file_make_dirs(&why, &arena, in_folder(deep)));
	ck_assert(!keep_manifest_write(dir, &arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "too deep"));
	close_folder();
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"manifest",
			{test_every_file_has_a_line, test_names_that_would_break_a_line,
				test_what_cannot_be_named}},
	};

	return unit_run("manifest", cases, COUNT_OF(cases));
}
