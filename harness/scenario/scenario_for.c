#include "scenario_for.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "scoped.h"

enum { TEXT_MAX = 64 * 1024 };

/* What is allowed in a value, beside letters and digits: it stands in an id. */
static const char value_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

struct fan {
	struct arena *arena;
	const char *names[SCENARIO_FOR_NAMES_MAX];
	const struct node *lists[SCENARIO_FOR_NAMES_MAX];
	size_t at[SCENARIO_FOR_NAMES_MAX]; /* the value that is taken */
	size_t count;
};

static const char *value_of(const struct fan *fan, size_t index)
{
	return fan->lists[index]->items[fan->at[index]]->text;
}

/* Of the name that begins at `text`, up to its brace; NULL: none of ours. */
static const char *find_value(const struct fan *fan, const char *text, size_t len)
{
	for (size_t i = 0; i < fan->count; i++) {
		if (strlen(fan->names[i]) == len && strncmp(fan->names[i], text, len) == 0)
			return value_of(fan, i);
	}
	return NULL;
}

static const char *fill_in(const struct fan *fan, const char *text)
{
	SCOPED_BUF out;

	buf_init(&out, TEXT_MAX);
	while (*text) {
		size_t len = strncmp(text, "${", 2) == 0 ? strcspn(text + 2, "}") : 0;
		const char *value = len ? find_value(fan, text + 2, len) : NULL;

		if (value)
			buf_puts(&out, value);
		else
			buf_printf(&out, "%c", *text);
		text += value ? len + 3 : 1;
	}
	return arena_strndup(fan->arena, buf_text(&out), out.len);
}

static struct node *copy(const struct fan *fan, const struct node *node);

static void copy_map(const struct fan *fan, struct node *out, const struct node *map)
{
	out->entries = ARENA_ARRAY(fan->arena, struct node_entry, map->count + 1);
	for (size_t i = 0; i < map->count; i++) {
		out->entries[i] = map->entries[i];
		out->entries[i].value = copy(fan, map->entries[i].value);
	}
}

/* As deep as node.h lets a file be. */
static struct node *copy(const struct fan *fan, const struct node *node)
{
	struct node *out = arena_memdup(fan->arena, node, sizeof(*node));

	if (node->kind == NODE_SCALAR) {
		out->text = strstr(node->text, "${") ? fill_in(fan, node->text) : node->text;
	} else if (node->kind == NODE_LIST) {
		out->items = ARENA_ARRAY(fan->arena, struct node *, node->count + 1);
		for (size_t i = 0; i < node->count; i++)
			out->items[i] = copy(fan, node->items[i]);
	} else {
		copy_map(fan, out, node);
	}
	return out;
}

static void drop(struct node *map, const char *key)
{
	size_t kept = 0;

	for (size_t i = 0; i < map->count; i++) {
		if (strcmp(map->entries[i].key, key) != 0)
			map->entries[kept++] = map->entries[i];
	}
	map->count = kept;
}

static const char *suffix_of(const struct fan *fan)
{
	const char *suffix = "/";

	for (size_t i = 0; i < fan->count; i++)
		suffix = arena_printf(
			fan->arena, "%s%s%s=%s", suffix, i ? "," : "", fan->names[i], value_of(fan, i));
	return suffix;
}

/* False: that was the last combination. */
static bool advance(struct fan *fan)
{
	for (size_t i = fan->count; i-- > 0;) {
		if (++fan->at[i] < fan->lists[i]->count)
			return true;
		fan->at[i] = 0;
	}
	return false;
}

static void check_list(const char *name, const struct node *list, struct diag *diag)
{
	if (list->kind != NODE_LIST || !list->count) {
		diag_error(diag, list->place, "'%s' must be a list of values", name);
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		const struct node *item = list->items[i];

		if (item->kind != NODE_SCALAR || !item->text[0] ||
			item->text[strspn(item->text, value_chars)]) {
			diag_error(diag, item->place,
				"a value of '%s' stands in ids: use letters, digits, - _ and .", name);
			continue;
		}
		for (size_t j = 0; j < i; j++) {
			if (list->items[j]->kind == NODE_SCALAR &&
				strcmp(list->items[j]->text, item->text) == 0)
				diag_error(diag, item->place, "'%s' a second time in '%s'", item->text, name);
		}
	}
}

/* False: something is wrong with it. */
static bool take(struct fan *fan, const struct node *given, struct diag *diag)
{
	size_t errors = diag->count + diag->dropped;
	size_t combinations = 1;

	if (given->kind != NODE_MAP || !given->count || given->count > SCENARIO_FOR_NAMES_MAX) {
		diag_error(diag, given->place, "'for' must be a map of 1 to %d names, each with its values",
			SCENARIO_FOR_NAMES_MAX);
		return false;
	}
	for (size_t i = 0; i < given->count; i++) {
		const char *name = given->entries[i].key;

		if (!*name || name[strspn(name, value_chars)])
			diag_error(diag, given->entries[i].key_place, "'%s' can't be a name", name);
		check_list(name, given->entries[i].value, diag);
		fan->names[fan->count] = name;
		fan->lists[fan->count++] = given->entries[i].value;
		if (combinations <= SCENARIO_FOR_MAX)
			combinations *= given->entries[i].value->count;
	}
	if (combinations > SCENARIO_FOR_MAX)
		diag_error(diag, given->place, "more than %d combinations", SCENARIO_FOR_MAX);
	return diag->count + diag->dropped == errors;
}

static bool asks_for(const struct node *node, const char *wanted)
{
	if (node->kind == NODE_SCALAR)
		return strstr(node->text, wanted) != NULL;
	for (size_t i = 0; i < node->count; i++) {
		if (asks_for(node->kind == NODE_LIST ? node->items[i] : node->entries[i].value, wanted))
			return true;
	}
	return false;
}

/* A name that nothing asks for makes the same scenario several times. */
static bool is_used(
	const struct fan *fan, const struct node *given, const struct node *root, struct diag *diag)
{
	bool used = true;

	for (size_t i = 0; i < fan->count; i++) {
		if (asks_for(root, arena_printf(fan->arena, "${%s}", fan->names[i])))
			continue;
		diag_error(
			diag, given->entries[i].key_place, "nothing in the file asks for ${%s}", fan->names[i]);
		used = false;
	}
	return used;
}

struct scenario_variant *scenario_for_expand(
	size_t *count, struct node *root, struct arena *arena, struct diag *diag)
{
	const struct node *given = root->kind == NODE_MAP ? node_get(root, "for") : NULL;
	struct scenario_variant *variants = NULL;
	struct fan fan = {.arena = arena};

	*count = 0;
	if (!given) {
		*ARENA_PUSH(arena, variants, *count) = (struct scenario_variant){"", root};
		return variants;
	}
	drop(root, "for");
	if (!take(&fan, given, diag) || !is_used(&fan, given, root, diag))
		return NULL;
	do {
		*ARENA_PUSH(arena, variants, *count) =
			(struct scenario_variant){suffix_of(&fan), copy(&fan, root)};
	} while (advance(&fan));
	return variants;
}
