#ifndef RECIPE_ITEM_H
#define RECIPE_ITEM_H
/*
 * What the recipe holds once it is read: one item for each authority and credential, `like`
 * resolved, names looked up. For the module's own use; everybody else sees recipe.h.
 */
#include <stdbool.h>
#include <stddef.h>

#include "key.h"
#include "recipe.h"
#include "schema.h"

enum recipe_kind { RECIPE_AUTHORITY, RECIPE_CREDENTIAL };

/* A general name of RFC 5280 4.2.1.6, written `dns:example.test`. */
enum alt_name_kind { ALT_NAME_DNS, ALT_NAME_URI, ALT_NAME_IP, ALT_NAME_EMAIL, ALT_NAME_KIND_COUNT };
struct alt_name {
	enum alt_name_kind kind;
	const char *value; /* bytes, escapes resolved; a NUL may stand within */
	size_t len;
};
struct alt_name_list {
	struct alt_name *items;
	size_t count;
};

enum recipe_digest { DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512, DIGEST_SHA1, DIGEST_COUNT };
enum recipe_version { VERSION_3, VERSION_1 };
enum recipe_serial {
	SERIAL_RANDOM,
	SERIAL_ZERO,
	SERIAL_NEGATIVE,
	SERIAL_LONGEST,
	SERIAL_TOO_LONG,
	SERIAL_COUNT
};
enum recipe_ca { CA_FALSE, CA_TRUE, CA_ABSENT };
enum recipe_signer { SIGN_WITH_OWN_KEY, SIGN_WITH_ANOTHER_KEY };
enum recipe_tamper { TAMPER_NOTHING, TAMPER_SIGNATURE };
enum { PATHLEN_NONE = -1, PATHLEN_MAX = 10 };
enum { RECIPE_ITEMS_MAX = 300, RECIPE_NAME_MAX = 60 };
/* Words in the two tables of usages. */
enum { KEY_USAGE_COUNT = 9, EXTENDED_KEY_USAGE_COUNT = 7 };
/* What can be fetched from an address in a certificate (RFC 5280 4.2.2.1, 4.2.1.13). */
enum recipe_address { ADDRESS_CA_ISSUERS, ADDRESS_OCSP, ADDRESS_CRL, ADDRESS_COUNT };

extern const char *const digest_words[];
extern const char *const key_usage_words[]; /* in the order of RFC 5280 4.2.1.3's bits */
extern const char *const extended_key_usage_words[];
extern const char *const address_words[]; /* ca_issuers ocsp crl */
extern const char *const alt_name_words[]; /* "dns", "uri", "ip", "email" */
extern const char *const subject_words[]; /* attribute types that a subject may hold */

struct validity {
	long from_s; /* relative to the moment of minting */
	long until_s;
};

struct name_rules {
	struct alt_name_list permitted;
	struct alt_name_list excluded;
};

struct recipe_item {
	enum recipe_kind kind;
	const char *name;
	struct place place;
	const struct node *node; /* as written, for what only concerns the keys named here */
	bool said_anew; /* in the place of one of the recipe that is extended */
	const char *like_name;
	struct place like_place;
	struct recipe_item *like;
	const char *issuer_name;
	struct place issuer_place;
	struct recipe_item *issuer; /* NULL: signs itself */
	struct recipe_item *stands_for_me; /* a variant put another authority in this one's place */
	struct pair_list subject;
	int key; /* enum key_kind */
	struct validity valid;
	int version; /* enum recipe_version; 1: without extensions */
	int serial; /* enum recipe_serial */
	int digest; /* with which the issuer signs this certificate */
	int ca; /* enum recipe_ca */
	long pathlen;
	unsigned key_usage; /* bit set by index into the words; 0: no extension */
	unsigned extended_key_usage;
	struct alt_name_list san;
	struct name_rules name_constraints;
	bool unknown_critical;
	bool unknown_harmless; /* as unknown, but not critical */
	bool duplicate_extension; /* keyUsage twice */
	bool must_staple;
	unsigned addresses; /* bit set of enum recipe_address; 0: neither extension */
	long lasts_s; /* from the connection on that it is made for; 0: as long as `valid` says */
	bool subject_key_id;
	bool authority_key_id;
	bool revoked; /* its issuer's CRL lists it */
	int tamper; /* enum recipe_tamper */
	int sign_with; /* enum recipe_signer */
	bool shared_key; /* what is like it has the very same key: recipe_key_owner() */
	struct text_list chain_names; /* what is sent after the leaf, if `chain_given` */
	struct place chain_place;
	struct recipe_item **chain;
	size_t chain_len;
	const char *defect;
	int visit; /* while links are followed: see recipe_link.c */
};

