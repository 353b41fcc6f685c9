#ifndef CATALOGUE_OPTIONS_H
#define CATALOGUE_OPTIONS_H
/* Options that say which files count: targets, scenarios, the recipe. Of run, list, check and
 * doctor; pki shares the recipe's. */
#include <argp.h>

#include "selection.h"

struct catalogue_arguments {
	struct arena *arena; /* set by the parent parser; what is parsed lives there */
	struct selection_request *wanted; /* its targets, scenario folder and recipe */
};

/* Child parsers; their input is a struct catalogue_arguments. The first has the second in it. */
extern const struct argp catalogue_argp;
extern const struct argp recipe_argp;
#endif
