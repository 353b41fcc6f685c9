#ifndef JUDGE_HELLO_H
#define JUDGE_HELLO_H
/* What a target that is a client says in its ClientHello and signs with, against what it is to. */
#include "expectation.h"

struct arena;
struct observation;

/* What is wrong, in a sentence with what came; NULL: nothing. `told`: the name that it was
 * given. */
const char *judge_hello(const struct observation *facts, const struct hello_rule *rule,
	const char *told, struct arena *arena);
/* Why nothing can be said of what is expected, where it was let in; or NULL. */
const char *judge_hello_unseen(const struct observation *facts, const struct hello_rule *rule);
/* ", naming the server as it was told": what is expected, in words; "" for nothing. */
const char *judge_hello_words(const struct hello_rule *rule, struct arena *arena);
#endif
