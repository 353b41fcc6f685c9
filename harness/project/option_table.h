#ifndef OPTION_TABLE_H
#define OPTION_TABLE_H
/*
 * argp's tables of options, walked: help, completions, the keys of a project's file and the
 * variables are all made from them, so that a new option needs no second place.
 */
#include <argp.h>
#include <stdbool.h>

/* Flags beside argp's own OPTION_*, which it passes over. */
enum {
	OPTION_SEVERAL = 0x10000, /* may be given several times: a list */
	OPTION_OF_ONE_LINE = 0x20000, /* of a command line alone: no key of a project's file */
	OPTION_WRITES = 0x40000, /* names what is written, which two runs at once can't share */
};

/* It takes a value, which may stand in the next word: not so --lf[=EVENTS]. */
bool option_takes_value(const struct argp_option *option);
/* Behind the last of a table. */
bool option_is_end(const struct argp_option *option);
/* One option of a command, also of its child parsers. */
typedef void option_visitor(void *owner, const struct argp_option *option);
/* Named options only; headings, hidden ones and aliases are passed over. */
void option_visit(const struct argp *argp, option_visitor *visit, void *owner);
/* Of a single table, or NULL. */
const struct argp_option *option_of_key(const struct argp_option *options, int key);
#endif
