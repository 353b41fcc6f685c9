#include <string.h>

#include "recipe_item.h"

/* RFC 5280 appendix A.1 (ub-common-name and its like) */
static const struct subject_limit {
	const char *word;
	size_t min, max;
} limits[] = {
	{"CN", 1, 64},
	{"O", 1, 64},
	{"OU", 1, 64},
	{"C", 2, 2},
	{"ST", 1, 128},
	{"L", 1, 128},
	{"DC", 1, 63},
	{"serialNumber", 1, 64},
	{"emailAddress", 1, 128},
};

static const struct subject_limit *find_limit(const char *word)
{
	for (size_t i = 0; i < COUNT_OF(limits); i++) {
		if (strcmp(limits[i].word, word) == 0)
			return &limits[i];
	}
	return NULL;
}

static void check_attribute(const struct node_entry *entry, struct diag *diag)
{
	const struct subject_limit *limit = find_limit(entry->key);
	size_t len;

	if (!limit) {
		diag_error_suggest(diag, entry->key_place, entry->key, subject_words,
			"'%s' is no attribute of a subject", entry->key);
		return;
	}
	if (entry->value->kind != NODE_SCALAR)
		return;
	len = strlen(entry->value->text);
	if (len < limit->min)
		diag_error(
			diag, entry->value->place, "%s takes at least %zu characters", limit->word, limit->min);
	if (len > limit->max)
		diag_error(
			diag, entry->value->place, "%s takes at most %zu characters", limit->word, limit->max);
}

/* The value that the item itself gives, or NULL where it is inherited or left out. */
static const struct node *own(const struct recipe_item *item, const char *key)
{
	return node_get(item->node, key);
}

static struct place place_of(const struct recipe_item *item, const char *key, const char *or_key)
{
	const struct node *node = own(item, key) ? own(item, key) : own(item, or_key);

	return node ? node->place : item->place;
}

/* Nothing of what stood there before counts, unless it is asked for. */
static void hint_like_itself(const struct recipe_item *item, struct diag *diag)
{
	if (item->said_anew)
		diag_hint(diag,
			"like: %s takes over all that the extended recipe says of it, but for what "
			"is said here",
			item->name);
}

static void check_subject(const struct recipe_item *item, struct diag *diag)
{
	const struct node *subject = own(item, "subject");

	if (!subject && !own(item, "like")) {
		diag_error(diag, item->place, "%s '%s' has no subject",
			item->kind == RECIPE_AUTHORITY ? "authority" : "credential", item->name);
		hint_like_itself(item, diag);
	}
	if (!subject || subject->kind != NODE_MAP)
		return;
	if (!subject->count && item->kind == RECIPE_AUTHORITY)
		diag_error(diag, subject->place,
			"the subject of an authority needs at least one attribute, like CN: it is the name by "
			"which it is found");
	for (size_t i = 0; i < subject->count; i++)
		check_attribute(&subject->entries[i], diag);
}

/* RFC 5280 4.1.2.6: who has no name in the subject has one in the subjectAltName. */
static void check_named(const struct recipe_item *item, struct diag *diag)
{
	const struct node *subject = own(item, "subject");
	bool empty =
		subject ? subject->kind == NODE_MAP && !subject->count : item->like && !item->subject.count;

	if (empty && item->kind == RECIPE_CREDENTIAL && !item->san.count &&
		(subject || own(item, "san")))
		diag_error(diag, place_of(item, "subject", "san"),
			"'%s' has no name: an empty subject needs a subjectAltName (san)", item->name);
}

static void check_issuer(const struct recipe_item *item, struct diag *diag)
{
	if (item->kind != RECIPE_CREDENTIAL || own(item, "like") || own(item, "issuer"))
		return;
	diag_error(diag, item->place, "credential '%s' has no issuer", item->name);
	hint_like_itself(item, diag);
}

static void check_validity(const struct recipe_item *item, struct diag *diag)
{
	if (own(item, "valid") && item->valid.from_s >= item->valid.until_s)
		diag_error(
			diag, place_of(item, "valid", "valid"), "'%s' ends before it begins", item->name);
	if (own(item, "lasts") && (item->lasts_s <= 0 || item->kind != RECIPE_CREDENTIAL))
		diag_error(diag, place_of(item, "lasts", "lasts"),
			"only a credential can last, and from a connection on: lasts: +3s");
}

static void check_pathlen(const struct recipe_item *item, struct diag *diag)
{
	if ((own(item, "ca") || own(item, "pathlen")) && item->pathlen != PATHLEN_NONE &&
		item->ca != CA_TRUE)
		diag_error(diag, place_of(item, "pathlen", "ca"), "pathlen needs ca: true");
}

static void check_signer(const struct recipe_item *item, struct diag *diag)
{
	bool own_signer = own(item, "sign_with") != NULL;

	if (item->sign_with != SIGN_WITH_ANOTHER_KEY)
		return;
	if ((own(item, "key") || own_signer) && !key_kind_can_mismatch((enum key_kind)item->key))
		diag_error(diag, place_of(item, "sign_with", "key"),
			"sign_with: another-key needs a key whose file holds its public part: not ed25519 or "
			"ed448");
	if ((own(item, "issuer") || own_signer) && item->issuer_name &&
		strcmp(item->issuer_name, "self") == 0)
		diag_error(diag, place_of(item, "sign_with", "issuer"),
			"what signs itself can't have another key: its own signature would be wrong too");
}

/* With a key that signs for nothing nobody would be good. */
static void check_shared_key(const struct recipe_item *item, struct diag *diag)
{
	if (item->shared_key && item->sign_with == SIGN_WITH_ANOTHER_KEY &&
		recipe_key_owner(item) == item && (own(item, "shared_key") || own(item, "sign_with")))
		diag_error(diag, place_of(item, "shared_key", "sign_with"),
			"a key that signs for another certificate than its own can't be shared: no shared_key "
			"beside sign_with: another-key");
}

void recipe_item_check(const struct recipe_item *item, struct diag *diag)
{
	if (item->node->kind != NODE_MAP)
		return;
	check_subject(item, diag);
	check_named(item, diag);
	check_issuer(item, diag);
	check_validity(item, diag);
	check_pathlen(item, diag);
	check_signer(item, diag);
	check_shared_key(item, diag);
}
