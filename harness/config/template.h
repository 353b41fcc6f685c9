#ifndef TEMPLATE_H
#define TEMPLATE_H
/*
 * `${name}` in a text is replaced by the name's value; `$${` stands for a literal `${`. A `$`
 * before anything else is itself (configuration languages are full of them). A name is
 * [a-z0-9_.-]+. An unknown name, and a `${` without its end, is an error at its line and column:
 * nothing is left standing silently.
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "scoped.h"

struct buf;

struct template_value {
	const char *name;
	const char *value;
};

struct template_values {
	struct arena *arena;
	struct template_value *items;
	size_t count;
};

struct template_lines {
	int *items;
	size_t count;
};

void template_values_init(struct template_values *values, struct arena *arena);
/* Sets or replaces. Copies both into the arena. */
void template_set(struct template_values *values, const char *name, const char *value);
const char *template_get(const struct template_values *values, const char *name);

/* Appends the expansion of `text` to `out`. `place` is where the text begins. */
WARN_UNUSED bool template_expand(struct buf *out, const char *text,
	const struct template_values *values, struct place place, struct diag *diag);
/* Of a text that was checked when it was read (template_check), and names only what has a value. In
 * the arena of the values. */
const char *template_fill(const char *text, const struct template_values *values);
/* The same as template_expand; for each line of what it appended, `lines` holds the line of the
 * template that it comes from (a value with line breaks makes several of one). In the arena of the
 * values. */
WARN_UNUSED bool template_expand_lines(struct buf *out, struct template_lines *lines,
	const char *text, const struct template_values *values, struct place place, struct diag *diag);
/* Every name that `text` uses must be in the NULL-terminated `known`; for `mtlspec check`. */
WARN_UNUSED bool template_check(
	const char *text, const char *const *known, struct place place, struct diag *diag);
#endif
