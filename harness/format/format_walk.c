#include "format_walk.h"

#include <string.h>

#include "arena.h"
#include "file_format.h"

/* A field table that has been met, and the path under which it is told. */
struct met {
	const struct schema *schema;
	const char *path; /* NULL: the top */
};

struct walk {
	struct arena arena;
	const struct format_visitor *visitor;
	struct met *items;
	size_t count;
};

static const struct met *find(const struct walk *walk, const struct schema *schema)
{
	for (size_t i = 0; i < walk->count; i++) {
		if (walk->items[i].schema == schema)
			return &walk->items[i];
	}
	return NULL;
}

/* Where the keys of the table are told; the first who asks decides. */
static const struct met *meet(struct walk *walk, const struct schema *schema, const char *path)
{
	const struct met *met = find(walk, schema);

	if (!met) {
		*ARENA_PUSH(&walk->arena, walk->items, walk->count) = (struct met){schema, path};
		met = &walk->items[walk->count - 1];
	}
	return met;
}

static void visit_keys(struct walk *walk, const struct schema *schema, const char *path);

/* Keys that stand at this level, and perhaps at another as well. */
static void visit_part(struct walk *walk, const struct schema *part, const char *path)
{
	const struct met *met = find(walk, part);

	if (met) {
		walk->visitor->same(walk->visitor->owner, met->path, part->fields[0].name,
			part->fields[part->count - 1].name);
		return;
	}
	*ARENA_PUSH(&walk->arena, walk->items, walk->count) = (struct met){part, path};
	visit_keys(walk, part, path);
}

static void visit_keys(struct walk *walk, const struct schema *schema, const char *path)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		const struct schema *below = file_format_below(field);
		const char *told = NULL;

		if (field->kind == FIELD_PART) {
			visit_part(walk, field->fields, path);
			continue;
		}
		if (below)
			told = meet(walk, below,
				arena_printf(
					&walk->arena, "%s%s%s", path ? path : "", path ? "." : "", field->name))
					   ->path;
		walk->visitor->key(walk->visitor->owner, field, told);
	}
}

/* Parts are told where they stand: they are no sections. */
static bool is_part_of(const struct walk *walk, size_t index)
{
	const char *path = walk->items[index].path;

	for (size_t i = 0; i < index; i++) {
		const char *other = walk->items[i].path;

		if (path && other ? strcmp(path, other) == 0 : path == other)
			return true;
	}
	return false;
}

void format_walk(const struct file_format *format, const struct format_visitor *visitor)
{
	struct walk walk = {.visitor = visitor};

	arena_init(&walk.arena);
	(void)meet(&walk, format->schema, NULL);
	/* `items` grows on the way, and ends: there are so many tables, and each is met once */
	for (size_t i = 0; i < walk.count; i++) {
		const struct met met = walk.items[i];

		if (is_part_of(&walk, i))
			continue;
		visitor->section(visitor->owner, met.path);
		visit_keys(&walk, met.schema, met.path);
	}
	arena_finish(&walk.arena);
}
