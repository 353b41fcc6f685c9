#include "expectation.h"

#include <stddef.h>

#include "scoped.h"

static const int refusals[] = {400, 403, 421, 495, 496};

const char *const outcome_words[] = {"accept", "reject", "either", "none", NULL};
const char *const level_words[] = {"must", "should", NULL};

bool http_status_may_refuse(int status)
{
	return status >= 300 && status <= 599;
}

bool http_status_refuses(int status)
{
	for (size_t i = 0; i < COUNT_OF(refusals); i++) {
		if (refusals[i] == status)
			return true;
	}
	return false;
}
