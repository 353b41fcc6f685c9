#ifndef PROJECT_FIND_H
#define PROJECT_FIND_H
/* Which file is the project's? */

struct arena;

/*
 * The path of PROJECT_FILE (home.h) in the current folder; else in the nearest folder above it, but
 * not above the one that has a .git, and only where there is one. NULL: there is none. A file above
 * must be of the owner of the current folder, of the user or of root: what somebody else left in a
 * folder that all may write to could name programs to be started. Else NULL, and `*why`.
 */
const char *project_find(struct arena *arena, const char **why);
#endif
