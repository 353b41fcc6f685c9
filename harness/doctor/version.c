#include "version.h"

#include "program_ask.h"
#include "target.h"

enum { ANSWER_MS = 3000 };

const char *version_ask(const struct target *target, struct arena *arena)
{
	struct program_answer answer;

	if (!target->program_path || !target->version_args.count)
		return NULL;
	program_ask(&answer, target, &target->version_args, ANSWER_MS, arena);
	return target_version(arena, target, answer.said);
}
