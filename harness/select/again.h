#ifndef AGAIN_H
#define AGAIN_H
/*
 * The options of a request as words of a command line, so that one of its cells can be seen again:
 * each with a blank before it, quoted for a shell; "" where nothing needs to be said. They live in
 * the arena.
 */
struct arena;
struct selection_request;

/* Which certificates: what `mtlspec run` and `mtlspec pki` both take. */
const char *again_certificates(const struct selection_request *request, struct arena *arena);
/* What else decides how a cell ends, but for what the cell's id and its target say: of `run`. */
const char *again_cell(const struct selection_request *request, struct arena *arena);
#endif
