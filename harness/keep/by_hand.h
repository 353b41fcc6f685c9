#ifndef BY_HAND_H
#define BY_HAND_H
/* The commands that show a cell again: ours, and those of other programs that have words for it. */
struct arena;
struct bench_options;
struct cell_result;
struct plan_cell;

/* Fills reproduce, reproduce_openssl and reproduce_curl, in the arena; its attempts say what went
 * out. */
void by_hand_tell(struct cell_result *out, const struct bench_options *options,
	const struct plan_cell *plan, struct arena *arena);
#endif
