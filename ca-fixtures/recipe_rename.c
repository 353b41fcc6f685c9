#include "recipe_item.h"

#include <string.h>

#include "arena.h"
#include "host_address.h"
#include "server_naming.h"

static void rename_alternatives(struct alt_name_list *list, const char *name, struct arena *arena)
{
	struct alt_name *items = ARENA_ARRAY(arena, struct alt_name, list->count + 1);

	for (size_t i = 0; i < list->count; i++) {
		items[i] = list->items[i];
		if (items[i].kind != ALT_NAME_DNS)
			continue;
		items[i].value = server_naming(&items[i].len, arena, items[i].value, items[i].len, name);
		if (host_is_address(name) && items[i].len == strlen(name) &&
			strcmp(items[i].value, name) == 0)
			items[i].kind = ALT_NAME_IP;
	}
	list->items = items;
}

static void rename_subject(struct pair_list *subject, const char *name, struct arena *arena)
{
	struct pair *items = ARENA_ARRAY(arena, struct pair, subject->count + 1);

	for (size_t i = 0; i < subject->count; i++) {
		size_t len = strlen(subject->items[i].value);

		items[i] = subject->items[i];
		items[i].value = server_naming(&len, arena, items[i].value, len, name);
	}
	subject->items = items;
}

void recipe_rename(struct recipe *recipe, const char *name, struct arena *arena)
{
	for (size_t i = 0; i < recipe->count; i++) {
		struct recipe_item *item = recipe->items[i];

		rename_alternatives(&item->san, name, arena);
		rename_alternatives(&item->name_constraints.permitted, name, arena);
		rename_alternatives(&item->name_constraints.excluded, name, arena);
		rename_subject(&item->subject, name, arena);
	}
}
