#include "attempt.h"

#include <string.h>

#include "http_engine.h"

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
