#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "host_address.h"
#include "recipe_item.h"
#include "text.h"

const char *const digest_words[] = {"sha256", "sha384", "sha512", "sha1", NULL};
const char *const key_usage_words[] = {"digitalSignature", "nonRepudiation", "keyEncipherment",
	"dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
	NULL};
const char *const extended_key_usage_words[] = {"clientAuth", "serverAuth", "anyExtendedKeyUsage",
	"codeSigning", "emailProtection", "timeStamping", "OCSPSigning", NULL};
const char *const address_words[] = {"ca_issuers", "ocsp", "crl", NULL};
_Static_assert(COUNT_OF(address_words) == ADDRESS_COUNT + 1, "a word for each address");
const char *const alt_name_words[] = {"dns", "uri", "ip", "email", NULL};
const char *const subject_words[] = {
	"CN", "O", "OU", "C", "ST", "L", "DC", "serialNumber", "emailAddress", NULL};

static const char *const version_words[] = {"3", "1", NULL};
static const char *const serial_words[] = {
	"random", "zero", "negative", "longest", "too-long", NULL};
static const char *const ca_words[] = {"false", "true", "absent", NULL};
static const char *const signer_words[] = {"own-key", "another-key", NULL};
static const char *const tamper_words[] = {"nothing", "signature", NULL};

enum { AMOUNT_MAX = 1000000 };
enum { KEY_CERT_SIGN = 5, CRL_SIGN = 6 };

static const struct time_unit {
	char letter;
	long seconds;
} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'y', 365L * 86400}};

static bool parse_offset(long *out, const char *text)
{
	char *end;
	long amount;

	if ((text[0] != '+' && text[0] != '-') || text[1] < '0' || text[1] > '9')
		return false;
	amount = strtol(text, &end, 10);
	if (labs(amount) > AMOUNT_MAX || end[0] == '\0' || end[1] != '\0')
		return false;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (units[i].letter == *end && labs(amount) <= 1000L * 365 * 86400 / units[i].seconds) {
			*out = amount * units[i].seconds;
			return true;
		}
	}
	return false;
}

static void read_offset(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	const char *text = schema_scalar(node, diag, "a time");

	(void)arena;
	if (text && !parse_offset(member, text))
		diag_error(diag, node->place,
			"'%s' is no time relative to now: a sign, a number and one of s m h d y (like -1h, "
			"+30d), at most 1000 years",
			text);
}

static void read_pathlen(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	const char *text = schema_scalar(node, diag, "pathlen");
	long *out = member;
	char *end;

	(void)arena;
	if (!text)
		return;
	if (strcmp(text, "none") == 0) {
		*out = PATHLEN_NONE;
		return;
	}
	*out = strtol(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end || *out > PATHLEN_MAX)
		diag_error(
			diag, node->place, "'%s' is no path length: none, or 0 to %d", text, PATHLEN_MAX);
}

static void read_word_set(
	unsigned *out, const struct node *node, const char *const *words, struct diag *diag)
{
	*out = 0;
	if (node->kind != NODE_LIST) {
		diag_error(diag, node->place, "a list is wanted here, like [%s]", words[0]);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		int word = schema_word(node->items[i], words, diag, "usage");

		if (word >= 0 && *out & 1U << word)
			diag_error(diag, node->items[i]->place, "'%s' is named twice", words[word]);
		if (word >= 0)
			*out |= 1U << word;
	}
}

static void read_key_usage(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	read_word_set(member, node, key_usage_words, diag);
}

static void read_extended_key_usage(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	read_word_set(member, node, extended_key_usage_words, diag);
}

static void read_addresses(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	read_word_set(member, node, address_words, diag);
}

static bool is_ascii(const char *text)
{
	for (; *text; text++) {
		if (*text < '!' || *text > '~')
			return false;
	}
	return true;
}

