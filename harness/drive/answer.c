#include "answer.h"

#include <string.h>

#include "answer_word.h"
#include "arena.h"
#include "attempt_ask.h"
#include "clock.h"
#include "expectation.h"
#include "http.h"
#include "retry_after.h"
#include "text.h"
#include "token.h"

enum {
	RAW_MAX = HTTP_HEAD_MAX + 2 * HTTP_BODY_MAX,
	LOOK_MAX_US = 1000,
	SHORT_MAX = 16 * 1024,
	EXCERPT_MAX = 240,
	EXCERPT_NEEDS = 512, /* bytes of a body, its framing included, for an excerpt */
	MEASURED_MAX = 4096, /* bytes of a body that tell one answer from another */
	MEASURED_US = 1000000, /* and no longer after the head: a stream may never end */
	MEASURED_LINE_MAX = 1024,
};

void answer_init(struct answer *answer, const struct attempt_ask *ask, struct observation *facts,
	struct arena *arena)
{
	memset(answer, 0, sizeof(*answer));
	answer->ask = ask;
	answer->facts = facts;
	answer->arena = arena;
	buf_init(&answer->raw, RAW_MAX);
}

void answer_finish(struct answer *answer)
{
	buf_finish(&answer->raw);
}

void answer_add(struct answer *answer, const void *data, size_t len)
{
	/* what comes after something was left out belongs to nothing */
	if (!answer->raw.overflowed)
		buf_append(&answer->raw, data, len);
}

static bool holds(const char *bytes, size_t len, const char *text)
{
	return !text || memmem(bytes, len, text, strlen(text));
}

static bool has_text(const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (answer_word_is_text(words[i]))
			return true;
	}
	return false;
}

static bool looks_for_text(const struct attempt_ask *ask)
{
	return has_text(ask->refused, ask->refused_count) ||
		has_text(ask->accepted, ask->accepted_count);
}

/* What can be told of it with a body that goes on. */
static bool is_measurable(const struct answer *answer, size_t len)
{
	if (looks_for_text(answer->ask))
		return false;
	return len >= MEASURED_MAX || clock_now_us() - answer->head_us > MEASURED_US;
}

/* Nothing that we look for can still be in the part of the body that has not come. */
static bool is_enough(const struct answer *answer, const struct http_message *head)
{
	const struct attempt_ask *ask = answer->ask;
	const char *body = answer->raw.data + head->head_len;
	size_t len = answer->raw.len - head->head_len;

	if (answer->raw.overflowed)
		return true;
	/* the next answer begins where this one ends */
	if (ask->later_count || ask->unwanted)
		return false;
	if (ask->is_measured && !is_measurable(answer, len))
		return false;
	if (ask->mark || ask->text)
		return holds(body, len, ask->mark) && holds(body, len, ask->text);
	return ask->is_measured || head->status / 100 == 2 || len >= EXCERPT_NEEDS;
}

static bool is_said(const struct answer *answer, const struct http_message *message,
	const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int status = answer_word_status(words[i]);

		if (status ? status == message->status
				   : answer_word_is_text(words[i]) &&
					(holds(answer->raw.data, message->head_len, words[i]) ||
						holds(message->body, message->body_len, words[i])))
			return true;
	}
	return false;
}

/* The lines of a head that say where to go and what comes. */
static const char *telling_lines(const struct answer *answer, const struct http_message *message)
{
	static const char *const names[] = {"content-type", "location", "www-authenticate"};
	const char *lines = "";

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *value = http_header(message, names[i]);

		if (value)
			lines = arena_printf(
				answer->arena, "%s%s: %.*s\n", lines, names[i], MEASURED_LINE_MAX, value);
	}
	return lines;
}

static void record_measured(
	const struct answer *answer, const struct http_message *message, bool whole)
{
	struct answer_seen *seen = ARENA_NEW(answer->arena, struct answer_seen);
	const char *lines = telling_lines(answer, message);
	size_t body_len = message->body_len < MEASURED_MAX ? message->body_len : MEASURED_MAX;
	char *text = arena_alloc(answer->arena, strlen(lines) + body_len + 1);

	memcpy(text, lines, strlen(lines));
	if (body_len)
		memcpy(text + strlen(lines), message->body, body_len);
	seen->text = text;
	seen->len = strlen(lines) + body_len;
	seen->whole = whole && body_len == message->body_len;
	answer->facts->answer = seen;
}

static long seconds_to_wait(const struct http_message *message)
{
	const char *wait = http_header(message, "retry-after");
	long seconds;

	return wait && retry_after_read(&seconds, wait, time(NULL)) ? seconds : -1;
}

static bool is_named(const struct attempt_ask *ask, int status)
{
	if (ask->any_named && (status / 100 == 3 || status / 100 == 4))
		return true;
	for (size_t i = 0; i < ask->named_count; i++) {
		if (ask->named[i].http_status == status)
			return true;
	}
	return false;
}

