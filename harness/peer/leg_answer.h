#ifndef LEG_ANSWER_H
#define LEG_ANSWER_H
/*
 * Answers to a client under test that its file need not write out. Each bears the header with the
 * attempt's token.
 */
#include <stdbool.h>

#include "leg_reply.h"

struct arena;
struct named_answer;

/* What they hold lives in the arena, or as long as `token`. */
struct leg_reply leg_answer_usual(const char *token, bool served, struct arena *arena);
/* With what that status demands: where to go (3xx), how to say who one is (401). */
struct leg_reply leg_answer_status(int status, const char *token, struct arena *arena);
struct leg_reply leg_answer_named(
	const struct named_answer *named, const char *token, struct arena *arena);
#endif
