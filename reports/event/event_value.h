#ifndef EVENT_VALUE_H
#define EVENT_VALUE_H
/* One JSON object of the event file -> one struct, by its field table. For event_read.c. */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "event_fields.h"
#include "scoped.h"

struct json_t;

enum { EVENT_DEPTH_MAX = 8 };

/* Where the reader stands: in which line, and at which key of it. */
struct event_place {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	const char *line;
	size_t len;
	size_t number;
	const char **texts; /* seen before, open addressing: many cells say the same */
	size_t text_slots;
	size_t text_count;
	const char *keys[EVENT_DEPTH_MAX];
	size_t depth;
};

/*
 * Fills `base` (a zeroed struct of the table). Keys that the table does not know are passed over:
 * additions do not change the schema version. Wrong types and missing keys are diagnostics.
 */
WARN_UNUSED bool event_read_object(struct event_place *place, const struct event_table *table,
	const struct json_t *object, void *base);
/* A diagnostic at the key where the reader stands. */
void event_complain(const struct event_place *place, const char *format, ...) PRINTF_LIKE(2, 3);
#endif
