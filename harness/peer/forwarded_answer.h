#ifndef FORWARDED_ANSWER_H
#define FORWARDED_ANSWER_H
/* The backend's answer as a good proxy hands it on: it was asked once, and what it says of its
 * connection is not said of ours. */
#include <stdbool.h>

#include "scoped.h"

struct buf;

/* For a connection that stays open; `out` is appended to. False: by this one it can't, such as one
 * that its connection's end ends. */
WARN_UNUSED bool forwarded_answer_write(struct buf *out, const struct buf *answer);
/* In place of a backend: what it would have been told. */
void forwarded_answer_reflect(struct buf *out, const struct buf *forward, bool keep_alive);
#endif
