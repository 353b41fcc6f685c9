#ifndef TARGET_NOTES_H
#define TARGET_NOTES_H
/*
 * What is no mistake of a target file, and yet not what its writer wants to find out in a run: a
 * program that is not here, a file that is not where the program is started.
 */
#include <stddef.h>

struct arena;
struct target;

/* Appends sentences for people, with the place they are about; they live in the arena. */
void target_notes(
	const char ***notes, size_t *count, const struct target *target, struct arena *arena);
#endif
