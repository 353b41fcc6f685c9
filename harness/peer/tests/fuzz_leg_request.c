/* What a client says within TLS, in either HTTP: nothing of it may be read beyond its end, and each
 * request that it makes can be answered. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "fatal.h"
#include "http.h"
#include "leg_reply.h"
#include "leg_request.h"

enum { ANSWERS_MAX = 1000 };

/* Until it has nothing to say; how often it was asked. */
static int talk(struct leg_request *request)
{
	static const struct http_header headers[] = {{"Content-Type", "text/plain"}};
	const struct leg_reply reply = {.status = 200,
		.headers = headers,
		.header_count = COUNT_OF(headers),
		.body = "answer",
		.body_len = 6};
	const struct leg_asked *asked;
	const uint8_t *data;
	int count = 0;
	size_t len;
	bool some;

	do {
		some = false;
		while ((asked = leg_request_next(request))) {
			if ((asked->state == LEG_ASKED) != (asked->target != NULL))
				FATAL("a request and no target, or the other way round");
			leg_request_answer(request, &reply);
			count++;
		}
		while ((len = leg_request_output(request, &data)) > 0) {
			leg_request_consume_output(request, len);
			some = true;
		}
	} while (some);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte says how many come at a time. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t piece = size && data[0] ? data[0] : SIZE_MAX;
	struct leg_request *request;
	struct arena arena;
	int asked = 0;

	arena_init(&arena);
	request = leg_request_create("t0ken", &arena);
	for (size_t at = 1; at < size;) {
		size_t len = size - at < piece ? size - at : piece;
		/* an exact copy, so that the sanitizer sees a byte too many */
		uint8_t *copy = memcpy(fatal_alloc(len), data + at, len);

		leg_request_receive(request, copy, len);
		free(copy);
		at += len;
		asked += talk(request);
	}
	if (asked > ANSWERS_MAX)
		FATAL("more answers than one connection may have");
	leg_request_destroy(request);
	arena_finish(&arena);
	return 0;
}
