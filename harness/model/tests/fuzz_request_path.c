/* Request targets of any content: a path that is read begins with a slash, leads to no dot segment,
 * and is the same when it is read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "request_path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *target, enum path_reading reading, struct arena *arena)
{
	const char *path = request_path_read(target, reading, arena);
	const char *again;

	if (!path)
		return;
	if (*path != '/' || strstr(path, "/../") || strstr(path, "/./"))
		abort();
	again = request_path_read(path, reading, arena);
	if (reading == PATH_BY_RFC && (!again || strcmp(path, again) != 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	char *target = malloc(size + 1);

	if (!target)
		return 0;
	if (size)
		memcpy(target, data, size);
	target[size] = '\0';
	arena_init(&arena);
	check(target, PATH_BY_RFC, &arena);
	check(target, PATH_LOOSELY, &arena);
	arena_finish(&arena);
	free(target);
	return 0;
}
