#ifndef ANSWER_H
#define ANSWER_H
/*
 * What comes back to the request of an attempt, until it says enough. The head decides: where
 * nothing is looked for in the body, it need not come; where something is, as much of it is read as
 * is needed, has room, or comes in time. So a body that is huge, endless, cut or malformed costs
 * nothing but itself.
 */
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "observation.h"
#include "scoped.h"

struct arena;
struct attempt_ask;

enum answer_state {
	ANSWER_MORE, /* is needed */
	/* and stands in the facts: status, echoed token, what was looked for, the start of a body that
	 * is none of a success or lacks the text */
	ANSWER_DONE,
	ANSWER_BAD, /* not HTTP; see `why` */
};

struct answer {
	const struct attempt_ask *ask;
	struct observation *facts;
	struct arena *arena;
	struct buf raw;
	uint64_t head_us; /* when its head was there; or 0 */
	size_t next_look; /* not with fewer bytes: chunks of a byte each make a look dear */
	bool keeps; /* all of it came, and the connection stays for another request */
	const char *why; /* ANSWER_BAD; a static text */
};

/* All three outlive it. */
void answer_init(struct answer *answer, const struct attempt_ask *ask, struct observation *facts,
	struct arena *arena);
void answer_finish(struct answer *answer);
void answer_add(struct answer *answer, const void *data, size_t len);
/* For how long the rest of a body that has begun is worth waiting for; 0: for as long as there is
 * time. When it is over, answer_timed_out takes what is there. */
uint64_t answer_patience_ms(const struct answer *answer);
/* With what is there. `at_end`: no more will come, by the target's doing. */
WARN_UNUSED enum answer_state answer_look(struct answer *answer, bool at_end);
/* Our own deadline has come, after so long: a head that is whole counts, one that is not is told as
 * facts->trouble. */
void answer_timed_out(struct answer *answer, uint64_t deadline_ms);
#endif
