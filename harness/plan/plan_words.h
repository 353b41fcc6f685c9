#ifndef PLAN_WORDS_H
#define PLAN_WORDS_H
/*
 * Which cells are meant, by words that their ids have in them (`-k EXPR`):
 *
 *   expr: term { "or" term }    term: factor { "and" factor }
 *   factor: "not" factor | "(" expr ")" | WORD
 *
 * A WORD is all but blanks and parentheses; whatever its case, it has to stand in the id, or, with
 * a `*` or `?`, to match all of it.
 */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct plan_words;

/* In the arena; the text is borrowed. NULL with `why`, in words. */
const struct plan_words *plan_words_parse(const char **why, struct arena *arena, const char *text);
bool plan_words_match(const struct plan_words *words, const char *id);
#endif
