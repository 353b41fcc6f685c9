#include "format_value.h"

#include <string.h>

#include "schema.h"

static json_t *of_type(const char *type)
{
	json_t *value = json_checked(json_object());

	json_put(value, "type", json_text(type));
	return value;
}

/* A scalar: YAML's own types mean nothing to our reader, who takes 12 and true for texts. */
static json_t *any_text(bool may_be_empty)
{
	static const char *const types[] = {"string", "number", "boolean", "null"};
	json_t *value = json_checked(json_object());
	json_t *list = json_checked(json_array());

	for (size_t i = 0; i < COUNT_OF(types) - !may_be_empty; i++)
		json_push(list, json_text(types[i]));
	json_put(value, "type", list);
	if (!may_be_empty)
		json_put(value, "minLength", json_count(1));
	return value;
}

static json_t *any_of(json_t *one, json_t *other)
{
	json_t *value = json_checked(json_object());
	json_t *ways = json_checked(json_array());

	json_push(ways, one);
	json_push(ways, other);
	json_put(value, "anyOf", ways);
	return value;
}

static json_t *list_of(json_t *items, bool needs_one)
{
	json_t *value = of_type("array");

	json_put(value, "items", items);
	if (needs_one)
		json_put(value, "minItems", json_count(1));
	return value;
}

/* Any names of the writer's own. */
static json_t *map_to(json_t *items)
{
	json_t *value = of_type("object");

	json_put(value, "additionalProperties", items);
	return value;
}

/* Or what a name stands for that is resolved before. */
static json_t *or_name(const struct format_values *values, json_t *value)
{
	json_t *name;

	if (!values->has_names)
		return value;
	name = of_type("string");
	json_put(name, "pattern", json_text("\\$\\{"));
	return any_of(value, name);
}

/* Written without quotes, some words are something else to YAML. */
static void push_word(json_t *list, const char *word)
{
	json_push(list, json_text(word));
	if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
		json_push(list, json_checked(json_boolean(word[0] == 't')));
	else if (strlen(word) == 1 && word[0] >= '0' && word[0] <= '9')
		json_push(list, json_count((uint64_t)(word[0] - '0')));
}

static json_t *word_of(const struct format_values *values, const char *const *words)
{
	json_t *value = json_checked(json_object());
	json_t *list = json_checked(json_array());

	for (; *words; words++)
		push_word(list, *words);
	json_put(value, "enum", list);
	return or_name(values, value);
}

static json_t *number_of(const struct format_values *values, const struct field *field)
{
	json_t *value = of_type("integer");

	if (field->min || field->max) {
		json_put(value, "minimum", json_checked(json_integer(field->min)));
		json_put(value, "maximum", json_checked(json_integer(field->max)));
	}
	return or_name(values, value);
}

/* One entry of a list. */
static json_t *entry_taken(const struct format_values *values, const struct field *field)
{
	json_t *text = NULL;
	json_t *map = NULL;

	if (field->takes & TAKES_TEXTS)
		text = field->words ? word_of(values, field->words) : any_text(false);
	if (field->takes & TAKES_MAPS)
		map = values->reference(values->owner, field->fields);
	if (text && map)
		return any_of(text, map);
	return text ? text : map;
}

/* Whatever a reader of its own takes of one value: any of what `takes` says. */
static json_t *taken_once(const struct format_values *values, const struct field *field)
{
	json_t *value = json_checked(json_object());
	json_t *ways = json_checked(json_array());

	if (field->takes & TAKES_TEXT)
		json_push(ways, field->words ? word_of(values, field->words) : any_text(false));
	if (field->takes & TAKES_MAP)
		json_push(ways, values->reference(values->owner, field->fields));
	if (field->takes & TAKES_PAIRS)
		json_push(ways, map_to(any_text(true)));
	if (field->takes & (TAKES_TEXTS | TAKES_MAPS))
		json_push(ways, list_of(entry_taken(values, field), false));
	json_put(value, "anyOf", ways);
	return value;
}

/* A map of these keys, each with such a value. */
static json_t *by_key(const struct format_values *values, const struct field *field)
{
	json_t *value = of_type("object");
	json_t *properties = json_checked(json_object());

	for (const char *const *key = field->keys; *key; key++)
		json_put(properties, *key, taken_once(values, field));
	json_put(value, "properties", properties);
	json_put(value, "additionalProperties", json_checked(json_false()));
	return value;
}

static json_t *taken(const struct format_values *values, const struct field *field)
{
	json_t *value = taken_once(values, field);

	if (field->takes & TAKES_NAMED)
		value = map_to(value);
	return field->keys ? any_of(value, by_key(values, field)) : value;
}

/* A reference may have nothing beside it. */
static json_t *described(json_t *value, const char *doc)
{
	json_t *whole = value;

	if (json_object_get(value, "$ref")) {
		json_t *all = json_checked(json_array());

		whole = json_checked(json_object());
		json_push(all, value);
		json_put(whole, "allOf", all);
	}
	json_put_text(whole, "description", doc);
	return whole;
}

static json_t *plain(const struct format_values *values, const struct field *field)
{
	switch (field->kind) {
	case FIELD_TEXT:
		return any_text(false);
	case FIELD_BOOL:
		return or_name(values, of_type("boolean"));
	case FIELD_NUMBER:
		return number_of(values, field);
	case FIELD_WORD:
		return word_of(values, field->words);
	case FIELD_TEXTS:
		return any_of(any_text(false), list_of(any_text(false), field->required));
	case FIELD_STRUCT:
		return values->reference(values->owner, field->fields);
	case FIELD_STRUCTS:
		return list_of(values->reference(values->owner, field->fields), field->required);
	case FIELD_MAP:
		return map_to(any_text(true));
	default:
		return taken(values, field);
	}
}

json_t *format_value(const struct format_values *values, const struct field *field)
{
	return described(plain(values, field), field->doc);
}
