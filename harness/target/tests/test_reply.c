/* `answer` of a target file, and the option of that name. */
#include <string.h>

#include "named_answer.h"
#include "target_fixture.h"

#define CLIENT "title: c\nprogram: sh\nclient:\n  kind: program\n"

static const struct target_reply *read_reply(
	struct target_fixture *f, const char *yaml, const char *name, const char *file)
{
	const struct target *target;

	fixture_open(f, yaml);
	if (name)
		fixture_write(f, name, file);
	target = fixture_read(f);
	return target ? &target->client.answer : NULL;
}

/* Its header lines, one after the other. */
static const char *lines(struct target_fixture *f, const struct target_reply *reply)
{
	const char *all = "";

	for (size_t i = 0; i < reply->header_count; i++)
		all = arena_printf(
			&f->arena, "%s[%s: %s]", all, reply->headers[i].key, reply->headers[i].value);
	return all;
}

START_TEST(test_forms)
{
	static const struct {
		const char *yaml;
		int status;
		const char *named;
		const char *headers;
		const char *template;
		const char *body;
	} rows[] = {
		{CLIENT, 0, NULL, "", NULL, NULL},
		{CLIENT "  answer: 404\n", 404, NULL, "", NULL, NULL},
		{CLIENT "  answer: empty\n", 204, "empty", "", NULL, NULL},
		{CLIENT "  answer: registry\n", 200, "registry", "", NULL, NULL},
		{CLIENT "  answer: {status: 302, headers: ['Location: /a', 'X-B: c']}\n", 302, NULL,
			"[Location: /a][X-B: c]", NULL, NULL},
		{CLIENT "  answer: {body: 'is ${token}'}\n", 200, NULL, "[Content-Type: text/plain]",
			"is ${token}", NULL},
		{CLIENT "  answer: {type: a/b, body: c}\n", 200, NULL, "[Content-Type: a/b]", "c", NULL},
		{CLIENT "  answer: {status: 201, file: a.json}\n", 201, NULL,
			"[Content-Type: application/json]", NULL, "${as it is}"},
		{CLIENT "  answer: {file: a.odd}\n", 200, NULL, "[Content-Type: application/octet-stream]",
			NULL, "${as it is}"},
		{"title: c\nprogram: sh\nclient: {kind: daemon, answer: prometheus}\n", 200, "prometheus",
			"", NULL, NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;
		const struct target_reply *reply = read_reply(
			&f, rows[i].yaml, strstr(rows[i].yaml, "a.json") ? "a.json" : "a.odd", "${as it is}");

		ck_assert_msg(reply, "row %zu", i);
		ck_assert_msg(reply->status == rows[i].status, "row %zu: %d", i, reply->status);
		ck_assert_pstr_eq(reply->named ? reply->named->name : NULL, rows[i].named);
		ck_assert_str_eq(lines(&f, reply), rows[i].headers);
		ck_assert_pstr_eq(reply->template, rows[i].template);
		ck_assert_pstr_eq(reply->body, rows[i].body);
		ck_assert_uint_eq(reply->body_len, rows[i].body ? strlen(rows[i].body) : 0);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_wrong_replies)
{
	static const char *const rows[][2] = {
		{CLIENT "  answer: registri\n", "did you mean 'registry'?"},
		{CLIENT "  answer: 99\n", "yaml:5:11: error: answer: '99' is neither a named answer nor"},
		{CLIENT "  answer: 0200\n", "nor a status from 200 to 599"},
		{CLIENT "  answer: 103\n", "nor a status from 200 to 599"},
		{CLIENT "  answer: [200]\n", "answer"},
		{CLIENT "  answer: {status: 600}\n", "'status' must be between 200 and 599"},
		{CLIENT "  answer: {statsu: 200}\n", "did you mean 'status'?"},
		{CLIENT "  answer: {type: json}\n", "yaml:5:18: error: 'json' is no content type"},
		{CLIENT "  answer: {type: \"a/b\\r\\nX: y\"}\n", "is no content type"},
		{CLIENT "  answer: {headers: [x]}\n", "is no header line"},
		{CLIENT "  answer: {headers: [\"X: a\\r\\nY: b\"]}\n", "is no header line"},
		{CLIENT "  answer: {headers: ['content-length: 3']}\n", "mtlspec's own"},
		{CLIENT "  answer: {headers: ['X-Mtlspec-Token: 3']}\n", "mtlspec's own"},
		{CLIENT "  answer: {headers: ['Content-Type: a/b']}\n", "said by 'type'"},
		{CLIENT "  answer: {body: 'is ${tokn}'}\n", "unknown name '${tokn}'"},
		{CLIENT "  answer: {body: a, file: b}\n", "'body' and 'file': which?"},
		{CLIENT "  answer: {status: 204, body: a}\n", "an answer with status 204 has no body"},
		{CLIENT "  answer: {file: absent}\n", "yaml:5:18: error: file: cannot read the answer"},
		{"title: c\nprogram: sh\nclient: {kind: proxy, answer: 200}\n",
			"'answer' is for programs and daemons"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		ck_assert_msg(!read_reply(&f, rows[i][0], NULL, NULL), "taken: %s", rows[i][0]);
		fixture_expect(&f, rows[i][1]);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_limits)
{
	for (size_t more = 0; more < 2; more++) {
		size_t len = TARGET_REPLY_BODY_MAX + more;
		char *large = calloc(1, len + 1);
		struct target_fixture f;
		const struct target_reply *reply;

		memset(large, 'x', len);
		reply = read_reply(&f, CLIENT "  answer: {file: large}\n", "large", large);
		ck_assert_int_eq(reply != NULL, !more);
		if (reply)
			ck_assert_uint_eq(reply->body_len, len);
		else
			fixture_expect(&f, "cannot read the answer");
		fixture_close(&f);
		free(large);
	}
}
END_TEST

START_TEST(test_option)
{
	struct target_fixture f;
	struct target_reply reply = {0};
	struct target_reply of_file = {0};
	struct target_reply wrong = {0};

	fixture_open(&f, NULL);
	fixture_write(&f, "a.xml", "<a/>");
	target_reply_option(&reply, "503", &f.arena, &f.diag);
	ck_assert_int_eq(reply.status, 503);
	target_reply_option(&of_file, arena_printf(&f.arena, "@%s/a.xml", f.dir), &f.arena, &f.diag);
	ck_assert_str_eq(of_file.body, "<a/>");
	ck_assert_str_eq(lines(&f, &of_file), "[Content-Type: application/xml]");
	ck_assert(!diag_failed(&f.diag));
	target_reply_option(&wrong, "git", &f.arena, &f.diag);
	target_reply_option(&wrong, "@/absent", &f.arena, &f.diag);
	fixture_expect(&f, "--answer: 'git' is neither");
	fixture_expect(&f, "--answer: cannot read the answer");
	fixture_close(&f);
}
END_TEST

/* Whoever reads a list of lines by the length that stands before each must come to its end. */
START_TEST(test_named_answers)
{
	const struct named_answer *git = named_answer_find("git-info-refs");
	const char *at = git->body;
	size_t ends = 0;

	for (const char *const *word = named_answer_words; *word; word++)
		ck_assert_str_eq(named_answer_find(*word)->name, *word);
	ck_assert_ptr_null(named_answer_find("nothing"));
	while (at < git->body + git->body_len) {
		char digits[5] = {0};
		long len;

		memcpy(digits, at, 4);
		len = strtol(digits, NULL, 16);
		ends += len == 0;
		at += len ? len : 4;
	}
	ck_assert_ptr_eq(at, git->body + git->body_len);
	ck_assert_uint_eq(ends, 2);
}
END_TEST

START_TEST(test_known_by_what_is_asked)
{
	static const char *const rows[][2] = {
		{"/mtlspec/0123/info/refs?service=git-upload-pack", "git-info-refs"},
		{"/info/refs?service=git-receive-pack", NULL},
		{"/v2/", "registry"},
		{"/v2/a", NULL},
		{"/v1/traces", "otlp"},
		{"/v1/logs", "otlp"},
		{"/metrics", NULL},
		{"/mtlspec/0123", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct named_answer *named = named_answer_for(rows[i][0]);

		ck_assert_pstr_eq(named ? named->name : NULL, rows[i][1]);
	}
}
END_TEST

struct unit_case reply_case(void)
{
	return (struct unit_case){"reply",
		{test_forms, test_wrong_replies, test_limits, test_option, test_named_answers,
			test_known_by_what_is_asked}};
}
