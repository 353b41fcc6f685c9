#include "recipe.h"

#include <string.h>

#include "arena.h"
#include "home.h"
#include "recipe_item.h"
#include "recipe_list.h"

struct recipe_file {
	int extend;
	struct place extend_place; /* line 0: it stands alone */
	struct node *authorities;
	struct node *credentials;
	struct node *variants;
	struct node *crls;
	struct node *bundles;
};

static const char *const extend_words[] = {"builtin", NULL};

static const struct field file_fields[] = {
	{"extend", FIELD_WORD, offsetof(struct recipe_file, extend), .words = extend_words,
		.place_offset = offsetof(struct recipe_file, extend_place),
		.doc = "the recipe that this one adds to: builtin"},
	{"authorities", FIELD_NODE, offsetof(struct recipe_file, authorities),
		.takes = TAKES_NAMED | TAKES_MAP, .fields = &recipe_authority_schema, .required = true,
		.unless = "extend", .doc = "certificate authorities by name"},
	{"credentials", FIELD_NODE, offsetof(struct recipe_file, credentials),
		.takes = TAKES_NAMED | TAKES_MAP, .fields = &recipe_credential_schema, .required = true,
		.unless = "extend", .doc = "certificates with a key, by name"},
	{"variants", FIELD_NODE, offsetof(struct recipe_file, variants),
		.takes = TAKES_NAMED | TAKES_PAIRS, .doc = "named changes to the authorities"},
	{"crls", FIELD_NODE, offsetof(struct recipe_file, crls), .takes = TAKES_NAMED | TAKES_MAP,
		.fields = &recipe_crl_schema,
		.doc = "revocation lists that are not as an authority's usual one is, by name"},
	{"bundles", FIELD_NODE, offsetof(struct recipe_file, bundles), .takes = TAKES_NAMED | TAKES_MAP,
		.fields = &recipe_bundle_schema,
		.doc = "what a server is given of authorities and lists, by name"},
};
const struct schema recipe_schema = {
	"recipe", sizeof(struct recipe_file), file_fields, COUNT_OF(file_fields)};

/* Names become file names, so they are narrow. */
static bool is_name(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && !text[len] && len <= RECIPE_NAME_MAX && text[0] != '-' &&
		strcmp(text, "self") != 0;
}

bool recipe_takes_name(const struct node_entry *entry, struct diag *diag)
{
	if (is_name(entry->key))
		return true;
	diag_error(diag, entry->key_place,
		"'%s' can't be a name here: lower-case letters, digits and '-', at most %d, and not self",
		entry->key, RECIPE_NAME_MAX);
	return false;
}

static bool is_map(const struct node *node, const char *what, struct diag *diag)
{
	if (node && node->kind != NODE_MAP)
		diag_error(diag, node->place, "'%s' must be a map", what);
	return node && node->kind == NODE_MAP;
}

/* Where a name of the recipe that is extended is said anew, it is what is said here. */
static bool replace(struct recipe *recipe, enum recipe_kind kind, const struct node_entry *entry,
	struct arena *arena)
{
	for (size_t i = 0; i < recipe->count; i++) {
		struct recipe_item *item = recipe->items[i];

		if (item->kind != kind || strcmp(item->name, entry->key) != 0)
			continue;
		recipe_say_anew(item, entry, arena);
		return true;
	}
	return false;
}

static void collect(struct recipe *recipe, const struct node *map, enum recipe_kind kind,
	struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct node_entry *entry = &map->entries[i];
		struct recipe_item *item;

		if (!recipe_takes_name(entry, diag) || replace(recipe, kind, entry, arena))
			continue;
		if (recipe->count == RECIPE_ITEMS_MAX) {
			diag_error(diag, entry->key_place, "more than %d authorities and credentials",
				RECIPE_ITEMS_MAX);
			return;
		}
		item = ARENA_NEW(arena, struct recipe_item);
		item->kind = kind;
		item->name = entry->key;
		item->place = entry->key_place;
		item->node = entry->value;
		*ARENA_PUSH(arena, recipe->items, recipe->count) = item;
	}
}

static void read_item(struct recipe_item *item, struct arena *arena, struct diag *diag)
{
	const struct recipe_item own = *item;

	if (own.like) {
		*item = *own.like;
		item->name = own.name;
		item->place = own.place;
		item->node = own.node;
		item->said_anew = own.said_anew;
		item->like = own.like;
		item->like_name = NULL;
	} else {
		recipe_item_defaults(item, own.kind);
	}
	item->defect = "";
	/* what it complains about is in diag; the rest is looked at all the same */
	(void)!schema_read(item,
		own.kind == RECIPE_AUTHORITY ? &recipe_authority_schema : &recipe_credential_schema,
		item->node, arena, diag);
	recipe_item_check(item, diag);
	item->visit = 1;
}

