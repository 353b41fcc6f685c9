#ifndef SHA256_H
#define SHA256_H
/* SHA-256 (FIPS 180-4) of files. */
#include <stdbool.h>

#include "scoped.h"

struct arena;

enum { SHA256_HEX_SIZE = 65 };

/* In lower-case hexadecimal. False and `why` if the file can't be read. */
WARN_UNUSED bool sha256_of_file(
	char out[SHA256_HEX_SIZE], const char *path, struct arena *arena, const char **why);
#endif
