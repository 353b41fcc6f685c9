#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "leg_dialect.h"
#include "leg_reply.h"
#include "text.h"

struct http1 {
	const char *token;
	struct arena *arena;
	struct buf input;
	struct buf output;
	struct leg_asked asked;
	size_t asked_len; /* of the input */
	bool answered; /* for the last time */
	size_t said;
};

static void *http1_create(const char *token, struct arena *arena)
{
	struct http1 *http = fatal_alloc(sizeof(*http));

	http->token = token;
	http->arena = arena;
	buf_init(&http->input, LEG_REQUEST_MAX);
	buf_init(&http->output, 0);
	return http;
}

static void http1_destroy(void *self)
{
	struct http1 *http = self;

	buf_finish(&http->input);
	buf_finish(&http->output);
	free(http);
}

static void http1_receive(void *self, const uint8_t *data, size_t len)
{
	struct http1 *http = self;

	http->said += len;
	if (!http->answered)
		buf_append(&http->input, data, len);
}

static const struct leg_asked *http1_next(void *self)
{
	struct http1 *http = self;
	struct leg_asked *asked = &http->asked;
	struct http_message message;
	enum http_state state;

	if (http->answered || !http->input.len)
		return NULL;
	state =
		http_read(&message, http->arena, HTTP_REQUEST, http->input.data, http->input.len, false);
	if (state == HTTP_MORE && !http->input.overflowed)
		return NULL;
	http->asked_len = state == HTTP_DONE ? message.consumed : http->input.len;
	asked->has_token =
		memmem(http->input.data, http->asked_len, http->token, strlen(http->token)) != NULL;
	asked->state = state == HTTP_DONE ? LEG_ASKED : LEG_ASKED_NO_HTTP;
	if (http->input.overflowed || http_is_too_large(&message))
		asked->state = LEG_ASKED_TOO_MUCH;
	asked->target = NULL;
	if (asked->state == LEG_ASKED)
		asked->target = text_clean_dup(http->arena, message.target, strlen(message.target));
	return asked;
}

static size_t http1_said(const void *self)
{
	const struct http1 *http = self;

	return http->said;
}

static void http1_answer(void *self, const struct leg_reply *reply)
{
	struct http1 *http = self;

	http->output.max = http->output.len + LEG_REPLY_HEAD_MAX + reply->body_len;
	leg_reply_write(&http->output, reply);
	buf_consume(&http->input, http->asked_len);
	http->answered = !reply->stays_open;
}

static size_t http1_output(void *self, const uint8_t **data)
{
	struct http1 *http = self;

	*data = (const uint8_t *)http->output.data;
	return http->output.len;
}

static void http1_consume_output(void *self, size_t len)
{
	struct http1 *http = self;

	buf_consume(&http->output, len);
}

static bool http1_is_over(const void *self)
{
	const struct http1 *http = self;

	return http->answered;
}

const struct leg_dialect leg_http1 = {
	.opening = "",
	.create = http1_create,
	.destroy = http1_destroy,
	.receive = http1_receive,
	.next = http1_next,
	.said = http1_said,
	.answer = http1_answer,
	.output = http1_output,
	.consume_output = http1_consume_output,
	.is_over = http1_is_over,
};
