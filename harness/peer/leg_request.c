#include "leg_request.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fatal.h"
#include "leg_dialect.h"

enum { OPENING_MAX = 64 };

/* The first whose opening it is. */
static const struct leg_dialect *const dialects[] = {&leg_http2, &leg_http1};

struct leg_request {
	const char *token;
	struct arena *arena;
	const struct leg_dialect *dialect; /* NULL: not to be told yet */
	void *spoken; /* by it */
	struct buf opening; /* what came until it was told */
};

struct leg_request *leg_request_create(const char *token, struct arena *arena)
{
	struct leg_request *request = fatal_alloc(sizeof(*request));

	request->token = token;
	request->arena = arena;
	buf_init(&request->opening, OPENING_MAX);
	return request;
}

void leg_request_destroy(struct leg_request *request)
{
	if (!request)
		return;
	if (request->dialect)
		request->dialect->destroy(request->spoken);
	buf_finish(&request->opening);
	free(request);
}

/* NULL: what there is may become more than one. */
static const struct leg_dialect *tell_dialect(const char *data, size_t len)
{
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		size_t wanted = strlen(dialects[i]->opening);
		bool begins = memcmp(data, dialects[i]->opening, len < wanted ? len : wanted) == 0;

		if (begins)
			return len < wanted ? NULL : dialects[i];
	}
	return NULL;
}

/* How many of the bytes were taken to tell the dialect. */
static size_t take_opening(struct leg_request *request, const uint8_t *data, size_t len)
{
	struct buf *opening = &request->opening;
	size_t taken = 0;

	while (!request->dialect && taken < len) {
		buf_append(opening, data + taken++, 1);
		request->dialect = tell_dialect(opening->data, opening->len);
	}
	if (request->dialect) {
		request->spoken = request->dialect->create(request->token, request->arena);
		request->dialect->receive(request->spoken, (const uint8_t *)opening->data, opening->len);
	}
	return taken;
}

void leg_request_receive(struct leg_request *request, const uint8_t *data, size_t len)
{
	size_t taken = request->dialect ? 0 : take_opening(request, data, len);

	if (request->dialect && len > taken)
		request->dialect->receive(request->spoken, data + taken, len - taken);
}

const struct leg_asked *leg_request_next(struct leg_request *request)
{
	return request->dialect ? request->dialect->next(request->spoken) : NULL;
}

void leg_request_answer(struct leg_request *request, const struct leg_reply *reply)
{
	request->dialect->answer(request->spoken, reply);
}

size_t leg_request_said(const struct leg_request *request)
{
	return request->dialect ? request->dialect->said(request->spoken) : request->opening.len;
}

size_t leg_request_output(struct leg_request *request, const uint8_t **data)
{
	return request->dialect ? request->dialect->output(request->spoken, data) : 0;
}

void leg_request_consume_output(struct leg_request *request, size_t len)
{
	request->dialect->consume_output(request->spoken, len);
}

bool leg_request_is_over(const struct leg_request *request)
{
	return request->dialect && request->dialect->is_over(request->spoken);
}
