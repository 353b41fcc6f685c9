#ifndef FILL_H
#define FILL_H
/* Walks the field tables: fills every field of a struct with a value of its own, and compares. */
#include <stdbool.h>

#include "arena.h"
#include "event_fields.h"

/* Lists get two items; `salt` makes values of two structs differ. */
void fill_struct(struct arena *arena, const struct event_table *table, void *base, unsigned salt);
/* Puts the same text in every place for one, down through all lists. */
void fill_texts(const struct event_table *table, void *base, const char *text);
/* NULL if equal, else the key of the first field that differs. */
const char *fill_difference(const struct event_table *table, const void *a, const void *b);
/* Bytes of the struct that no row covers, in runs longer than padding can be. */
size_t fill_uncovered(const struct event_table *table);
#endif
