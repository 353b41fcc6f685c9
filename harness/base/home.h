#ifndef HOME_H
#define HOME_H
/*
 * Where the program and its data files are: the folder that holds scenarios/, ca-fixtures/pki.yaml,
 * harness/targets/ and harness/keep/. In this order: $MTLSPEC_HOME, ../share/mtlspec beside an
 * installed program, the source tree around a build folder, the source tree that it was compiled
 * from.
 */
struct arena;

/* What a project keeps of its command lines, in its own folder. */
#define PROJECT_FILE "mtlspec.yaml"

/* Absolute path of `relative` below the data folder. */
char *home_path(struct arena *arena, const char *relative);
/* Absolute path of the running program. */
char *home_program(struct arena *arena);
#endif