static void read_items(struct recipe *recipe, struct arena *arena, struct diag *diag)
{
	size_t left = recipe->count;

	for (size_t i = 0; i < recipe->count; i++)
		recipe->items[i]->visit = 0;
	/* ends: there is no cycle of `like`, so each pass finds somebody whose model has been read */
	while (left) {
		for (size_t i = 0; i < recipe->count; i++) {
			struct recipe_item *item = recipe->items[i];

			if (item->visit || (item->like && !item->like->visit))
				continue;
			read_item(item, arena, diag);
			left--;
		}
	}
}

static const char *const *list_names(
	const struct recipe *recipe, enum recipe_kind kind, struct arena *arena)
{
	const char **names = ARENA_ARRAY(arena, const char *, recipe->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < recipe->count; i++) {
		if (recipe->items[i]->kind == kind)
			names[count++] = recipe->items[i]->name;
	}
	return names;
}

/* Authorities first, whichever of the files they are from. */
static void collect_files(struct recipe *recipe, const struct recipe_file *files, size_t count,
	struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < count; i++) {
		if (is_map(files[i].authorities, "authorities", diag))
			collect(recipe, files[i].authorities, RECIPE_AUTHORITY, arena, diag);
	}
	for (size_t i = 0; i < count; i++) {
		if (is_map(files[i].credentials, "credentials", diag))
			collect(recipe, files[i].credentials, RECIPE_CREDENTIAL, arena, diag);
	}
}

/* False: it can't be read as YAML. */
static bool read_file(
	struct recipe_file *out, const char *path, struct arena *arena, struct diag *diag)
{
	struct node *root;

	memset(out, 0, sizeof(*out));
	if (!node_read(&root, arena, diag, path))
		return false;
	/* what it complains about is in diag; the rest is looked at all the same */
	(void)!schema_read(out, &recipe_schema, root, arena, diag);
	return true;
}

static void read_lists(struct recipe *recipe, const struct recipe_file *files, size_t count,
	struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < count; i++) {
		if (is_map(files[i].crls, "crls", diag))
			recipe_read_crls(recipe, files[i].crls, arena, diag);
	}
	for (size_t i = 0; i < count; i++) {
		const struct node *map = files[i].bundles;

		recipe_read_bundles(recipe, is_map(map, "bundles", diag) ? map : NULL, arena, diag);
	}
}

struct recipe *recipe_read(struct arena *arena, struct diag *diag, const char *path)
{
	size_t before = diag->count + diag->dropped;
	struct recipe *recipe = ARENA_NEW(arena, struct recipe);
	struct recipe_file files[] = {{.extend = 0}, {.extend = 0}}; /* the one it extends, itself */

	recipe->path = arena_strdup(arena, path);
	if (!read_file(&files[1], recipe->path, arena, diag))
		return NULL;
	if (files[1].extend_place.line &&
		!read_file(&files[0], home_path(arena, "ca-fixtures/pki.yaml"), arena, diag))
		return NULL;
	collect_files(recipe, files, COUNT_OF(files), arena, diag);
	recipe_link_likes(recipe, diag);
	read_items(recipe, arena, diag);
	recipe_link_issuers(recipe, arena, diag);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		if (is_map(files[i].variants, "variants", diag))
			recipe_read_variants(recipe, files[i].variants, arena, diag);
	}
	recipe->credential_names = list_names(recipe, RECIPE_CREDENTIAL, arena);
	recipe->authority_names = list_names(recipe, RECIPE_AUTHORITY, arena);
	read_lists(recipe, files, COUNT_OF(files), arena, diag);
	return diag->count + diag->dropped == before ? recipe : NULL;
}

const char *const *recipe_credentials(const struct recipe *recipe)
{
	return recipe->credential_names;
}

const char *const *recipe_authorities(const struct recipe *recipe)
{
	return recipe->authority_names;
}

const char *recipe_defect(const struct recipe *recipe, const char *credential)
{
	const struct recipe_item *item = recipe_find(recipe, RECIPE_CREDENTIAL, credential);

	return item ? item->defect : "";
}

bool recipe_has_addresses(const struct recipe *recipe, const char *credential)
{
	const struct recipe_item *item = recipe_find(recipe, RECIPE_CREDENTIAL, credential);

	return item && item->addresses;
}

bool recipe_lasts(const struct recipe *recipe, const char *credential)
{
	const struct recipe_item *item =
		credential ? recipe_find(recipe, RECIPE_CREDENTIAL, credential) : NULL;

	return item && item->lasts_s;
}

bool recipe_is_made_again(const struct recipe *recipe, const char *credential)
{
	return recipe_has_addresses(recipe, credential) || recipe_lasts(recipe, credential);
}

bool recipe_keys_differ(const struct recipe *recipe, const char *one, const char *other)
{
	const struct recipe_item *a = recipe_find(recipe, RECIPE_CREDENTIAL, one);
	const struct recipe_item *b = recipe_find(recipe, RECIPE_CREDENTIAL, other);

	return a && b && (a->key != b->key || a->digest != b->digest);
}
