#ifndef LIST_CELLS_H
#define LIST_CELLS_H
struct argp;
/* mtlspec list cells: what `mtlspec run` with the same options would judge. Returns an exit
 * code. */
int list_cells(int argc, char **argv);
const struct argp *list_cells_argp(void);
#endif
