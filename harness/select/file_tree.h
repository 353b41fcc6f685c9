#ifndef FILE_TREE_H
#define FILE_TREE_H
/* The files of a folder that mtlspec reads. */
struct arena;

/*
 * Paths of every *.yaml below `folder`, sorted; of a folder with a target.yaml that one alone: the
 * rest is the target's own. What begins with a dot, and symbolic links to folders, are passed over.
 * NULL-terminated; lives in the arena.
 */
const char *const *file_tree(const char *folder, struct arena *arena);
#endif
