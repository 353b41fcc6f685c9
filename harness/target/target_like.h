#ifndef TARGET_LIKE_H
#define TARGET_LIKE_H
/*
 * A target file that is another one but for what it says itself:
 *   like: target.yaml      # beside it; each key at the top that is not said here is that file's
 */
#include "node.h"

struct arena;
struct diag;

/* Adds to the map what the file that its `like` names has more. Adds diagnostics. */
void target_like_take(
	struct node *node, const char *folder, struct arena *arena, struct diag *diag);
#endif
