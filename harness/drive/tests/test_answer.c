/* How much of an answer it takes to know it. */
#include <string.h>

#include "answer.h"
#include "arena.h"
#include "attempt_ask.h"
#include "http.h"
#include "unit.h"

enum ending { STILL_OPEN, CLOSED, TIMED_OUT };

struct row {
	const char *bytes;
	const char *text; /* that is looked for */
	enum ending ending;
	int status; /* 0: none is known */
	bool text_came;
	const char *excerpt;
	const char *trouble; /* its beginning */
};

#define OK "HTTP/1.1 200 OK\r\n"
#define NO "HTTP/1.1 403 No\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"
#define LENGTH_10 "Content-Length: 10\r\n\r\n"

static const struct row rows[] = {
	/* the head decides, whatever becomes of the body */
	{OK "Content-Length: 0\r\n\r\n", NULL, STILL_OPEN, 200, false, NULL, NULL},
	{OK LENGTH_10 "abc", NULL, STILL_OPEN, 200, false, NULL, NULL},
	{OK "\r\n", NULL, STILL_OPEN, 200, false, NULL, NULL},
	{OK "Content-Length: 1073741824\r\n\r\n", NULL, STILL_OPEN, 200, false, NULL, NULL},
	{OK CHUNKED "10000\r\nabc", NULL, STILL_OPEN, 200, false, NULL, NULL},
	{OK CHUNKED "-1\r\nabc\r\n", NULL, STILL_OPEN, 200, false, NULL, NULL},
	/* a refusal is shown with its reason, if that comes */
	{NO LENGTH_10, NULL, STILL_OPEN, 0, false, NULL, NULL},
	{NO LENGTH_10 "0123456789", NULL, STILL_OPEN, 403, false, "0123456789", NULL},
	{NO LENGTH_10 "abc", NULL, CLOSED, 403, false, "abc", NULL},
	{NO LENGTH_10 "abc", NULL, TIMED_OUT, 403, false, "abc", NULL},
	{NO LENGTH_10, NULL, TIMED_OUT, 403, false, NULL, NULL},
	{NO CHUNKED "5\r\nhello\r\n5\r\nwo", NULL, CLOSED, 403, false, "hellowo", NULL},
	{NO CHUNKED "5\r\nhello\r\nzz\r\n", NULL, CLOSED, 403, false, "hello", NULL},
	{NO "\r\nhello", NULL, CLOSED, 403, false, "hello", NULL},
	/* a text is waited for */
	{OK "\r\nab", "abc", STILL_OPEN, 0, false, NULL, NULL},
	{OK "\r\nab cabc", "abc", STILL_OPEN, 200, true, NULL, NULL},
	{OK CHUNKED "3\r\nabc\r\n", "abc", STILL_OPEN, 200, true, NULL, NULL},
	{OK CHUNKED "2\r\nab\r\n1\r\nc\r\n", "abc", STILL_OPEN, 0, false, NULL, NULL},
	{OK CHUNKED "2\r\nab\r\n1\r\nc\r\n", "abc", TIMED_OUT, 200, true, NULL, NULL},
	{OK "\r\nab", "abc", TIMED_OUT, 200, false, "ab", NULL},
	{OK "\r\nab", "abc", CLOSED, 200, false, "ab", NULL},
	/* what our own backend does not take is nobody's refusal */
	{"HTTP/1.1 431 Large\r\nX-MTLSpec-Limit: a head\r\nContent-Length: 0\r\n\r\n", NULL, STILL_OPEN,
		431, false, NULL,
		"the answer is our backend's own, which takes only so much: it got a head"},
	/* without a whole head there is no answer */
	{OK "Content-Le", NULL, STILL_OPEN, 0, false, NULL, NULL},
	{OK "Content-Le", NULL, CLOSED, 0, false, NULL, "the connection ended within the head"},
	{OK "Content-Le", NULL, TIMED_OUT, 0, false, NULL, "no whole answer within 1.5 s"},
	{"", NULL, CLOSED, 0, false, NULL, NULL},
	{"", NULL, TIMED_OUT, 0, false, NULL, NULL},
	{"SSH-2.0-x\r\n", NULL, STILL_OPEN, 0, false, NULL, "not an HTTP"},
	{OK "Content-Length: -1\r\n\r\n", NULL, STILL_OPEN, 0, false, NULL, "not a Content-Length"},
};

