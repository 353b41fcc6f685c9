#ifndef VERSION_H
#define VERSION_H
/* Asks a target's program for its version, by the command of the target file. */
struct arena;
struct target;

/* The version's text, or NULL if the program does not say (in time). */
const char *version_ask(const struct target *target, struct arena *arena);
#endif
