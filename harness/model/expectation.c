#include "expectation.h"

#include <stddef.h>

const char *const outcome_words[] = {"accept", "reject", "either", "none", NULL};
const char *const level_words[] = {"must", "should", NULL};
