#include "failure_class.h"

#include <stddef.h>

const char *const failure_class_words[] = {
	"none", "let in", "deceived", "crashed", "shut out", "otherwise", NULL};

const char *const failure_class_meanings[FAILURE_CLASS_COUNT] = {
	[FAILURE_NONE] = "Not a failure.",
	[FAILURE_LET_IN] = "Somebody who must stay out got through: his request reached the backend, "
					   "or a client trusted a server that it must not. The worst class.",
	[FAILURE_DECEIVED] =
		"The backend was told something untrue of who is there, or believed what a "
		"client wrote of itself.",
	[FAILURE_CRASHED] = "The target died, or a worker of it, of what it was shown.",
	[FAILURE_SHUT_OUT] = "Somebody good was refused: an outage, not a hole.",
	[FAILURE_OTHERWISE] = "Right in the end, but otherwise than expected: another alert, status, "
						  "mode, version or request.",
};
