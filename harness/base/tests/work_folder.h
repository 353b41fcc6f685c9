#ifndef WORK_FOLDER_H
#define WORK_FOLDER_H
/* A folder for a test of what touches files, and the arena and reason that such tests share. */
#include "arena.h"
#include "unit.h"

extern struct arena arena;
extern char *folder;
extern const char *why;

void open_folder(void);
/* Removes it, and frees the arena. */
void close_folder(void);
/* The path of a name in it. */
const char *in_folder(const char *name);
void put(const char *path, const char *text);
unsigned mode_of(const char *path);
/* But for what is hidden. */
size_t count_entries(const char *path);
#endif
