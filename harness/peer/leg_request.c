#include "leg_request.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "leg_reply.h"
#include "text.h"

enum { REQUEST_MAX = HTTP_HEAD_MAX + 3 * HTTP_BODY_MAX };

struct leg_request {
	const char *token;
	struct arena *arena;
	struct buf input;
	struct buf output;
	struct leg_asked asked;
	size_t asked_len; /* of the input */
	bool answered; /* for the last time */
};

struct leg_request *leg_request_create(const char *alpn, const char *token, struct arena *arena)
{
	struct leg_request *request = fatal_alloc(sizeof(*request));

	(void)alpn;
	request->token = token;
	request->arena = arena;
	buf_init(&request->input, REQUEST_MAX);
	buf_init(&request->output, 0);
	return request;
}

void leg_request_destroy(struct leg_request *request)
{
	if (!request)
		return;
	buf_finish(&request->input);
	buf_finish(&request->output);
	free(request);
}

void leg_request_receive(struct leg_request *request, const uint8_t *data, size_t len)
{
	if (!request->answered)
		buf_append(&request->input, data, len);
}

const struct leg_asked *leg_request_next(struct leg_request *request)
{
	struct leg_asked *asked = &request->asked;
	struct http_message message;
	enum http_state state;

	if (request->answered || !request->input.len)
		return NULL;
	state = http_read(
		&message, request->arena, HTTP_REQUEST, request->input.data, request->input.len, false);
	if (state == HTTP_MORE && !request->input.overflowed)
		return NULL;
	request->asked_len = state == HTTP_DONE ? message.consumed : request->input.len;
	asked->has_token = memmem(request->input.data, request->asked_len, request->token,
						   strlen(request->token)) != NULL;
	asked->state = state == HTTP_DONE ? LEG_ASKED : LEG_ASKED_NO_HTTP;
	if (request->input.overflowed || http_is_too_large(&message))
		asked->state = LEG_ASKED_TOO_MUCH;
	asked->target = NULL;
	if (asked->state == LEG_ASKED)
		asked->target = text_clean_dup(request->arena, message.target, strlen(message.target));
	return asked;
}

void leg_request_answer(struct leg_request *request, const struct leg_reply *reply)
{
	request->output.max = request->output.len + LEG_REPLY_HEAD_MAX + reply->body_len;
	leg_reply_write(&request->output, reply);
	buf_consume(&request->input, request->asked_len);
	request->answered = !reply->stays_open;
}

size_t leg_request_output(struct leg_request *request, const uint8_t **data)
{
	*data = (const uint8_t *)request->output.data;
	return request->output.len;
}

void leg_request_consume_output(struct leg_request *request, size_t len)
{
	buf_consume(&request->output, len);
}

bool leg_request_is_over(const struct leg_request *request)
{
	return request->answered;
}