static void check_row(size_t number, const struct row *row, size_t piece)
{
	struct attempt_ask ask = {.token = "t", .text = row->text};
	enum answer_state state = ANSWER_MORE;
	size_t len = strlen(row->bytes);
	struct observation facts;
	struct answer answer;
	struct arena arena;

	arena_init(&arena);
	observation_init(&facts);
	answer_init(&answer, &ask, &facts, &arena);
	for (size_t at = 0; at < len && state == ANSWER_MORE; at += piece) {
		answer_add(&answer, row->bytes + at, piece < len - at ? piece : len - at);
		state = answer_look(&answer, false);
	}
	if (state == ANSWER_MORE && row->ending == CLOSED)
		state = answer_look(&answer, true);
	if (state == ANSWER_BAD)
		facts.trouble = answer.why;
	if (row->ending == TIMED_OUT)
		answer_timed_out(&answer, 1500);
	ck_assert_msg(facts.http_status == row->status, "row %zu: %d", number, facts.http_status);
	ck_assert_msg(facts.text_came == row->text_came, "row %zu", number);
	if (row->excerpt)
		ck_assert_str_eq(facts.http_excerpt, row->excerpt);
	else
		ck_assert_ptr_null(facts.http_excerpt);
	ck_assert_msg(!facts.trouble == !row->trouble, "row %zu: %s", number, facts.trouble);
	if (row->trouble)
		ck_assert_msg(!strncmp(facts.trouble, row->trouble, strlen(row->trouble)), "row %zu: %s",
			number, facts.trouble);
	answer_finish(&answer);
	arena_finish(&arena);
}

START_TEST(answer_enough)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		check_row(i, &rows[i], 1);
		check_row(i, &rows[i], 4096);
	}
}
END_TEST

/* What never ends is left: with a text looked for only when there is no more room. */
START_TEST(answer_endless)
{
	static const char *const heads[] = {OK "\r\n", NO "\r\n", OK CHUNKED, "HTTP/1.1 200 OK\r\nA: "};

	/* in pieces; a look comes after each eighth at the latest */
	const int head = HTTP_HEAD_MAX / 6000 * 9 / 8 + 2;
	const int body = 2 * HTTP_BODY_MAX / 6000 * 9 / 8 + 2;

	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		for (int wanted = 0; wanted <= 1; wanted++) {
			struct attempt_ask ask = {.token = "t", .text = wanted ? "nowhere" : NULL};
			enum answer_state state = ANSWER_MORE;
			struct observation facts;
			struct answer answer;
			struct arena arena;
			char junk[6001];
			int pieces = 0;

			for (size_t at = 0; at < sizeof(junk) - 1; at += 6)
				memcpy(junk + at, "1\r\nx\r\n", 7);
			if (i == 3)
				memset(junk, 'A', sizeof(junk) - 1);
			arena_init(&arena);
			observation_init(&facts);
			answer_init(&answer, &ask, &facts, &arena);
			answer_add(&answer, heads[i], strlen(heads[i]));
			for (; pieces < 1000 && state == ANSWER_MORE; pieces++) {
				answer_add(&answer, junk, sizeof(junk) - 1);
				state = answer_look(&answer, false);
			}
			ck_assert_int_eq(state, i == 3 ? ANSWER_BAD : ANSWER_DONE);
			ck_assert_int_le(pieces, i == 3 ? head : wanted ? head + body : 12);
			ck_assert_int_eq(facts.http_status, i == 3 ? 0 : i == 1 ? 403 : 200);
			answer_finish(&answer);
			arena_finish(&arena);
		}
	}
}
END_TEST

struct wait_row {
	const char *bytes;
	const char *text; /* that is looked for */
	const char *accepted;
	bool is_measured;
	bool is_bounded;
};

/* A stream that keeps silent is known by its head, unless something is looked for in it. */
START_TEST(answer_patience)
{
	static const struct wait_row waits[] = {
		{OK CHUNKED, NULL, NULL, true, true},
		{NO "\r\nabc", NULL, NULL, true, true},
		{OK CHUNKED, NULL, "404", true, true},
		{OK CHUNKED, NULL, "abc", true, false},
		{OK CHUNKED, "abc", NULL, true, false},
		{OK "Content-Le", NULL, NULL, true, false},
		{NO LENGTH_10, NULL, NULL, false, false},
	};

	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		const struct wait_row *row = &waits[i];
		struct attempt_ask ask = {.token = "t",
			.text = row->text,
			.accepted = &row->accepted,
			.accepted_count = row->accepted ? 1 : 0,
			.is_measured = row->is_measured};
		struct observation facts;
		struct answer answer;
		struct arena arena;

		arena_init(&arena);
		observation_init(&facts);
		answer_init(&answer, &ask, &facts, &arena);
		ck_assert_uint_eq(answer_patience_ms(&answer), 0);
		answer_add(&answer, row->bytes, strlen(row->bytes));
		ck_assert_int_eq(answer_look(&answer, false), ANSWER_MORE);
		ck_assert_msg((answer_patience_ms(&answer) > 0) == row->is_bounded, "row %zu", i);
		answer_finish(&answer);
		arena_finish(&arena);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"answer", {answer_enough, answer_endless, answer_patience}}};

	return unit_run("answer", cases, COUNT_OF(cases));
}
