/* What a client says to our listener before TLS: nothing of it may be read beyond its end. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "connect_proxy.h"
#include "fatal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* an exact copy, so that the sanitizer sees a byte too many */
	char *copy = fatal_alloc(size);
	const char *problem = NULL;
	struct arena arena;
	size_t consumed;

	if (size)
		memcpy(copy, data, size);
	arena_init(&arena);
	switch (
		connect_proxy_read(&consumed, &problem, copy, size, "server.mtlspec.test", 4433, &arena)) {
	case CONNECT_BAD:
	case CONNECT_ELSEWHERE:
	case CONNECT_PLAIN:
		if (!problem)
			FATAL("refused without a reason");
		break;
	default:
		if (consumed > size)
			FATAL("more consumed than there is");
	}
	arena_finish(&arena);
	free(copy);
	return 0;
}
