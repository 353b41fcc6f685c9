#include "format_json.h"

#include <string.h>

#include "arena.h"
#include "fatal.h"
#include "file_format.h"
#include "format_value.h"
#include "json_out.h"

/* A field table, and the name of its definition. */
struct defined {
	const struct schema *schema;
	const char *name;
};

struct definitions {
	struct arena arena;
	struct defined *items;
	size_t count;
	bool has_names;
};

static bool is_taken(const struct definitions *definitions, const char *name)
{
	for (size_t i = 0; i < definitions->count; i++) {
		if (strcmp(definitions->items[i].name, name) == 0)
			return true;
	}
	return false;
}

/* As it may stand in a reference, which is a URI. */
static const char *referable(struct arena *arena, const char *name)
{
	char *text = arena_strdup(arena, name);

	for (char *c = text; *c; c++) {
		if (*c == ' ')
			*c = '-';
	}
	return text;
}

/* Its name, by which it can be referred to; a further one of the same name gets a number. */
static const char *define(struct definitions *definitions, const struct schema *schema)
{
	const char *first = referable(&definitions->arena, schema->name);
	const char *name = first;

	for (size_t i = 0; i < definitions->count; i++) {
		if (definitions->items[i].schema == schema)
			return definitions->items[i].name;
	}
	for (int number = 2; is_taken(definitions, name); number++)
		name = arena_printf(&definitions->arena, "%s-%d", first, number);
	*ARENA_PUSH(&definitions->arena, definitions->items, definitions->count) =
		(struct defined){schema, name};
	return name;
}

static json_t *reference(void *owner, const struct schema *schema)
{
	struct definitions *definitions = owner;
	json_t *value = json_checked(json_object());
	const char *name = define(definitions, schema);

	json_put(value, "$ref", json_text(arena_printf(&definitions->arena, "#/definitions/%s", name)));
	return value;
}

/* {"required": [NAME]} */
static json_t *has_key(const char *name)
{
	json_t *value = json_checked(json_object());
	json_t *names = json_checked(json_array());

	json_push(names, json_text(name));
	json_put(value, "required", names);
	return value;
}

static json_t *has_one_of(const char *one, const char *other)
{
	json_t *value = json_checked(json_object());
	json_t *ways = json_checked(json_array());

	json_push(ways, has_key(one));
	json_push(ways, has_key(other));
	json_put(value, "anyOf", ways);
	return value;
}

/* What a map must have: always, and unless it has something else. */
struct demands {
	json_t *always;
	json_t *either;
};

/* The keys of a table at this level. `instead`: a key beside which nothing is required, or NULL. */
static void put_keys(struct definitions *definitions, json_t *properties, struct demands *demands,
	const struct schema *schema, const char *instead)
{
	const struct format_values values = {definitions, reference, definitions->has_names};

	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		const char *unless = field->unless ? field->unless : instead;

		if (field->kind == FIELD_PART) {
			put_keys(definitions, properties, demands, field->fields, instead);
			continue;
		}
		json_put(properties, field->name, format_value(&values, field));
		if (field->required && unless)
			json_push(demands->either, has_one_of(field->name, unless));
		else if (field->required)
			json_push(demands->always, json_text(field->name));
	}
}

static void put_unless_empty(json_t *object, const char *key, json_t *list)
{
	if (json_array_size(list))
		json_put(object, key, list);
	else
		json_decref(list);
}

static json_t *map_of(
	struct definitions *definitions, const struct schema *schema, const char *instead)
{
	json_t *value = json_checked(json_object());
	json_t *properties = json_checked(json_object());
	struct demands demands = {json_checked(json_array()), json_checked(json_array())};

	put_keys(definitions, properties, &demands, schema, instead);
	json_put(value, "type", json_text("object"));
	json_put(value, "properties", properties);
	json_put(value, "additionalProperties", json_checked(json_false()));
	put_unless_empty(value, "required", demands.always);
	put_unless_empty(value, "allOf", demands.either);
	return value;
}

void format_json(struct buf *out, const struct file_format *format)
{
	struct definitions definitions = {.has_names = format->has_names};
	json_t *root = json_checked(json_object());
	json_t *defined = json_checked(json_object());
	json_t *top;

	arena_init(&definitions.arena);
	json_put(root, "$schema", json_text("http://json-schema.org/draft-07/schema#"));
	json_put(root, "title",
		json_text(arena_printf(&definitions.arena, "mtlspec: %s file", format->word)));
	json_put(root, "description", json_text(format->title));
	top = map_of(&definitions, format->schema, format->inherits);
	if (json_object_update(root, top) != 0)
		FATAL("out of memory (JSON)");
	json_decref(top);
	/* each may define more; it ends, since each table is defined once */
	for (size_t i = 0; i < definitions.count; i++)
		json_put(defined, definitions.items[i].name,
			map_of(&definitions, definitions.items[i].schema, NULL));
	json_put(root, "definitions", defined);
	json_render(out, root);
	arena_finish(&definitions.arena);
}
