#ifndef LOG_TAIL_H
#define LOG_TAIL_H
#include <stddef.h>

struct arena;
struct process;

/* The last lines that a process wrote after its first `from` bytes, cleaned; NULL if there are
 * none. */
const char *log_tail(const struct process *process, size_t from, struct arena *arena);
#endif
