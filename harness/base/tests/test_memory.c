#include "unit.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"

static int destroyed;

static void count_destroyed(int *value)
{
	(void)value;
	destroyed++;
}

SCOPED_TYPE(counted, int *, count_destroyed)

static int *take_it(int *value)
{
	SCOPED(counted) mine = value;

	return TAKE(mine);
}

static void leave_it(int *value)
{
	SCOPED(counted) mine = value;
}

START_TEST(test_scoped)
{
	int value = 1;

	destroyed = 0;
	leave_it(&value);
	ck_assert_int_eq(destroyed, 1);
	leave_it(NULL);
	ck_assert_int_eq(destroyed, 1);
	ck_assert_ptr_eq(take_it(&value), &value);
	ck_assert_int_eq(destroyed, 1);
}
END_TEST

START_TEST(test_arena_zeroed_and_aligned)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t size = 0; size < 300; size++) {
		unsigned char *memory = arena_alloc(&arena, size);

		ck_assert_uint_eq((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_uint_eq(memory[i], 0);
		if (size)
			memset(memory, 0xff, size);
	}
	arena_finish(&arena);
	ck_assert_ptr_null(arena.blocks);
}
END_TEST

START_TEST(test_arena_large)
{
	struct arena arena;
	char *large;
	char *small;

	arena_init(&arena);
	small = arena_strdup(&arena, "small");
	large = arena_alloc(&arena, 1 << 20);
	memset(large, 'x', 1 << 20);
	ck_assert_str_eq(small, "small");
	ck_assert_str_eq(arena_strdup(&arena, "after"), "after");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_arena_reset)
{
	struct arena arena;
	char *first;

	arena_init(&arena);
	arena_reset(&arena);
	first = arena_alloc(&arena, 100);
	memset(first, 0xff, 100);
	arena_reset(&arena);
	ck_assert_ptr_eq(arena_alloc(&arena, 100), first);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(first[i], 0);
	/* a block larger than usual is not kept */
	memset(arena_alloc(&arena, 1 << 20), 0xff, 1 << 20);
	arena_reset(&arena);
	ck_assert_ptr_null(arena.blocks);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_arena_text)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(arena_strndup(&arena, "hello", 3), "hel");
	ck_assert_str_eq(arena_strndup(&arena, NULL, 0), "");
	ck_assert_str_eq(arena_strdup(&arena, ""), "");
	ck_assert_str_eq(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
	ck_assert_mem_eq(arena_memdup(&arena, "a\0b", 3), "a\0b", 3);
	ck_assert_ptr_nonnull(arena_memdup(&arena, NULL, 0));
	ck_assert_uint_eq(strlen(arena_printf(&arena, "%50000s", "x")), 50000);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_arena_push)
{
	struct arena arena;
	struct pair {
		size_t a;
		size_t b;
	} *pairs = NULL;
	size_t count = 0;

	arena_init(&arena);
	for (size_t i = 0; i < 1000; i++) {
		struct pair *pair = ARENA_PUSH(&arena, pairs, count);

		ck_assert_uint_eq(pair->a + pair->b, 0);
		pair->a = i;
		pair->b = ~i;
	}
	ck_assert_uint_eq(count, 1000);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(pairs[i].a, i);
		ck_assert_uint_eq(pairs[i].b, ~i);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_buf_grows)
{
	struct buf buf;

	buf_init(&buf, 1 << 20);
	ck_assert_str_eq(buf_text(&buf), "");
	buf_append(&buf, NULL, 0);
	ck_assert_str_eq(buf_text(&buf), "");
	for (int i = 0; i < 10000; i++)
		buf_putc(&buf, (char)('a' + i % 26));
	ck_assert_uint_eq(buf.len, 10000);
	ck_assert_uint_eq(strlen(buf.data), 10000);
	buf_clear(&buf);
	buf_put_list(&buf, (const char *const[]){"a", "b", "c"}, 0);
	ck_assert_uint_eq(buf.len, 0);
	buf_put_list(&buf, (const char *const[]){"a", "b", "c"}, 3);
	ck_assert_str_eq(buf_text(&buf), "a, b, c");
	buf_clear(&buf);
	buf_puts(&buf, "one ");
	buf_printf(&buf, "%s %d", "two", 3);
	ck_assert_str_eq(buf.data, "one two 3");
	ck_assert(!buf.overflowed);
	buf_finish(&buf);
	buf_finish(&buf);
	ck_assert_str_eq(buf_text(&buf), "");
}
END_TEST

START_TEST(test_buf_maximum)
{
	struct buf buf;

	buf_init(&buf, 5);
	buf_puts(&buf, "12345");
	ck_assert(!buf.overflowed);
	buf_putc(&buf, '6');
	ck_assert(buf.overflowed);
	ck_assert_str_eq(buf.data, "12345");
	buf_clear(&buf);
	ck_assert(!buf.overflowed);
	buf_printf(&buf, "%d", 123456);
	ck_assert(buf.overflowed);
	ck_assert_uint_eq(buf.len, 0);
	buf_clear(&buf);
	buf_printf(&buf, "%d", 12345);
	ck_assert(!buf.overflowed);
	ck_assert_str_eq(buf.data, "12345");
	buf_finish(&buf);
}
END_TEST

START_TEST(test_buf_consume)
{
	struct buf buf;

	buf_init(&buf, 100);
	buf_consume(&buf, 0);
	buf_puts(&buf, "hello world");
	buf_consume(&buf, 6);
	ck_assert_str_eq(buf.data, "world");
	buf_consume(&buf, 5);
	ck_assert_str_eq(buf.data, "");
	ck_assert_uint_eq(buf.len, 0);
	buf_finish(&buf);
}
END_TEST

/* Runs `act` in a child of its own; returns what it said on stderr, and its signal. */
static int watch_abort(char *said, size_t size, void (*act)(void))
{
	int ends[2];
	int status = 0;
	size_t len = 0;
	ssize_t got;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		act();
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], said + len, size - 1 - len)) > 0)
		len += (size_t)got;
	close(ends[0]);
	said[len] = '\0';
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void consume_too_much(void)
{
	struct buf buf;

	buf_init(&buf, 100);
	buf_puts(&buf, "abc");
	buf_consume(&buf, 4);
}

