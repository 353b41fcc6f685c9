#ifndef TEXT_H
#define TEXT_H
/* Text without domain: cleaning, matching, suggesting. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/*
 * Makes foreign bytes safe for every report: control bytes (but newline and tab), escape sequences,
 * U+FFFE/U+FFFF, surrogates and bytes that are no UTF-8 become visible \xNN, and so do the bytes of
 * characters that nobody sees: those that turn the direction of writing (U+202E) or have no width
 * (U+200B). Where foreign bytes enter a result, they pass here once; report writers only escape
 * their own syntax.
 */
void text_clean(struct buf *out, const char *bytes, size_t len);
char *text_clean_dup(struct arena *arena, const char *bytes, size_t len);

/* Shell-like pattern: `*` any run of characters (also '/'), `?` one; whole text must match. */
bool text_glob(const char *pattern, const char *text);

/* It is one of them. `words` ends with NULL; or NULL: there are none. */
bool text_is_among(const char *const *words, const char *word);

/*
 * The candidate closest to `word` (edit distance with swaps), or NULL if none is near enough to be
 * what the writer meant. `candidates` ends with NULL.
 */
const char *text_closest(const char *word, const char *const *candidates);

/*
 * What the writer of an unknown word may have meant, as "A" or "A or B": the closest, else all that
 * begin with it, else all that have it in them, whatever the case and without '-' and '_'. Nothing
 * is added where nothing is alike.
 */
void text_guess(struct buf *out, const char *word, const char *const *candidates);

/* The word as a POSIX shell reads it back: as it is where that is safe, else in single quotes. */
const char *text_shell_quote(struct arena *arena, const char *word);

/* The text as a YAML scalar in double quotes, which may hold anything (YAML 1.2, 7.3.1). */
void text_quote_yaml(struct buf *out, const char *text);

/* NULL is equal to NULL alone. */
bool text_same(const char *a, const char *b);
bool text_starts_with(const char *text, const char *prefix);
bool text_ends_with(const char *text, const char *suffix);
#endif
