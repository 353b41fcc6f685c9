#include "attempt.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "expectation.h"
#include "http.h"
#include "http_driver.h"
#include "text.h"
#include "token.h"

enum { EXCERPT_MAX = 240 };

void attempt_context_init(
	struct attempt_context *context, struct uv_loop_s *loop, struct tls_client_context *tls)
{
	memset(context, 0, sizeof(*context));
	context->loop = loop;
	context->tls = tls;
}

void attempt_context_finish(struct attempt_context *context)
{
	http_engine_destroy(context->http);
	context->http = NULL;
}

const char *attempt_path(const struct attempt_ask *ask, struct arena *arena)
{
	return ask->path ? ask->path : arena_printf(arena, "/mtlspec/%s", ask->token);
}

void attempt_put_request(struct buf *out, const struct attempt_ask *ask)
{
	buf_puts(out, "GET ");
	if (ask->path)
		buf_puts(out, ask->path);
	else
		buf_printf(out, "/mtlspec/%s", ask->token);
	buf_printf(out,
		" HTTP/1.1\r\nHost: %s\r\nUser-Agent: " ATTEMPT_USER_AGENT
		"\r\nAccept: */*\r\n" TOKEN_HEADER ": %s\r\nConnection: close\r\n",
		ask->host, ask->token);
	for (const char *const *line = ask->extra_lines; line && *line; line++)
		buf_printf(out, "%s\r\n", *line);
	buf_puts(out, "\r\n");
}

static bool body_holds(const struct http_message *answer, const char *text)
{
	return text && memmem(answer->body, answer->body_len, text, strlen(text));
}

static bool refuses(const struct attempt_ask *ask, int status, struct arena *arena)
{
	const char *word = arena_printf(arena, "http %d", status);

	for (size_t i = 0; i < ask->refusal_count && !http_status_refuses(status); i++) {
		if (strcmp(ask->refusals[i], word) == 0)
			return true;
	}
	return false;
}

void attempt_record_answer(struct observation *facts, struct arena *arena,
	const struct attempt_ask *ask, const struct http_message *answer)
{
	const char *token = http_header(answer, TOKEN_HEADER);

	facts->http_status = answer->status;
	facts->status_refuses = refuses(ask, answer->status, arena);
	facts->token_echoed = token && strcmp(token, ask->token) == 0;
	facts->file_came = body_holds(answer, ask->mark);
	facts->text_came = body_holds(answer, ask->text);
	if ((answer->status / 100 != 2 || (ask->text && !facts->text_came)) && answer->body_len)
		facts->http_excerpt = text_clean_dup(
			arena, answer->body, answer->body_len < EXCERPT_MAX ? answer->body_len : EXCERPT_MAX);
}
