/* What the reference server hands on of its backend's answers. */
#include "buf.h"
#include "forwarded_answer.h"
#include "unit.h"

static const struct {
	const char *answer;
	const char *handed_on; /* on a connection that stays open; NULL: on none */
} rows[] = {
	{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
	{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
	/* its end is the connection's */
	{"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok", NULL},
	{"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\r\nContent-Length: 2\r\n", NULL},
	{"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n\r\nConnection: close\r\nwhat", NULL},
	{"", NULL},
};

START_TEST(kept_open)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf answer, out;

		buf_init(&answer, 1024);
		buf_init(&out, 1024);
		buf_append(&answer, rows[i].answer, strlen(rows[i].answer));
		ck_assert_int_eq(forwarded_answer_write(&out, &answer), rows[i].handed_on != NULL);
		ck_assert_str_eq(buf_text(&out), rows[i].handed_on ? rows[i].handed_on : "");
		buf_finish(&answer);
		buf_finish(&out);
	}
}
END_TEST

START_TEST(reflected)
{
	struct buf forward, out;

	buf_init(&forward, 1024);
	buf_init(&out, 1024);
	buf_append(&forward, "GET /", 5);
	forwarded_answer_reflect(&out, &forward, false);
	ck_assert(strstr(buf_text(&out), "\r\nContent-Length: 5\r\n"));
	ck_assert(strstr(buf_text(&out), "\r\nConnection: close\r\n\r\nGET /"));
	buf_finish(&forward);
	buf_finish(&out);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"answer", {kept_open, reflected}}};

	return unit_run("forwarded_answer", cases, COUNT_OF(cases));
}
