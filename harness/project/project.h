#ifndef PROJECT_H
#define PROJECT_H
/*
 * What a project would otherwise repeat on every command line, from three places, lowest first: the
 * top of its file, the profile of it that is chosen, variables. Each is a layer of options, and a
 * layer that names an option replaces what lower ones say of it; the command line replaces all.
 * What is left is put before the command line as if it had been typed (project_merge.h), so that
 * one parser gives every value its meaning.
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct argp;
struct argp_option;

#define PROJECT_VARIABLE "MTLSPEC_"

enum project_layer_kind { PROJECT_TOP, PROJECT_PROFILE, PROJECT_ENVIRONMENT, PROJECT_LAYER_COUNT };

struct project_value {
	const struct argp_option *option; /* NULL: an argument */
	const char *text; /* NULL: the option stands without a value */
	bool off; /* it only takes back what lower layers say */
	struct place place;
};

struct project_layer {
	struct project_value *values;
	size_t count;
};

/* Of the command whose options these are. */
struct project_parser {
	const struct argp *argp;
	/* what is wrong with one word of its command line: a sentence in the arena, or NULL */
	const char *(*fault)(struct arena *arena, const char *word);
};

/* As it is typed: --name=text, --name, or the text of an argument. */
char *project_word(struct arena *arena, const struct project_value *value);
/* Adds it, with a diagnostic if the parser refuses it. */
void project_add(struct project_layer *layer, const struct project_value *value,
	const struct project_parser *parser, struct arena *arena, struct diag *diag);
#endif
