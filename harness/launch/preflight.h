#ifndef PREFLIGHT_H
#define PREFLIGHT_H
/*
 * What the controls of something that answers itself showed together (design 6): whether anything
 * can be judged there, and what a reader should know of it before he reads verdicts.
 */
struct arena;
struct control_plan;
struct observation;

/* Why the good client could not even say who he is to something that runs already, or NULL. */
const char *preflight_trouble(const struct observation *facts, struct arena *arena);
/* NULL, or why nothing can be told there, and what to give so that it can. */
const char *preflight_obstacle(const struct control_plan *plan, struct arena *arena);
/* One line for people: versions, who gets in, what the good client gets; NULL: nothing was
 * measured. */
const char *preflight_account(const struct control_plan *plan, struct arena *arena);
#endif
