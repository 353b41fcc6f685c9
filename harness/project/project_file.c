#include "project_file.h"

#include <string.h>

#include "arena.h"
#include "option_path.h"
#include "option_table.h"
#include "schema.h"

#define ARGUMENT_KEY "scenario"
#define PROFILES_KEY "profiles"

/* Where the value of one key is read to; which member depends on the option. */
struct slot {
	struct text_list texts;
	const char *text;
	bool on;
	struct node *node;
	struct place place; /* line 0: the key is not there */
};

struct reader {
	struct arena *arena;
	struct diag *diag;
	const struct project_parser *parser;
	const char *folder;
	const struct argp_option **options; /* of each field, NULL: an argument */
	struct field *fields;
	size_t count; /* of a profile's: the top's has one more */
};

static void add_field(
	struct reader *reader, const char *name, enum field_kind kind, size_t member, const char *doc)
{
	size_t base = reader->count * sizeof(struct slot);

	*ARENA_PUSH(reader->arena, reader->fields, reader->count) = (struct field){.name = name,
		.kind = kind,
		.offset = base + member,
		.doc = doc,
		.place_offset = base + offsetof(struct slot, place)};
}

static void add_option(void *owner, const struct argp_option *option)
{
	struct reader *reader = owner;
	size_t count = reader->count;

	if (option->flags & OPTION_OF_ONE_LINE)
		return;
	*ARENA_PUSH(reader->arena, reader->options, count) = option;
	if (!option->arg)
		add_field(reader, option->name, FIELD_BOOL, offsetof(struct slot, on), option->doc);
	else if (option->flags & OPTION_SEVERAL)
		add_field(reader, option->name, FIELD_TEXTS, offsetof(struct slot, texts), option->doc);
	else
		add_field(reader, option->name, FIELD_TEXT, offsetof(struct slot, text), option->doc);
}

/* The last two: the command's arguments, and profiles where it is the top. */
static void make_fields(struct reader *reader)
{
	size_t count;

	option_visit(reader->parser->argp, add_option, reader);
	count = reader->count;
	*ARENA_PUSH(reader->arena, reader->options, count) = NULL;
	add_field(reader, ARGUMENT_KEY, FIELD_TEXTS, offsetof(struct slot, texts),
		"What is run: ids, folders of ids, globs, files");
	add_field(reader, PROFILES_KEY, FIELD_NODE, offsetof(struct slot, node),
		"Further sets of these keys, by the name that --profile chooses");
	reader->count--;
}

static void take(struct reader *reader, struct project_layer *layer,
	const struct argp_option *option, const char *text, struct place place)
{
	bool optional = option && option->arg && !option_takes_value(option);
	struct project_value value = {option, text, false, place};

	if (optional && text && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)) {
		value.off = *text == 'f';
		value.text = NULL;
	}
	if (value.text)
		value.text = option_from_folder(reader->arena, option, value.text, reader->folder);
	project_add(layer, &value, reader->parser, reader->arena, reader->diag);
}

static void take_off(struct reader *reader, struct project_layer *layer,
	const struct argp_option *option, struct place place)
{
	const struct project_value value = {option, NULL, true, place};

	*ARENA_PUSH(reader->arena, layer->values, layer->count) = value;
}

static void take_slot(struct reader *reader, struct project_layer *layer, size_t index,
	const struct slot *slot, enum field_kind kind)
{
	const struct argp_option *option = reader->options[index];
	const struct text_list *texts = &slot->texts;

	if (kind == FIELD_TEXT && slot->text)
		take(reader, layer, option, slot->text, slot->place);
	else if (kind == FIELD_BOOL && slot->on)
		take(reader, layer, option, NULL, slot->place);
	for (size_t i = 0; kind == FIELD_TEXTS && i < texts->count; i++)
		take(reader, layer, option, texts->items[i], texts->places[i]);
	if ((kind == FIELD_BOOL && !slot->on) || (kind == FIELD_TEXTS && !texts->count))
		take_off(reader, layer, option, slot->place);
}

/* The value of `profiles`, or NULL. */
static const struct node *read_layer(struct reader *reader, struct project_layer *layer,
	const char *name, const struct node *node, bool top)
{
	struct slot *slots = ARENA_ARRAY(reader->arena, struct slot, reader->count + 1);
	const struct schema schema = {
		name, sizeof(*slots) * (reader->count + 1), reader->fields, reader->count + top};

	/* what is wrong stands in the diagnostics; the rest is looked at, too */
	(void)!schema_read(slots, &schema, node, reader->arena, reader->diag);
	for (size_t i = 0; i < reader->count; i++) {
		if (slots[i].place.line)
			take_slot(reader, layer, i, &slots[i], reader->fields[i].kind);
	}
	return slots[reader->count].node;
}

static void report_no_profile(
	struct reader *reader, const char *path, const char *profile, const struct node *profiles)
{
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; profiles && i < profiles->count; i++)
		*ARENA_PUSH(reader->arena, names, count) = profiles->entries[i].key;
	*ARENA_PUSH(reader->arena, names, count) = NULL;
	diag_error_suggest(reader->diag, profiles ? profiles->place : (struct place){.file = path},
		profile, names, "there is no profile '%s'", profile);
}

static void read_profiles(struct reader *reader, struct project_layer *out, const char *path,
	const char *profile, const struct node *profiles)
{
	bool found = false;

	if (profiles && profiles->kind != NODE_MAP) {
		diag_error(reader->diag, profiles->place, "'" PROFILES_KEY "' must be a map, not a %s",
			node_kind_name(profiles->kind));
		return;
	}
	for (size_t i = 0; profiles && i < profiles->count; i++) {
		const struct node_entry *entry = &profiles->entries[i];
		bool chosen = profile && strcmp(entry->key, profile) == 0;
		struct project_layer other = {NULL, 0};

		(void)read_layer(reader, chosen ? out : &other,
			arena_printf(reader->arena, "profile '%s'", entry->key), entry->value, false);
		found = found || chosen;
	}
	if (profile && !found)
		report_no_profile(reader, path, profile, profiles);
}

static void read_tree(struct project_layer layers[PROJECT_LAYER_COUNT], struct reader *reader,
	const char *path, const struct node *root, const char *profile)
{
	const char *slash = strrchr(path, '/');
	const struct node *profiles;

	reader->folder = slash ? arena_strndup(reader->arena, path, (size_t)(slash - path)) : "";
	if (slash == path)
		reader->folder = "/.";
	make_fields(reader);
	profiles = read_layer(reader, &layers[PROJECT_TOP], "a project's file", root, true);
	read_profiles(reader, &layers[PROJECT_PROFILE], path, profile, profiles);
}

void project_file_read(struct project_layer layers[PROJECT_LAYER_COUNT], struct arena *arena,
	struct diag *diag, const char *path, const char *profile, const struct project_parser *parser)
{
	struct reader reader = {.arena = arena, .diag = diag, .parser = parser};
	struct node *root;

	/* with a key twice there is a tree all the same */
	(void)!node_read(&root, arena, diag, path);
	if (root)
		read_tree(layers, &reader, path, root, profile);
}

void project_file_parse(struct project_layer layers[PROJECT_LAYER_COUNT], struct arena *arena,
	struct diag *diag, const char *path, const char *text, size_t len, const char *profile,
	const struct project_parser *parser)
{
	struct reader reader = {.arena = arena, .diag = diag, .parser = parser};
	struct node *root;

	(void)!node_parse(&root, arena, diag, path, text, len);
	if (root)
		read_tree(layers, &reader, path, root, profile);
}
