#ifndef CONFIG_LINE_H
#define CONFIG_LINE_H
/* Where a word stands in a configuration as rendered: in its files, then in its arguments. */
#include <stddef.h>

#include "config_block.h"

struct arena;
struct rendered;
struct target;

struct config_line {
	const char *text; /* without the blanks around it, cleaned */
	const char *file; /* relative to the target's folder, or words for people */
	int line; /* of that file; 0: none */
	size_t depth; /* how deep the block lies that it stands in */
	size_t indent; /* blanks before it, which say the same where nothing closes blocks */
	int near; /* the place: config_block.h */
};

struct config_search {
	const struct target *target;
	const struct rendered *rendered;
	const char *file; /* name of the one to be looked at, or NULL: all, then the arguments */
	const char *word;
	struct config_place place; /* that it is about */
};

enum { CONFIG_LINES_MAX = 32 };

/*
 * The lines that hold `word` with nothing at its ends that would make it part of another word, in
 * the order in which they stand; comments are none. Where there are several, only those that are
 * nearest to the place: of the block that serves it, else of those around it, else all. Where it
 * stands in no file, the argument that holds it. Returns how many.
 */
size_t config_lines_find(struct config_line out[CONFIG_LINES_MAX],
	const struct config_search *search, struct arena *arena);
/* The file where arguments stand, for people. */
const char *config_arguments_file(const struct target *target);
/* What stands behind the word in a line as above: the first number, or -1 where there is none. */
long config_line_number(const char *line, const char *word);
#endif
