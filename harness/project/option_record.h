#ifndef OPTION_RECORD_H
#define OPTION_RECORD_H
/* Parsers asked without their doing anything: what a command line says, and what is wrong with one
 * value. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct argp;
struct argp_option;

struct option_use {
	const struct argp_option *option; /* NULL: an argument */
	const char *text; /* NULL: no value */
};

/*
 * Everything that stands on the command line, in its order, as argp reads it (cut words, short
 * options in one word). False: argp would end the process, for a mistake or for --help. Neither
 * `argv` nor what the real parsers fill is touched.
 */
bool option_record(struct option_use **out, size_t *count, struct arena *arena,
	const struct argp *argp, int argc, char *const *argv);
/*
 * What the parser, filling `input`, says against the one word ("--mode=x" or an argument): a
 * sentence without the option's dashes, in the arena; NULL: nothing.
 */
const char *option_fault(
	struct arena *arena, const struct argp *argp, void *input, const char *word);
#endif
