#ifndef ASPECT_H
#define ASPECT_H
/* In what a certificate of the user's must be as the recipe's item whose place it takes. */
#include <stdbool.h>
#include <stddef.h>

#include "key.h"

struct given;
struct recipe_item;

struct aspect {
	const char *field; /* of pki.yaml */
	/* Must hold even where the recipe's item is no different from the good one that it is like. */
	bool always;
	int (*promised)(const struct recipe_item *item);
	int (*found)(const struct given *given);
	const char *words[KEY_KIND_COUNT + 1]; /* "a certificate that ..." */
};

extern const struct aspect aspects[];
extern const size_t aspect_count;
#endif
