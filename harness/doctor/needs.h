#ifndef NEEDS_H
#define NEEDS_H
/* Is there what a target needs beside its program? */
struct arena;
struct target;

/* Asks its program for each of its `needs` and keeps the first that is not there, for the plan. */
void needs_look(struct target *target, struct arena *arena);
#endif
