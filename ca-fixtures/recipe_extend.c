/* What a recipe says anew of a name in the recipe that it extends. */
#include <string.h>

#include "arena.h"
#include "node.h"
#include "recipe_item.h"

static bool is_like_itself(const struct node_entry *entry)
{
	const struct node *like =
		entry->value->kind == NODE_MAP ? node_get(entry->value, "like") : NULL;

	return like && like->kind == NODE_SCALAR && strcmp(like->text, entry->key) == 0;
}

/* Their parts are taken over one by one. */
static bool has_parts(const char *key)
{
	return strcmp(key, "valid") == 0 || strcmp(key, "name_constraints") == 0;
}

static const struct node *overlay(
	const struct node *base, const struct node *over, const char *without, struct arena *arena)
{
	struct node *out = ARENA_NEW(arena, struct node);

	*out = *over;
	out->entries = ARENA_ARRAY(arena, struct node_entry, base->count + over->count + 1);
	out->count = 0;
	for (size_t i = 0; i < base->count; i++) {
		const char *key = base->entries[i].key;

		if ((without && strcmp(key, without) == 0) || !node_get(over, key))
			out->entries[out->count++] = base->entries[i];
	}
	for (size_t i = 0; i < over->count; i++) {
		const struct node_entry *entry = &over->entries[i];
		const struct node *below = node_get(base, entry->key);
		struct node_entry *place = &out->entries[out->count];

		if (without && strcmp(entry->key, without) == 0)
			continue;
		*place = *entry;
		out->count++;
		if (below && has_parts(entry->key) && below->kind == NODE_MAP &&
			entry->value->kind == NODE_MAP)
			place->value = (struct node *)overlay(below, entry->value, NULL, arena);
	}
	return out;
}

void recipe_say_anew(struct recipe_item *item, const struct node_entry *entry, struct arena *arena)
{
	item->place = entry->key_place;
	item->node = is_like_itself(entry) && item->node->kind == NODE_MAP
		? overlay(item->node, entry->value, "like", arena)
		: entry->value;
	item->said_anew = true;
}
