#ifndef ARENA_H
#define ARENA_H
/*
 * A region of memory whose objects are born one by one and die together. Everything parsed from one
 * file, and everything noted about one cell, lives in one arena. Never returns NULL (see fatal.h).
 */
#include <stddef.h>

#include "scoped.h"

struct arena_block;
struct arena {
	struct arena_block *blocks;
};

void arena_init(struct arena *arena);
void arena_finish(struct arena *arena);
/* Frees all objects but keeps one block for what comes next. */
void arena_reset(struct arena *arena);
/* Zeroed, aligned for any object. */
void *arena_alloc(struct arena *arena, size_t size);
/* A NUL-terminated copy of `len` bytes. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_strdup(struct arena *arena, const char *text);
void *arena_memdup(struct arena *arena, const void *data, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))
/* Appends one zeroed element to a growing array in the arena and yields a pointer to it. */
#define ARENA_PUSH(arena, items, count)                                                            \
	((items) = arena_grow((arena), (items), sizeof(*(items)), (count)), &(items)[(count)++])
/* Makes room for element number `count` (capacity doubles at powers of two). */
void *arena_grow(struct arena *arena, void *items, size_t item_size, size_t count);
#endif
