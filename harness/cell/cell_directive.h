#ifndef CELL_DIRECTIVE_H
#define CELL_DIRECTIVE_H
/* From a cell that did not go well to the line of the target's configuration that explains it. */
#include <stdbool.h>

struct cell;
struct cell_result;

/* Which directive explains a judged cell, and where it stands: out->directive. `names_others`: the
 * server names CAs beside those that it is to trust. */
void cell_find_directive(struct cell_result *out, const struct cell *cell, bool names_others);
#endif