/* The first line that is not as it should be, in words; or NULL. */
static const char *find_wrong_header(
	const struct answer *answer, const struct http_message *message)
{
	for (size_t i = 0; i < answer->ask->header_count; i++) {
		const struct header_expected *header = &answer->ask->headers[i];
		size_t count = 0;
		const char *value = NULL;

		for (size_t j = 0; j < message->header_count; j++) {
			if (strcmp(message->headers[j].name, header->name) != 0)
				continue;
			value = message->headers[j].value;
			if (count++ || strcmp(value, header->value) != 0)
				return arena_printf(answer->arena, "its %s is \"%s\"", header->name,
					text_clean_dup(answer->arena, value, strlen(value)));
		}
		if (!count)
			return arena_printf(answer->arena, "it has no %s", header->name);
	}
	return NULL;
}

static void record_words(const struct answer *answer, const struct http_message *message)
{
	const struct attempt_ask *ask = answer->ask;
	struct observation *facts = answer->facts;

	facts->file_came = ask->mark && holds(message->body, message->body_len, ask->mark);
	facts->text_came = ask->text && holds(message->body, message->body_len, ask->text);
	facts->unwanted_came = ask->unwanted && holds(message->body, message->body_len, ask->unwanted);
	facts->wrong_header = find_wrong_header(answer, message);
}

static void record(const struct answer *answer, const struct http_message *message, bool whole)
{
	const struct attempt_ask *ask = answer->ask;
	struct observation *facts = answer->facts;
	const char *token = http_header(message, TOKEN_HEADER);
	const char *limit = http_header(message, LIMIT_HEADER);

	facts->http_status = message->status;
	facts->called_refusal = (ask->is_measured || !http_status_refuses(message->status)) &&
		is_said(answer, message, ask->refused, ask->refused_count);
	facts->named_refusal = !http_status_refuses(message->status) && is_named(ask, message->status);
	facts->called_acceptance = is_said(answer, message, ask->accepted, ask->accepted_count);
	if (ask->is_measured)
		record_measured(answer, message, whole);
	facts->retry_after_s = seconds_to_wait(message);
	facts->token_echoed = token && strcmp(token, ask->token) == 0;
	if (limit)
		facts->trouble = arena_printf(answer->arena,
			"the answer is our backend's own, which takes only so much: it got %s",
			text_clean_dup(answer->arena, limit, strlen(limit)));
	record_words(answer, message);
	if (message->body_len &&
		(message->status / 100 != 2 || ask->is_measured || (ask->text && !facts->text_came)))
		facts->http_excerpt = text_clean_dup(answer->arena, message->body,
			message->body_len < EXCERPT_MAX ? message->body_len : EXCERPT_MAX);
}

static enum answer_state record_begun(struct answer *answer)
{
	struct http_message begun;

	if (!http_read_begun(&begun, answer->arena, answer->raw.data, answer->raw.len))
		return ANSWER_MORE;
	record(answer, &begun, false);
	return ANSWER_DONE;
}

static enum answer_state look(struct answer *answer, bool at_end)
{
	struct http_message message;
	enum http_state state;

	state = http_read(
		&message, answer->arena, HTTP_RESPONSE, answer->raw.data, answer->raw.len, at_end);
	if (state == HTTP_DONE) {
		answer->keeps = message.keep_alive && !at_end;
		record(answer, &message, true);
		return ANSWER_DONE;
	}
	if (message.head_len && !answer->head_us)
		answer->head_us = clock_now_us();
	if (message.head_len && (at_end || is_enough(answer, &message)))
		return record_begun(answer);
	if (message.head_len || state == HTTP_MORE)
		return ANSWER_MORE;
	answer->why = message.why;
	return ANSWER_BAD;
}

enum answer_state answer_look(struct answer *answer, bool at_end)
{
	uint64_t started_us = clock_now_us();
	enum answer_state state;

	if (!answer->raw.len)
		return ANSWER_MORE;
	if (answer->raw.len < answer->next_look && !at_end && !answer->raw.overflowed)
		return ANSWER_MORE;
	state = look(answer, at_end);
	/* what is short costs little, however long the machine has kept us waiting */
	if (answer->raw.len > SHORT_MAX && clock_now_us() - started_us > LOOK_MAX_US)
		answer->next_look = answer->raw.len + answer->raw.len / 8;
	return state;
}

uint64_t answer_patience_ms(const struct answer *answer)
{
	const struct attempt_ask *ask = answer->ask;
	bool looks = ask->mark || ask->text || looks_for_text(ask);

	return answer->head_us && ask->is_measured && !looks ? MEASURED_US / 1000 : 0;
}

void answer_timed_out(struct answer *answer, uint64_t deadline_ms)
{
	if (!answer->raw.len || record_begun(answer) == ANSWER_DONE || answer->facts->trouble)
		return;
	answer->facts->trouble = arena_printf(answer->arena,
		"no whole answer within %g s, only its beginning", (double)deadline_ms / 1000);
}
