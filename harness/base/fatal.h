#ifndef FATAL_H
#define FATAL_H
#include <stddef.h>

#include "scoped.h"
/*
 * The first of the four failure channels: a bug of ours, or no memory. Prints the place and aborts;
 * never for a user's file, the environment or the target.
 */
#define FATAL(...) fatal_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void fatal_at(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);

/* malloc, calloc, realloc and strdup that abort instead of returning NULL. The caller frees. */
void *fatal_alloc(size_t size);
void *fatal_realloc(void *old, size_t size);
char *fatal_strdup(const char *text);
#endif
