#ifndef EVENT_FIELDS_H
#define EVENT_FIELDS_H
/*
 * The one description of what a line of the event file holds: key, kind and place in its struct.
 * Writer, reader and the tests walk these tables; a member of result.h without a row is lost.
 */
#include <stdbool.h>
#include <stddef.h>

enum field_kind {
	FIELD_TEXT, /* const char *, NULL is null */
	FIELD_PRESENTED, /* const char *, NULL is null, or "none" if the bool at count_at is true */
	FIELD_BOOL,
	FIELD_BOOL_IF, /* null unless the bool at count_at is true */
	FIELD_INT, /* int */
	FIELD_UNSIGNED, /* unsigned */
	FIELD_COUNT, /* size_t or uint64_t */
	FIELD_WORD, /* an enum by its words; the word "none" is null */
	FIELD_ALERT, /* int, by the alert's name; TLS_ALERT_NONE is null */
	FIELD_TEXTS, /* const char ** and its size_t */
	FIELD_OBJECT, /* an embedded struct */
	FIELD_OBJECTS, /* pointer to structs and its size_t, each an object */
	FIELD_ROWS, /* the same, each an array in the order of its table: short where there are many */
	FIELD_KIND_COUNT,
};

enum field_presence {
	FIELD_OPTIONAL, /* not written where there is nothing */
	FIELD_ALWAYS, /* always written, null where there is nothing */
	FIELD_NEEDED, /* always written, and never null */
};

struct event_table;
struct event_field {
	const char *key;
	enum field_kind kind;
	enum field_presence presence;
	size_t at;
	size_t count_at;
	const char *const *words;
	const struct event_table *items;
};

struct event_table {
	const char *name; /* of the struct, for messages of the tests */
	const struct event_field *fields;
	size_t count;
	size_t size;
	size_t untold; /* members of eight bytes that mean something within the process alone */
};

extern const struct event_table event_plan_table;
extern const struct event_table event_cell_table;
extern const struct event_table event_end_table;

/* Nothing in it that text_clean() would change: the common case, and a quick answer. */
bool event_text_plain(const char *text, size_t len);
/* Index of "none" in a word list, or -1. */
int event_word_none(const char *const *words);
#endif
