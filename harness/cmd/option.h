#ifndef OPTION_H
#define OPTION_H
/* Option values that need more than a string: a bad one ends the parse with a usage error, exit
 * 2. */
#include <argp.h>
#include <stdbool.h>

#include "option_table.h"
#include "tls_version.h"

struct arena;

/* As argp_parse, which ends the process where something is wrong; says besides which option may be
 * meant by one that there is not, and takes -h for --help. */
void option_parse(const struct argp *argp, int argc, char **argv, void *input);
/* ADDRESS:PORT; `*host` lives in the arena. */
void option_address(const char **host, int *port, struct argp_state *state, struct arena *arena,
	const char *option, const char *text);
/* `text` is no `kind`, though one is wanted; which may be meant? Ends the parse. */
void option_unknown(struct argp_state *state, const char *option, const char *text,
	const char *kind, const char *const *words);
/* A TLS version, such as 1.2. */
void option_version(enum tls_version *out, struct argp_state *state, const char *text);
/* A decimal number from min to max. */
long option_number(
	struct argp_state *state, const char *option, const char *text, long min, long max);
#endif
