#ifndef SCHEMA_H
#define SCHEMA_H
/*
 * Field tables that turn a node into a C struct. One function owns unknown, missing and ill-typed
 * keys, and reports them all in one pass (duplicate ones are node.h's). A value's place in the file
 * is kept where a later check needs it (place_offset).
 *
 *   static const struct field fields[] = {
 *       {"title", FIELD_TEXT, offsetof(struct scenario, title), .required = true, .doc = "..."},
 *       {"mode", FIELD_WORD, offsetof(struct x, mode), .words = mode_names},
 *       {"client", FIELD_STRUCT, offsetof(struct scenario, client), .fields = &client_schema},
 *   };
 *   const struct schema scenario_schema = {
 *       "scenario", sizeof(struct scenario), fields, COUNT_OF(fields)};
 */
#include <stdbool.h>
#include <stddef.h>

#include "node.h"

struct schema;

enum field_kind {
	FIELD_TEXT, /* const char * ; a non-empty scalar */
	FIELD_BOOL, /* bool ; true or false */
	FIELD_NUMBER, /* long ; decimal, min..max unless both are 0 */
	FIELD_WORD, /* int ; index into the NULL-terminated `words` */
	FIELD_TEXTS, /* struct text_list ; a list of scalars, or one alone; required: at least one */
	FIELD_STRUCT, /* struct, embedded at offset ; described by `fields` */
	FIELD_STRUCTS, /* struct struct_list ; list of maps, each described by `fields` */
	FIELD_MAP, /* struct pair_list ; any keys, scalar values, which may be empty */
	FIELD_NODE, /* struct node * ; as it is, for a reader of its own */
	FIELD_CUSTOM, /* `read` does it all */
	FIELD_PART, /* struct, embedded at offset, whose `fields` stand at this level; has no name */
};

/*
 * What a FIELD_CUSTOM or FIELD_NODE may be, said for those who describe the format to others
 * (file_format.h): any of these. 0: whatever it is.
 */
enum {
	TAKES_TEXT = 1, /* a scalar; one of `words`, if it has some */
	TAKES_TEXTS = 2, /* a list of such */
	TAKES_MAP = 4, /* a map, described by `fields` */
	TAKES_MAPS = 8, /* a list, in which there are such; with TAKES_TEXTS both */
	TAKES_PAIRS = 16, /* a map with any keys and scalar values */
	TAKES_NAMED = 32, /* only as the value of a name of the writer's own: a map of such */
};

struct text_list {
	const char **items;
	struct place *places;
	size_t count;
};

/* Adds one at the end; `text` is not copied. */
void text_list_add(
	struct text_list *list, const char *text, struct place place, struct arena *arena);
/* `text` stands in one of them. */
bool text_list_holds(const struct text_list *list, const char *text);

struct struct_list {
	void *items; /* array of the struct that `fields` describes */
	size_t count;
};

struct pair {
	const char *key;
	const char *value;
	struct place place; /* of the value */
};

struct pair_list {
	struct pair *items;
	size_t count;
};

typedef void field_reader(
	void *member, const struct node *node, struct arena *arena, struct diag *diag);

struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;
	bool required;
	bool none; /* FIELD_TEXT: the word none is NULL */
	const char *unless; /* but not beside this key, or NULL */
	const char *const *words; /* FIELD_WORD; others: see `takes` */
	const struct schema *fields; /* FIELD_STRUCT, FIELD_STRUCTS; others: see `takes` */
	long min, max; /* FIELD_NUMBER */
	field_reader *read; /* FIELD_CUSTOM */
	unsigned takes; /* FIELD_CUSTOM, FIELD_NODE */
	const char *const *keys; /* those: it may also be a map of these, with such values */
	const char *doc; /* one line, for the generated JSON Schema and for hints */
	/* offsetof a `struct place` that receives the value's place (its .line stays 0 when the key is
	 * absent), or 0 for none: put no place first in a struct */
	size_t place_offset;
};

struct schema {
	const char *name; /* of the thing described, for messages: "scenario", "client" */
	size_t size;
	const struct field *fields;
	size_t count;
};

/* Fills `out` (zeroed by the caller, or carrying defaults). False if any error was added. */
WARN_UNUSED bool schema_read(void *out, const struct schema *schema, const struct node *node,
	struct arena *arena, struct diag *diag);
/* How many keys of the map the table knows. */
size_t schema_known(const struct schema *schema, const struct node *map);
/* For custom readers: the scalar's text, or an error and NULL. `what` names it in the message. */
const char *schema_scalar(const struct node *node, struct diag *diag, const char *what);
/* For custom readers: index of the scalar in `words`, or an error with suggestion and -1. */
int schema_word(
	const struct node *node, const char *const *words, struct diag *diag, const char *what);
#endif