static void allocate_absurdly(void)
{
	struct arena arena;

	arena_init(&arena);
	arena_alloc(&arena, SIZE_MAX - 10);
}

START_TEST(test_fatal_aborts)
{
	char said[1024];

	ck_assert_int_eq(watch_abort(said, sizeof(said), consume_too_much), SIGABRT);
	ck_assert_ptr_nonnull(strstr(said, "internal error at "));
	ck_assert_ptr_nonnull(strstr(said, "buf_consume: 4 of 3"));
	ck_assert_int_eq(watch_abort(said, sizeof(said), allocate_absurdly), SIGABRT);
	ck_assert_ptr_nonnull(strstr(said, "absurd size"));
}
END_TEST

START_TEST(test_fatal_memory)
{
	char *text = fatal_strdup("text");
	unsigned char *zeroed = fatal_alloc(100);

	ck_assert_str_eq(text, "text");
	for (int i = 0; i < 100; i++)
		ck_assert_uint_eq(zeroed[i], 0);
	text = fatal_realloc(text, 1000);
	ck_assert_str_eq(text, "text");
	free(text);
	free(zeroed);
	free(fatal_alloc(0));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"scoped", {test_scoped}},
		{"arena",
			{test_arena_zeroed_and_aligned, test_arena_large, test_arena_reset, test_arena_text,
				test_arena_push}},
		{"buf", {test_buf_grows, test_buf_maximum, test_buf_consume}},
		{"fatal", {test_fatal_aborts, test_fatal_memory}},
	};
	return unit_run("base_memory", cases, COUNT_OF(cases));
}
