/* A log that grows, and the marks that are found in it. */
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "crash_watch.h"
#include "schema.h"
#include "unit.h"

static const char *const texts[] = {"on signal", "panic:"};
static const struct text_list marks = {.items = (const char **)texts, .count = COUNT_OF(texts)};

enum { KEPT = 16 };

/* As the process keeps it: the whole, or its end. */
static const char *look(struct crash_watch *watch, const char *log, size_t kept)
{
	static char line[256];
	size_t total = strlen(log);
	size_t len = total < kept ? total : kept;
	const char *found;
	struct arena arena;

	arena_init(&arena);
	found = crash_watch_look(watch, &marks, log + total - len, len, total, &arena);
	snprintf(line, sizeof(line), "%s", found ? found : "");
	arena_finish(&arena);
	return found ? line : NULL;
}

START_TEST(each_mark_is_told_once)
{
	struct crash_watch watch = {0};

	ck_assert_ptr_null(look(&watch, "started\n", 100));
	ck_assert_str_eq(look(&watch, "started\nexited on signal 11\n", 100), "exited on signal 11");
	ck_assert_ptr_null(look(&watch, "started\nexited on signal 11\n", 100));
	ck_assert_str_eq(look(&watch, "started\nexited on signal 11\nexited on signal 6\n", 100),
		"exited on signal 6");
	ck_assert_ptr_null(look(&watch, "started\nexited on signal 11\nexited on signal 6\n", 100));
}
END_TEST

START_TEST(two_in_one_piece_are_two)
{
	struct crash_watch watch = {0};
	const char *log = "panic: here\non signal\nthe end";

	ck_assert_str_eq(look(&watch, log, 100), "panic: here");
	ck_assert_str_eq(look(&watch, log, 100), "on signal");
	ck_assert_ptr_null(look(&watch, log, 100));
}
END_TEST

/* At whatever byte it is cut. */
START_TEST(a_mark_in_two_pieces_is_found)
{
	static const char whole[] = "worker ended on signal 11";

	for (size_t cut = 0; cut < sizeof(whole); cut++) {
		struct crash_watch watch = {0};
		char begun[sizeof(whole)] = "";
		bool found;

		memcpy(begun, whole, cut);
		found = look(&watch, begun, 100) != NULL;
		ck_assert_msg((look(&watch, whole, 100) != NULL) != found, "cut at %zu", cut);
	}
}
END_TEST

START_TEST(what_is_no_longer_kept_is_passed_over)
{
	struct crash_watch watch = {0};

	ck_assert_ptr_null(look(&watch, "panic: and then a lot of text", KEPT));
	ck_assert_str_eq(
		look(&watch, "panic: and then a lot of text, panic: more", KEPT), "ext, panic: more");
	ck_assert_ptr_null(look(&watch, "panic: and then a lot of text, panic: more", KEPT));
}
END_TEST

/* So much that it is no line any more: from the mark on, and with an end. */
START_TEST(a_long_line_is_cut)
{
	struct crash_watch watch = {0};
	char log[2000];
	const char *line;

	memset(log, 'a', sizeof(log) - 1);
	log[sizeof(log) - 1] = '\0';
	memcpy(log + 1000, "panic:", strlen("panic:"));
	line = look(&watch, log, sizeof(log));
	ck_assert(strncmp(line, "panic:a", strlen("panic:a")) == 0);
	ck_assert_uint_eq(strlen(line), 200);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"found",
			{each_mark_is_told_once, two_in_one_piece_are_two, a_mark_in_two_pieces_is_found,
				what_is_no_longer_kept_is_passed_over, a_long_line_is_cut}},
	};

	return unit_run("crash_watch", cases, COUNT_OF(cases));
}
