#include "client_reply.h"

#include <string.h>

#include "arena.h"
#include "http.h"
#include "leg_answer.h"
#include "target_reply.h"
#include "template.h"
#include "token.h"

/* It was checked when it was read. */
static void expand(struct leg_reply *reply, const struct target_reply *said, const char *token,
	struct arena *arena)
{
	struct template_values values;

	template_values_init(&values, arena);
	template_set(&values, "token", token);
	reply->body = template_fill(said->template, &values);
	reply->body_len = strlen(reply->body);
}

const struct leg_reply *client_reply(
	const struct target_reply *said, const char *token, struct arena *arena)
{
	struct leg_reply *reply;
	struct http_header *headers;

	if (!said->status)
		return NULL;
	reply = ARENA_NEW(arena, struct leg_reply);
	if (said->named) {
		*reply = leg_answer_named(said->named, token, arena);
		return reply;
	}
	headers = ARENA_ARRAY(arena, struct http_header, said->header_count + 1);
	headers[0] = (struct http_header){TOKEN_HEADER, token};
	for (size_t i = 0; i < said->header_count; i++)
		headers[i + 1] = (struct http_header){said->headers[i].key, said->headers[i].value};
	*reply = (struct leg_reply){.status = said->status,
		.headers = headers,
		.header_count = said->header_count + 1,
		.body = said->body,
		.body_len = said->body_len};
	if (said->template)
		expand(reply, said, token, arena);
	return reply;
}

const struct leg_reply *client_reply_status(int status, const char *token, struct arena *arena)
{
	struct leg_reply *reply = ARENA_NEW(arena, struct leg_reply);

	*reply = leg_answer_status(status, token, arena);
	return reply;
}
