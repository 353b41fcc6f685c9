/* What is looked for in an answer beside its outcome. */
#include <string.h>

#include "answer.h"
#include "arena.h"
#include "attempt_ask.h"
#include "buf.h"
#include "expectation.h"
#include "unit.h"

struct world {
	struct arena arena;
	struct attempt_ask ask;
	struct observation facts;
	struct answer answer;
};

static enum answer_state look(struct world *world, const char *bytes, bool at_end)
{
	memset(&world->facts, 0, sizeof(world->facts));
	arena_init(&world->arena);
	observation_init(&world->facts);
	answer_init(&world->answer, &world->ask, &world->facts, &world->arena);
	answer_add(&world->answer, bytes, strlen(bytes));
	return answer_look(&world->answer, at_end);
}

static void leave(struct world *world)
{
	answer_finish(&world->answer);
	arena_finish(&world->arena);
}

#define OK "HTTP/1.1 200 OK\r\n"

/* It may be in the part that has not come. */
START_TEST(answer_unwanted)
{
	struct world world = {.ask = {.token = "t", .unwanted = "admin"}};

	ck_assert_int_eq(look(&world, OK "Content-Length: 9\r\n\r\nguest", false), ANSWER_MORE);
	leave(&world);
	ck_assert_int_eq(look(&world, OK "Content-Length: 5\r\n\r\nguest", false), ANSWER_DONE);
	ck_assert(!world.facts.unwanted_came);
	leave(&world);
	ck_assert_int_eq(look(&world, OK "Content-Length: 7\r\n\r\nadmin!!", false), ANSWER_DONE);
	ck_assert(world.facts.unwanted_came);
	leave(&world);
	ck_assert_int_eq(look(&world, OK "\r\nan admin", true), ANSWER_DONE);
	ck_assert(world.facts.unwanted_came);
	leave(&world);
}
END_TEST

START_TEST(answer_headers)
{
	static const struct header_expected wanted[] = {{"x-a", "b"}, {"x-c", "d"}};
	static const struct {
		const char *head;
		const char *wrong;
	} rows[] = {
		{"X-A: b\r\nx-c: d\r\n", NULL},
		{"X-A: b\r\n", "it has no x-c"},
		{"x-c: d\r\nX-A: bb\r\n", "its x-a is \"bb\""},
		{"x-c: d\r\nX-A: b\r\nX-A: evil\r\n", "its x-a is \"evil\""},
		{"x-c: d\r\nX-A: b\r\nX-A: b\r\n", "its x-a is \"b\""},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world = {.ask = {.token = "t", .headers = wanted, .header_count = 2}};
		char bytes[256];

		snprintf(bytes, sizeof(bytes), OK "Content-Length: 0\r\n%s\r\n", rows[i].head);
		ck_assert_int_eq(look(&world, bytes, false), ANSWER_DONE);
		if (rows[i].wrong)
			ck_assert_str_eq(world.facts.wrong_header, rows[i].wrong);
		else
			ck_assert_ptr_null(world.facts.wrong_header);
		leave(&world);
	}
}
END_TEST

/* Where another request follows, its answer begins behind the whole of this one. */
START_TEST(answer_before_another)
{
	struct world world = {.ask = {.token = "t", .later_count = 1}};

	ck_assert_int_eq(look(&world, OK "Content-Length: 9\r\n\r\nguest", false), ANSWER_MORE);
	leave(&world);
	ck_assert_int_eq(look(&world, OK "Content-Length: 5\r\n\r\nguest", false), ANSWER_DONE);
	ck_assert(world.answer.keeps);
	leave(&world);
	ck_assert_int_eq(
		look(&world, OK "Connection: close\r\nContent-Length: 0\r\n\r\n", false), ANSWER_DONE);
	ck_assert(!world.answer.keeps);
	leave(&world);
	ck_assert_int_eq(look(&world, OK "\r\nguest", true), ANSWER_DONE);
	ck_assert(!world.answer.keeps);
	leave(&world);
}
END_TEST

static void expect_asked(const struct attempt_ask *ask, const char *first, const char *last)
{
	SCOPED_BUF text;

	attempt_ask_write(&text, ask);
	ck_assert_msg(!strncmp(buf_text(&text), first, strlen(first)), "%s", buf_text(&text));
	ck_assert_str_eq(buf_text(&text) + text.len - strlen(last), last);
}

START_TEST(ask_as_written)
{
	const char *const lines[] = {"Content-Length: 3", NULL};
	struct attempt_ask ask = {.token = "t", .host = "h", .path = "/p"};

	expect_asked(&ask, "GET /p HTTP/1.1\r\nHost: h\r\n", "Connection: close\r\n\r\n");
	ask.target = "http://x//a/../%2e";
	ask.method = "POST";
	ask.body = "a=b";
	ask.extra_lines = lines;
	expect_asked(&ask, "POST http://x//a/../%2e HTTP/1.1\r\nHost: h\r\n",
		"Connection: close\r\nContent-Length: 3\r\n\r\na=b");
	ask.later_count = 1;
	expect_asked(&ask, "POST ", "x-mtlspec-token: t\r\nContent-Length: 3\r\n\r\na=b");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"words", {answer_unwanted, answer_headers, answer_before_another, ask_as_written}},
	};

	return unit_run("answer_words", cases, COUNT_OF(cases));
}
