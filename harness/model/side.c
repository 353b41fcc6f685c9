#include "side.h"

#include <stddef.h>

const char *const side_words[] = {"server", "client", NULL};
