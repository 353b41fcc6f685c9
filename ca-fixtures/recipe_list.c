#include "recipe_list.h"

#include <string.h>

#include "arena.h"
#include "node.h"

enum { LIST_AGE_S = 3600, LIST_LIFE_S = 30 * 86400 };

static const char *const lists_words[] = {"revoked", "nobody", NULL};

#define AT(member) offsetof(struct recipe_crl, member)
static const struct field crl_fields[] = {
	{"authority", FIELD_TEXT, AT(authority_name), .required = true,
		.place_offset = AT(authority_place), .doc = "the authority whose list it is"},
	{"signed_by", FIELD_TEXT, AT(signer_name), .place_offset = AT(signer_place),
		.doc = "another authority, with whose key it is signed"},
	{"valid", FIELD_STRUCT, AT(valid), .fields = &recipe_validity_schema,
		.doc = "thisUpdate and nextUpdate"},
	{"lists", FIELD_WORD, AT(lists), .words = lists_words,
		.doc = "whom it names: those that the recipe has revoked, or nobody"},
	{"unknown_critical", FIELD_BOOL, AT(unknown_critical),
		.doc = "adds a critical extension that nobody knows"},
	{"defect", FIELD_TEXT, AT(defect), .doc = "what is wrong with it, for people"},
};
#undef AT
const struct schema recipe_crl_schema = {
	"crl", sizeof(struct recipe_crl), crl_fields, COUNT_OF(crl_fields)};

#define AT(member) offsetof(struct recipe_bundle, member)
static const struct field bundle_fields[] = {
	{"authorities", FIELD_TEXTS, AT(authority_names), .required = true,
		.doc = "those that the server trusts, in this order"},
	{"crls", FIELD_TEXTS, AT(crl_names), .required = true,
		.doc = "the lists that it is given, in this order: crls, or authorities with their usual "
			   "one"},
};
#undef AT
const struct schema recipe_bundle_schema = {
	"bundle", sizeof(struct recipe_bundle), bundle_fields, COUNT_OF(bundle_fields)};

static struct recipe_item *authority(
	const struct recipe *recipe, const char *name, struct place place, struct diag *diag)
{
	struct recipe_item *item = name ? recipe_find(recipe, RECIPE_AUTHORITY, name) : NULL;

	if (name && !item)
		diag_error_suggest(
			diag, place, name, recipe->authority_names, "no authority is called '%s'", name);
	return item;
}

static struct recipe_crl *find_crl(const struct recipe_lists *lists, const char *name)
{
	for (size_t i = 0; i < lists->crl_count; i++) {
		if (strcmp(lists->crls[i].name, name) == 0)
			return &lists->crls[i];
	}
	return NULL;
}

/* The one of that name, as if nothing had been said of it; or one more. */
static struct recipe_crl *place_for_crl(
	struct recipe_lists *lists, const char *name, struct arena *arena)
{
	struct recipe_crl *crl = find_crl(lists, name);

	if (!crl)
		crl = ARENA_PUSH(arena, lists->crls, lists->crl_count);
	*crl = (struct recipe_crl){.name = name, .valid = {-LIST_AGE_S, LIST_LIFE_S}, .defect = ""};
	return crl;
}

void recipe_read_crls(
	struct recipe *recipe, const struct node *map, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct node_entry *entry = &map->entries[i];
		struct recipe_crl *crl;

		if (!recipe_takes_name(entry, diag))
			continue;
		crl = place_for_crl(&recipe->lists, entry->key, arena);
		if (recipe_find(recipe, RECIPE_AUTHORITY, entry->key))
			diag_error(diag, entry->key_place,
				"'%s' is an authority, by whose name its usual list goes", entry->key);
		/* what it complains about is in diag; the rest is looked at all the same */
		(void)!schema_read(crl, &recipe_crl_schema, entry->value, arena, diag);
		crl->authority = authority(recipe, crl->authority_name, crl->authority_place, diag);
		crl->signer = authority(recipe, crl->signer_name, crl->signer_place, diag);
		if (crl->valid.from_s >= crl->valid.until_s)
			diag_error(diag, entry->value->place, "'%s' ends before it begins", entry->key);
	}
}

static struct recipe_bundle *find_bundle(const struct recipe_lists *lists, const char *name)
{
	for (size_t i = 0; i < lists->bundle_count; i++) {
		if (strcmp(lists->bundles[i].name, name) == 0)
			return &lists->bundles[i];
	}
	return NULL;
}

static struct recipe_bundle *place_for_bundle(
	struct recipe_lists *lists, const char *name, struct arena *arena)
{
	struct recipe_bundle *bundle = find_bundle(lists, name);

	if (!bundle)
		bundle = ARENA_PUSH(arena, lists->bundles, lists->bundle_count);
	*bundle = (struct recipe_bundle){.name = name};
	return bundle;
}

static void link_bundle(struct recipe_bundle *bundle, const struct recipe *recipe,
	struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < bundle->authority_names.count; i++)
		*ARENA_PUSH(arena, bundle->authorities, bundle->authority_count) = authority(
			recipe, bundle->authority_names.items[i], bundle->authority_names.places[i], diag);
	for (size_t i = 0; i < bundle->crl_names.count; i++) {
		const char *name = bundle->crl_names.items[i];
		struct recipe_listed *listed = ARENA_PUSH(arena, bundle->crls, bundle->crl_count);

		listed->crl = find_crl(&recipe->lists, name);
		if (!listed->crl)
			listed->authority = authority(recipe, name, bundle->crl_names.places[i], diag);
	}
}

static void name_bundles(struct recipe_lists *lists, struct arena *arena)
{
	const char **names = ARENA_ARRAY(arena, const char *, lists->bundle_count + 1);

	for (size_t i = 0; i < lists->bundle_count; i++)
		names[i] = lists->bundles[i].name;
	lists->bundle_names = names;
}

void recipe_read_bundles(
	struct recipe *recipe, const struct node *map, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; map && i < map->count; i++) {
		const struct node_entry *entry = &map->entries[i];
		struct recipe_bundle *bundle;

		if (!recipe_takes_name(entry, diag))
			continue;
		bundle = place_for_bundle(&recipe->lists, entry->key, arena);
		/* as above */
		(void)!schema_read(bundle, &recipe_bundle_schema, entry->value, arena, diag);
		link_bundle(bundle, recipe, arena, diag);
	}
	name_bundles(&recipe->lists, arena);
}

const struct recipe_bundle *recipe_find_bundle(const struct recipe *recipe, const char *name)
{
	return find_bundle(&recipe->lists, name);
}

const char *const *recipe_bundles(const struct recipe *recipe)
{
	return recipe->lists.bundle_names;
}