static int hex_value(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Bytes that can't stand in a text are written \xNN. False: a backslash begins something else. */
static bool resolve_escapes(struct alt_name *out, struct arena *arena, const char *text)
{
	char *bytes = arena_alloc(arena, strlen(text) + 1);
	size_t len = 0;

	while (*text) {
		int high = text[0] == '\\' && text[1] == 'x' ? hex_value(text[2]) : -1;
		int low = high >= 0 ? hex_value(text[3]) : -1;

		if (text[0] == '\\' && low < 0)
			return false;
		bytes[len++] = low < 0 ? *text : (char)(high * 16 + low);
		text += low < 0 ? 1 : strlen("\\xNN");
	}
	bytes[len] = '\0';
	out->value = bytes;
	out->len = len;
	return true;
}

static bool parse_alt_name(struct alt_name *out, const char *text, struct place place,
	struct arena *arena, struct diag *diag)
{
	const char *colon = strchr(text, ':');

	for (int i = 0; colon && i < ALT_NAME_KIND_COUNT; i++) {
		if (strlen(alt_name_words[i]) == (size_t)(colon - text) &&
			strncmp(alt_name_words[i], text, (size_t)(colon - text)) == 0) {
			out->kind = (enum alt_name_kind)i;
			if (colon[1] && is_ascii(colon + 1) && resolve_escapes(out, arena, colon + 1))
				return true;
			diag_error(diag, place,
				"'%s': a name of printable ASCII is wanted after the colon, other bytes as \\xNN",
				text);
			return false;
		}
	}
	diag_error(
		diag, place, "'%s' is no name: dns:NAME, uri:URI, ip:ADDRESS or email:ADDRESS", text);
	return false;
}

static void read_names(struct alt_name_list *out, const struct node *node, struct arena *arena,
	struct diag *diag, bool ranges)
{
	out->items = NULL;
	out->count = 0;
	if (node->kind != NODE_LIST) {
		diag_error(diag, node->place, "a list is wanted here, like [dns:name.test]");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		const char *text = schema_scalar(node->items[i], diag, "a name");
		struct place place = node->items[i]->place;
		struct alt_name name;

		if (!text || !parse_alt_name(&name, text, place, arena, diag))
			continue;
		if (name.kind == ALT_NAME_IP && ranges)
			diag_error(diag, place, "'%s': address ranges are not supported here", text);
		else if (name.kind == ALT_NAME_IP && !host_is_address(name.value))
			diag_error(diag, place, "'%s' is no IPv4 or IPv6 address", name.value);
		*ARENA_PUSH(arena, out->items, out->count) = name;
	}
}

static void read_san(void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	read_names(member, node, arena, diag, false);
}

static void read_subtrees(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	read_names(member, node, arena, diag, true);
}

static const struct field validity_fields[] = {
	{"from", FIELD_CUSTOM, offsetof(struct validity, from_s), .read = read_offset,
		.takes = TAKES_TEXT, .doc = "notBefore, relative to now"},
	{"until", FIELD_CUSTOM, offsetof(struct validity, until_s), .read = read_offset,
		.takes = TAKES_TEXT, .doc = "notAfter, relative to now"},
};
const struct schema recipe_validity_schema = {
	"valid", sizeof(struct validity), validity_fields, COUNT_OF(validity_fields)};

static const struct field name_rule_fields[] = {
	{"permitted", FIELD_CUSTOM, offsetof(struct name_rules, permitted), .read = read_subtrees,
		.takes = TAKES_TEXTS, .doc = "subtrees within which names must lie"},
	{"excluded", FIELD_CUSTOM, offsetof(struct name_rules, excluded), .read = read_subtrees,
		.takes = TAKES_TEXTS, .doc = "subtrees within which no name may lie"},
};
static const struct schema name_rule_schema = {
	"name_constraints", sizeof(struct name_rules), name_rule_fields, COUNT_OF(name_rule_fields)};

#define AT(member) offsetof(struct recipe_item, member)
/* What only credentials have stands at the end, so that both tables are one. */
static const struct field fields[] = {
	{"like", FIELD_TEXT, AT(like_name), .place_offset = AT(like_place),
		.doc = "copies every field that is not named here"},
	{"issuer", FIELD_TEXT, AT(issuer_name), .place_offset = AT(issuer_place),
		.doc = "the authority that signs, or self"},
	{"subject", FIELD_MAP, AT(subject), .doc = "attribute: value, in order"},
	{"version", FIELD_WORD, AT(version), .words = version_words,
		.doc = "3, or 1: without extensions"},
	{"serial", FIELD_WORD, AT(serial), .words = serial_words, .doc = "kind of serial number"},
	{"key", FIELD_WORD, AT(key), .words = key_words, .doc = "kind of key"},
	{"valid", FIELD_STRUCT, AT(valid), .fields = &recipe_validity_schema, .doc = "validity period"},
	{"digest", FIELD_WORD, AT(digest), .words = digest_words,
		.doc = "digest of the signature upon this certificate"},
	{"ca", FIELD_WORD, AT(ca), .words = ca_words, .doc = "cA in basicConstraints"},
	{"pathlen", FIELD_CUSTOM, AT(pathlen), .read = read_pathlen, .takes = TAKES_TEXT,
		.doc = "pathLenConstraint, or none"},
	{"key_usage", FIELD_CUSTOM, AT(key_usage), .read = read_key_usage, .takes = TAKES_TEXTS,
		.words = key_usage_words, .doc = "keyUsage; an empty list leaves it out"},
	{"eku", FIELD_CUSTOM, AT(extended_key_usage), .read = read_extended_key_usage,
		.takes = TAKES_TEXTS, .words = extended_key_usage_words,
		.doc = "extendedKeyUsage; an empty list leaves it out"},
	{"san", FIELD_CUSTOM, AT(san), .read = read_san, .takes = TAKES_TEXTS, .doc = "subjectAltName"},
	{"name_constraints", FIELD_STRUCT, AT(name_constraints), .fields = &name_rule_schema,
		.doc = "nameConstraints"},
	{"unknown_critical", FIELD_BOOL, AT(unknown_critical),
		.doc = "adds a critical extension that nobody knows"},
	{"unknown_harmless", FIELD_BOOL, AT(unknown_harmless),
		.doc = "adds an extension that nobody knows and is not critical"},
	{"duplicate_extension", FIELD_BOOL, AT(duplicate_extension), .doc = "keyUsage stands twice"},
	{"must_staple", FIELD_BOOL, AT(must_staple),
		.doc = "adds the TLS feature extension that asks for a stapled OCSP response"},
	{"addresses", FIELD_CUSTOM, AT(addresses), .read = read_addresses, .takes = TAKES_TEXTS,
		.words = address_words,
		.doc = "names addresses to fetch these from; an empty list leaves them out"},
	{"lasts", FIELD_CUSTOM, AT(lasts_s), .read = read_offset, .takes = TAKES_TEXT,
		.doc = "notAfter, relative to the connection that it is made for"},
	{"subject_key_id", FIELD_BOOL, AT(subject_key_id), .doc = "subjectKeyIdentifier"},
	{"authority_key_id", FIELD_BOOL, AT(authority_key_id), .doc = "authorityKeyIdentifier"},
	{"revoked", FIELD_BOOL, AT(revoked), .doc = "listed in its issuer's CRL"},
	{"tamper", FIELD_WORD, AT(tamper), .words = tamper_words, .doc = "a bit flipped after signing"},
	{"shared_key", FIELD_BOOL, AT(shared_key), .doc = "what is like it has the very same key"},
	{"defect", FIELD_TEXT, AT(defect), .doc = "what is wrong with it, for people"},
	{"sign_with", FIELD_WORD, AT(sign_with), .words = signer_words,
		.doc = "the key that proves possession"},
	{"chain", FIELD_TEXTS, AT(chain_names), .place_offset = AT(chain_place),
		.doc = "authorities sent after the leaf"},
};
enum { CREDENTIAL_ONLY = 2 };

const struct schema recipe_authority_schema = {
	"authority", sizeof(struct recipe_item), fields, COUNT_OF(fields) - CREDENTIAL_ONLY};
const struct schema recipe_credential_schema = {
	"credential", sizeof(struct recipe_item), fields, COUNT_OF(fields)};

void recipe_item_defaults(struct recipe_item *item, enum recipe_kind kind)
{
	bool authority = kind == RECIPE_AUTHORITY;

	item->kind = kind;
	item->key = KEY_P256;
	item->valid.from_s = authority ? -90L * 86400 : -3600;
	item->valid.until_s = authority ? 365L * 86400 : 30L * 86400;
	item->ca = authority ? CA_TRUE : CA_FALSE;
	item->pathlen = PATHLEN_NONE;
	item->key_usage = authority ? 1U << KEY_CERT_SIGN | 1U << CRL_SIGN : 1U;
	item->subject_key_id = true;
	item->authority_key_id = true;
}
