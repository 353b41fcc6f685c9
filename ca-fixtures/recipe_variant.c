/* Variants of a recipe: other authorities in the place of some. */
#include <string.h>

#include "arena.h"
#include "recipe_item.h"

static const struct recipe_item *substituted(
	const struct recipe_variant *variant, const struct recipe_item *authority)
{
	for (size_t i = 0; i < variant->count; i++) {
		if (variant->items[i].authority == authority)
			return variant->items[i].by;
	}
	return authority;
}

static bool loops(const struct recipe *recipe, const struct recipe_variant *variant)
{
	for (size_t i = 0; i < recipe->count; i++) {
		const struct recipe_item *item = recipe->items[i];

		for (size_t steps = 0; item; item = substituted(variant, item->issuer)) {
			if (steps++ > recipe->count)
				return true;
		}
	}
	return false;
}

static void read_substitutes(struct recipe_variant *variant, const struct recipe *recipe,
	const struct node *map, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct node_entry *entry = &map->entries[i];
		const char *by = schema_scalar(entry->value, diag, entry->key);
		struct recipe_substitute substitute = {recipe_find(recipe, RECIPE_AUTHORITY, entry->key),
			by ? recipe_find(recipe, RECIPE_AUTHORITY, by) : NULL, entry->value->place};

		if (!substitute.authority)
			diag_error(diag, entry->key_place, "there is no authority '%s'", entry->key);
		if (by && !substitute.by)
			diag_error(diag, entry->value->place, "there is no authority '%s'", by);
		if (substitute.authority && substitute.by)
			*ARENA_PUSH(arena, variant->items, variant->count) = substitute;
	}
}

static void check_variant(
	const struct recipe *recipe, const struct recipe_variant *variant, struct diag *diag)
{
	for (size_t i = 0; i < variant->count; i++) {
		for (size_t j = 0; j < variant->count; j++) {
			if (variant->items[i].by == variant->items[j].authority)
				diag_error(diag, variant->items[i].place, "'%s' is itself replaced in this variant",
					variant->items[i].by->name);
		}
	}
	if (loops(recipe, variant))
		diag_error(diag, variant->place,
			"variant '%s' makes an authority be issued by itself in the end", variant->name);
}

void recipe_read_variants(
	struct recipe *recipe, const struct node *map, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct node_entry *entry = &map->entries[i];
		struct recipe_variant *variant;

		if (entry->value->kind != NODE_MAP) {
			diag_error(diag, entry->value->place, "'%s' must be a map", entry->key);
			continue;
		}
		variant = ARENA_PUSH(arena, recipe->variants, recipe->variant_count);
		variant->name = entry->key;
		variant->place = entry->key_place;
		read_substitutes(variant, recipe, entry->value, arena, diag);
		check_variant(recipe, variant, diag);
	}
}

static void substitute_everywhere(struct recipe *recipe, const struct recipe_substitute *change)
{
	for (size_t i = 0; i < recipe->count; i++) {
		struct recipe_item *item = recipe->items[i];

		if (item->issuer == change->authority)
			item->issuer = change->by;
		for (size_t j = 0; j < item->chain_len; j++) {
			if (item->chain[j] == change->authority)
				item->chain[j] = change->by;
		}
	}
	change->authority->stands_for_me = change->by;
}

/* The last one of that name: it is from the file that extends another. */
bool recipe_apply_variant(struct recipe *recipe, const char *name)
{
	for (size_t i = recipe->variant_count; i-- > 0;) {
		const struct recipe_variant *variant = &recipe->variants[i];

		if (strcmp(variant->name, name) != 0)
			continue;
		for (size_t j = 0; j < variant->count; j++)
			substitute_everywhere(recipe, &variant->items[j]);
		return true;
	}
	return false;
}
