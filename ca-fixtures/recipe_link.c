#include <string.h>

#include "arena.h"
#include "recipe_item.h"

/* recipe_item.visit while references are followed */
enum { VISIT_NONE, VISIT_OPEN, VISIT_DONE };

static struct recipe_item *find(
	const struct recipe *recipe, enum recipe_kind kind, const char *name)
{
	for (size_t i = 0; i < recipe->count; i++) {
		if (recipe->items[i]->kind == kind && strcmp(recipe->items[i]->name, name) == 0)
			return recipe->items[i];
	}
	return NULL;
}

struct recipe_item *recipe_find(
	const struct recipe *recipe, enum recipe_kind kind, const char *name)
{
	struct recipe_item *item = find(recipe, kind, name);

	return item && item->stands_for_me ? item->stands_for_me : item;
}

static void report_unknown(const struct recipe *recipe, enum recipe_kind kind, const char *name,
	struct place place, struct diag *diag)
{
	const char *candidates[RECIPE_ITEMS_MAX + 1];
	size_t count = 0;

	for (size_t i = 0; i < recipe->count && count < RECIPE_ITEMS_MAX; i++) {
		if (recipe->items[i]->kind == kind)
			candidates[count++] = recipe->items[i]->name;
	}
	candidates[count] = NULL;
	diag_error_suggest(diag, place, name, candidates, "there is no %s '%s'",
		kind == RECIPE_AUTHORITY ? "authority" : "credential", name);
}

static void resolve_like(const struct recipe *recipe, struct recipe_item *item, struct diag *diag)
{
	const struct node *node = item->node->kind == NODE_MAP ? node_get(item->node, "like") : NULL;

	/* what is no text at all is reported when the fields are read */
	if (!node || node->kind != NODE_SCALAR || !node->text[0])
		return;
	item->like_place = node->place;
	item->like = find(recipe, item->kind, node->text);
	if (!item->like)
		report_unknown(recipe, item->kind, node->text, node->place, diag);
}

static void reset_visits(const struct recipe *recipe)
{
	for (size_t i = 0; i < recipe->count; i++)
		recipe->items[i]->visit = VISIT_NONE;
}

/* The item that a chain of references started from `item` comes back to, or NULL. */
static struct recipe_item *follow(
	struct recipe_item *item, struct recipe_item *(*next)(const struct recipe_item *))
{
	struct recipe_item *first = item;
	struct recipe_item *again;

	while (item && item->visit == VISIT_NONE) {
		item->visit = VISIT_OPEN;
		item = next(item);
	}
	again = item && item->visit == VISIT_OPEN ? item : NULL;
	for (item = first; item && item->visit == VISIT_OPEN; item = next(item))
		item->visit = VISIT_DONE;
	return again;
}

static struct recipe_item *next_like(const struct recipe_item *item)
{
	return item->like;
}

static struct recipe_item *next_issuer(const struct recipe_item *item)
{
	return item->issuer;
}

void recipe_link_likes(struct recipe *recipe, struct diag *diag)
{
	for (size_t i = 0; i < recipe->count; i++)
		resolve_like(recipe, recipe->items[i], diag);
	reset_visits(recipe);
	for (size_t i = 0; i < recipe->count; i++) {
		struct recipe_item *again = follow(recipe->items[i], next_like);

		if (!again)
			continue;
		diag_error(diag, again->like_place, "'%s' is in the end like itself", again->name);
		again->like = NULL;
	}
}

static void resolve_issuer(const struct recipe *recipe, struct recipe_item *item, struct diag *diag)
{
	if (!item->issuer_name || strcmp(item->issuer_name, "self") == 0)
		return;
	item->issuer = find(recipe, RECIPE_AUTHORITY, item->issuer_name);
	/* an inherited mistake is reported where it was made */
	if (!item->issuer && node_get(item->node, "issuer"))
		report_unknown(recipe, RECIPE_AUTHORITY, item->issuer_name, item->issuer_place, diag);
}

static void resolve_chain(
	const struct recipe *recipe, struct recipe_item *item, struct arena *arena, struct diag *diag)
{
	item->chain = NULL;
	item->chain_len = 0;
	for (size_t i = 0; i < item->chain_names.count; i++) {
		struct recipe_item *link = find(recipe, RECIPE_AUTHORITY, item->chain_names.items[i]);

		if (link)
			*ARENA_PUSH(arena, item->chain, item->chain_len) = link;
		else if (node_get(item->node, "chain"))
			report_unknown(recipe, RECIPE_AUTHORITY, item->chain_names.items[i],
				item->chain_names.places[i], diag);
	}
}

void recipe_link_issuers(struct recipe *recipe, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < recipe->count; i++) {
		if (recipe->items[i]->node->kind != NODE_MAP)
			continue;
		resolve_issuer(recipe, recipe->items[i], diag);
		resolve_chain(recipe, recipe->items[i], arena, diag);
	}
	reset_visits(recipe);
	for (size_t i = 0; i < recipe->count; i++) {
		struct recipe_item *again = follow(recipe->items[i], next_issuer);

		if (!again)
			continue;
		diag_error(diag, again->issuer_place, "'%s' is in the end issued by itself", again->name);
		diag_hint(diag, "a root names no issuer, or 'self'");
		again->issuer = NULL;
	}
}

bool recipe_says(const struct recipe_item *item, const struct recipe_item *model, const char *key)
{
	for (; model && item && item != model; item = item->like) {
		if (node_get(item->node, key))
			return true;
	}
	return false;
}

static bool is_among(const char *key, const char *const *keys)
{
	while (*keys && strcmp(*keys, key) != 0)
		keys++;
	return *keys || strcmp(key, "like") == 0 || strcmp(key, "defect") == 0;
}

bool recipe_says_only(
	const struct recipe_item *item, const struct recipe_item *model, const char *const *keys)
{
	for (; item && item != model; item = item->like) {
		for (size_t i = 0; i < item->node->count; i++) {
			if (!is_among(item->node->entries[i].key, keys))
				return false;
		}
	}
	return true;
}

const struct recipe_item *recipe_key_owner(const struct recipe_item *item)
{
	while (item->shared_key && item->like && item->like->shared_key && !node_get(item->node, "key"))
		item = item->like;
	return item;
}

bool recipe_is_like(const struct recipe_item *item, const struct recipe_item *model)
{
	while (item && item != model)
		item = item->like;
	return item != NULL;
}

bool recipe_is_below(const struct recipe_item *item, const struct recipe_item *root)
{
	while (item && item != root)
		item = item->issuer;
	return item != NULL;
}

bool recipe_same_subject(const struct recipe_item *item, const struct recipe_item *other)
{
	const struct pair_list *a = &item->subject;
	const struct pair_list *b = &other->subject;

	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(a->items[i].key, b->items[i].key) != 0 ||
			strcmp(a->items[i].value, b->items[i].value) != 0)
			return false;
	}
	return true;
}

bool recipe_is_self_issued(const struct recipe_item *item)
{
	return item->issuer && recipe_same_subject(item, item->issuer);
}
