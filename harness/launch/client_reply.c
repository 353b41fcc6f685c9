#include "client_reply.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "leg_answer.h"
#include "target_reply.h"
#include "template.h"
#include "token.h"

enum { EXPANDED_MAX = 8 * TARGET_REPLY_BODY_MAX };

/* It was checked when it was read. */
static void expand(struct leg_reply *reply, const struct target_reply *said, const char *token,
	struct arena *arena)
{
	struct template_values values;
	struct diag diag;
	SCOPED_BUF body;

	buf_init(&body, EXPANDED_MAX);
	diag_init(&diag);
	template_values_init(&values, arena);
	template_set(&values, "token", token);
	if (!template_expand(&body, said->template, &values, said->template_place, &diag))
		FATAL("the answer has another name than ${token}");
	diag_finish(&diag);
	reply->body = arena_strdup(arena, buf_text(&body));
	reply->body_len = body.len;
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
