#include "leg_answer.h"

#include <string.h>

#include "arena.h"
#include "http.h"
#include "named_answer.h"
#include "token.h"

enum { STATUS_OK = 200, STATUS_BAD_REQUEST = 400, STATUS_UNAUTHORIZED = 401, HEADERS_MAX = 3 };

struct leg_reply leg_answer_usual(const char *token, bool served, struct arena *arena)
{
	struct http_header *headers = ARENA_ARRAY(arena, struct http_header, 2);
	const char *body = arena_printf(arena, "%s\n", token);

	headers[0] = (struct http_header){"Content-Type", "text/plain"};
	headers[1] = (struct http_header){TOKEN_HEADER, token};
	return (struct leg_reply){.status = served ? STATUS_OK : STATUS_BAD_REQUEST,
		.headers = headers,
		.header_count = 2,
		.body = body,
		.body_len = strlen(body)};
}

struct leg_reply leg_answer_status(int status, const char *token, struct arena *arena)
{
	struct leg_reply reply = leg_answer_usual(token, true, arena);
	struct http_header *headers = ARENA_ARRAY(arena, struct http_header, HEADERS_MAX);

	memcpy(headers, reply.headers, reply.header_count * sizeof(*headers));
	if (status / 100 == 3) /* RFC 9110 section 15.4 */
		headers[reply.header_count++] = (struct http_header){"Location", "/mtlspec/elsewhere"};
	if (status == STATUS_UNAUTHORIZED) /* section 15.5.2 */
		headers[reply.header_count++] =
			(struct http_header){"WWW-Authenticate", "Basic realm=\"mtlspec\""};
	reply.headers = headers;
	reply.status = status;
	return reply;
}

struct leg_reply leg_answer_named(
	const struct named_answer *named, const char *token, struct arena *arena)
{
	struct http_header *headers = ARENA_ARRAY(arena, struct http_header, HEADERS_MAX);
	size_t count = 0;

	headers[count++] = (struct http_header){TOKEN_HEADER, token};
	if (named->type)
		headers[count++] = (struct http_header){"Content-Type", named->type};
	if (named->header)
		headers[count++] = (struct http_header){named->header, named->header_value};
	return (struct leg_reply){.status = named->status,
		.headers = headers,
		.header_count = count,
		.body = named->body,
		.body_len = named->body_len};
}
