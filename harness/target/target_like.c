#include "target_like.h"

#include <string.h>

#include "arena.h"
#include "diag.h"

static void add_missing(struct node *node, const struct node *base, struct arena *arena)
{
	struct node_entry *entries = ARENA_ARRAY(arena, struct node_entry, node->count + base->count);
	size_t count = node->count;

	memcpy(entries, node->entries, node->count * sizeof(*entries));
	for (size_t i = 0; i < base->count; i++) {
		if (!node_get(node, base->entries[i].key))
			entries[count++] = base->entries[i];
	}
	node->entries = entries;
	node->count = count;
}

void target_like_take(struct node *node, const char *folder, struct arena *arena, struct diag *diag)
{
	const struct node *like = node->kind == NODE_MAP ? node_get(node, "like") : NULL;
	struct node *base;

	if (!like || like->kind != NODE_SCALAR || !*like->text)
		return;
	if (strchr(like->text, '/')) {
		diag_error(diag, like->place, "'%s' is no file of this folder", like->text);
		return;
	}
	if (!node_read(&base, arena, diag, arena_printf(arena, "%s/%s", folder, like->text)))
		return;
	if (base->kind != NODE_MAP || node_get(base, "like")) {
		diag_error(diag, like->place,
			base->kind == NODE_MAP ? "'%s' is like another itself: name that one"
								   : "'%s' is no target file",
			like->text);
		return;
	}
	add_missing(node, base, arena);
}
