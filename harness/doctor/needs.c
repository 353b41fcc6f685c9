#include "needs.h"

#include "arena.h"
#include "program_ask.h"
#include "target.h"

/* Long: on a machine that is short of processors a module that is there must not become a skip. */
enum { ANSWER_S = 20 };

void needs_look(struct target *target, struct arena *arena)
{
	for (size_t i = 0; target->program_path && !target->lacks && i < target->need_count; i++) {
		const struct target_need *need = &target->needs[i];
		struct program_answer answer;

		program_ask(&answer, target, &need->args, ANSWER_S * 1000, arena);
		if (!answer.ended)
			target->lacks =
				arena_printf(arena, "%s, which does not answer within %d s", need->what, ANSWER_S);
		else if (answer.status != 0)
			target->lacks = need->what;
	}
}
