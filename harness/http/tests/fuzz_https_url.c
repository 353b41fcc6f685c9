/* A Location as any server may write it: what is taken for a URL has a host, a port and a path, and
 * no byte that could begin another header. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "https_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct https_url base = {
		.secure = true, .host = "server.test", .port = 443, .target = "/"};
	struct https_url url;
	const char *why = NULL;
	struct arena arena;

	arena_init(&arena);
	if (https_url_follow(
			&url, &arena, &base, arena_strndup(&arena, (const char *)data, size), &why)) {
		if (!*url.host || url.port < 1 || url.port > 65535 || *url.target != '/')
			abort();
		if (strpbrk(url.host, "\r\n /@") || strpbrk(url.target, "\r\n "))
			abort();
	} else if (!why) {
		abort();
	}
	arena_finish(&arena);
	return 0;
}
