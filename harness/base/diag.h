#ifndef DIAG_H
#define DIAG_H
/*
 * The second failure channel: the user's file is wrong. Diagnostics are collected, all of them, and
 * printed once as `file:line:col: error: text`, the line itself, a caret, and a hint where there is
 * one. Whoever collected any must not run anything: exit code 2.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "arena.h"

/* Where something stands. line and column (in bytes) count from 1; 0 means the file as a whole. */
struct place {
	const char *file;
	size_t line;
	size_t column;
};

struct diag_entry {
	struct place place;
	const char *text;
	const char *hint; /* or NULL */
	size_t order; /* of arrival, among those of one place */
};

struct diag_source;
struct diag {
	struct arena arena;
	struct diag_entry *entries;
	size_t count;
	size_t dropped; /* past the first DIAG_MAX */
	struct diag_source *sources;
	size_t source_count;
};

enum { DIAG_MAX = 100 };

void diag_init(struct diag *diag);
void diag_finish(struct diag *diag);
/* Copies the text of `file` so that excerpts can be printed; place.file must be equal to it. */
void diag_add_source(struct diag *diag, const char *file, const char *text, size_t len);
/* The text from there to the end of the file; NULL: its source was not added, or is shorter. */
const char *diag_source_at(const struct diag *diag, struct place place, size_t *len);
void diag_error(struct diag *diag, struct place place, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same with a finished sentence, or nothing where that is NULL. */
void diag_fault(struct diag *diag, struct place place, const char *fault);
/* Adds a hint to the latest error ("did you mean ..."). */
void diag_hint(struct diag *diag, const char *format, ...) PRINTF_LIKE(2, 3);
/* Same as diag_error, with the nearest of the NULL-terminated candidates as hint, if any is
 * near. */
void diag_error_suggest(struct diag *diag, struct place place, const char *word,
	const char *const *candidates, const char *format, ...) PRINTF_LIKE(5, 6);
bool diag_failed(const struct diag *diag);
/* In order of file and position. Hostile bytes in excerpts are made visible. */
void diag_print(const struct diag *diag, FILE *out);
#endif