struct recipe_substitute {
	struct recipe_item *authority;
	struct recipe_item *by;
	struct place place;
};

struct recipe_variant {
	const char *name;
	struct place place;
	struct recipe_substitute *items;
	size_t count;
};

struct recipe_crl; /* recipe_list.h, as the next */
struct recipe_bundle;
struct recipe_lists {
	struct recipe_crl *crls;
	size_t crl_count;
	struct recipe_bundle *bundles;
	size_t bundle_count;
	const char *const *bundle_names; /* NULL-terminated */
};

struct recipe {
	const char *path;
	struct recipe_item **items; /* authorities, then credentials, in file order */
	size_t count;
	const char *const *credential_names;
	const char *const *authority_names;
	struct recipe_variant *variants;
	size_t variant_count;
	struct recipe_lists lists;
};

/* The field tables of an authority and of a credential. */
extern const struct schema recipe_authority_schema;
extern const struct schema recipe_credential_schema;
extern const struct schema recipe_validity_schema; /* of a struct validity */
extern const struct schema recipe_crl_schema; /* recipe_list.c, as the next */
extern const struct schema recipe_bundle_schema;
/* What a field is when neither the item nor what it is like says anything. */
void recipe_item_defaults(struct recipe_item *item, enum recipe_kind kind);
/* What the tables can't say: combinations that make no sense. */
void recipe_item_check(const struct recipe_item *item, struct diag *diag);

/* May it be called so? Errors go to `diag`. */
bool recipe_takes_name(const struct node_entry *entry, struct diag *diag);
/* The item is what the entry says; `like` itself: beside what it said before. */
void recipe_say_anew(struct recipe_item *item, const struct node_entry *entry, struct arena *arena);
/* Resolves `like` (unknown names, cycles) before the fields are read. Errors go to `diag`. */
void recipe_link_likes(struct recipe *recipe, struct diag *diag);
/* Resolves issuer and chain names after the fields were read. Errors go to `diag`. */
void recipe_link_issuers(struct recipe *recipe, struct arena *arena, struct diag *diag);
/* Reads the map of variants, once the items are linked. Errors go to `diag`. */
void recipe_read_variants(
	struct recipe *recipe, const struct node *map, struct arena *arena, struct diag *diag);

/* The item, or NULL; an authority that a variant replaced is answered with its replacement. */
struct recipe_item *recipe_find(
	const struct recipe *recipe, enum recipe_kind kind, const char *name);
/* Does it say something of the key, or do those that it is like, up to `model`? NULL: no. */
bool recipe_says(const struct recipe_item *item, const struct recipe_item *model, const char *key);
/* And nothing but these keys and `defect`? */
bool recipe_says_only(
	const struct recipe_item *item, const struct recipe_item *model, const char *const *keys);
/* Whose key it has: itself, or the one that it is like, or what that is like... */
const struct recipe_item *recipe_key_owner(const struct recipe_item *item);
/* Is it like `model`, or like one that is? */
bool recipe_is_like(const struct recipe_item *item, const struct recipe_item *model);
/* Is `item` the authority `root`, or below it? */
bool recipe_is_below(const struct recipe_item *item, const struct recipe_item *root);
/* Is its name that of its issuer (RFC 5280 3.2)? No path length counts such a CA. */
bool recipe_is_self_issued(const struct recipe_item *item);
/* Do the two subjects say the same, in the same order? */
bool recipe_same_subject(const struct recipe_item *item, const struct recipe_item *other);
#endif
