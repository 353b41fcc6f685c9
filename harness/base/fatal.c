#include "fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fatal_at(const char *file, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "mtlspec: internal error at %s:%d: ", file, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	abort();
}

void *fatal_alloc(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		FATAL("out of memory (%zu bytes)", size);
	return memory;
}

void *fatal_realloc(void *old, size_t size)
{
	void *memory = realloc(old, size ? size : 1);

	if (!memory)
		FATAL("out of memory (%zu bytes)", size);
	return memory;
}

char *fatal_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(fatal_alloc(size), text, size);
}
