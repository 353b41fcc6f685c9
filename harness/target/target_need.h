#ifndef TARGET_NEED_H
#define TARGET_NEED_H
/*
 * What a target needs beside its program: a module of an interpreter, a library.
 *
 *   needs:
 *     - {what: aiohttp, args: [-c, import aiohttp]}
 *
 * The program with these arguments must end with status 0. It is asked before there is a work
 * folder or a port, so that no ${names} can stand there. Where it does not, the target's cells are
 * skips, as without the program.
 */
#include "diag.h"
#include "schema.h"

struct target_need {
	const char *what; /* for people */
	struct place place;
	struct text_list args;
};
extern const struct schema target_need_schema;

struct target;
/* Adds diagnostics. */
void target_needs_check(const struct target *target, struct diag *diag);
#endif
