#include "attempt.h"

#include <string.h>

#include "arena.h"
#include "http.h"
#include "http_driver.h"
#include "text.h"

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

void attempt_record_answer(const struct attempt_request *request, const struct http_message *answer)
{
	const char *token = http_header(answer, ATTEMPT_TOKEN_HEADER);
	struct observation *facts = request->facts;

	facts->http_status = answer->status;
	facts->token_echoed = token && strcmp(token, request->token) == 0;
	if (answer->status / 100 != 2 && answer->body_len)
		facts->http_excerpt = text_clean_dup(request->arena, answer->body,
			answer->body_len < EXCERPT_MAX ? answer->body_len : EXCERPT_MAX);
}
