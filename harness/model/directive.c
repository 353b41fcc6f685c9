#include "directive.h"

#include <stddef.h>

const char *const directive_words[] = {"none", "verification", "trust", "revocation", "depth",
	"versions", "name", "identity", "certificate", "plain", NULL};
