#ifndef KEEP_TEXT_H
#define KEEP_TEXT_H
/* What a kept cell says for people, and for programs that look at its messages. */
#include <stdbool.h>

#include "scoped.h"

struct kept;

/* transcript.txt, timeline.txt, target.log. False with kept->why. */
WARN_UNUSED bool kept_texts(struct kept *kept);
#endif
