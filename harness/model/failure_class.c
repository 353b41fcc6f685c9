#include "failure_class.h"

#include <stddef.h>

const char *const failure_class_words[] = {
	"none", "let in", "deceived", "crashed", "shut out", "otherwise", NULL};
