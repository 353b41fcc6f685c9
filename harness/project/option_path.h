#ifndef OPTION_PATH_H
#define OPTION_PATH_H
/* The paths in the values of options: which part of a value is one, by the word that stands for it
 * in --help. */
#include <stdbool.h>

struct arena;
struct argp_option;

/* The same value, said from here where what is given is relative to `folder` ("" and ".": it is the
 * same). In the arena, or `value` itself. `option` NULL: SCENARIO. */
const char *option_from_folder(
	struct arena *arena, const struct argp_option *option, const char *value, const char *folder);
/* Somebody has decided whether there is a path in such a value: a test walks all options. */
bool option_path_is_known(const struct argp_option *option);
#endif
