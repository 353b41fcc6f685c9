#include "aspect.h"

#include <string.h>

#include "given.h"
#include "recipe_item.h"

static int promised_valid(const struct recipe_item *item)
{
	return item->valid.until_s <= 0 ? 1 : item->valid.from_s > 0 ? 2 : 0;
}

static bool has_usage(const struct recipe_item *item, const char *word)
{
	for (int i = 0; i < EXTENDED_KEY_USAGE_COUNT; i++) {
		if ((item->extended_key_usage & (1U << i)) &&
			strcmp(extended_key_usage_words[i], word) == 0)
			return true;
	}
	return false;
}

static int promised_purpose(const struct recipe_item *item)
{
	return item->extended_key_usage && !has_usage(item, "clientAuth") &&
		!has_usage(item, "anyExtendedKeyUsage");
}

static int promised_no_usage(const struct recipe_item *item)
{
	return !item->extended_key_usage || item->version == VERSION_1;
}

static int promised_version_1(const struct recipe_item *item)
{
	return item->version == VERSION_1;
}

static int promised_no_signing(const struct recipe_item *item)
{
	return item->key_usage && !(item->key_usage & 1U);
}

static int promised_ca(const struct recipe_item *item)
{
	return item->ca == CA_TRUE;
}

static int promised_critical(const struct recipe_item *item)
{
	return item->unknown_critical;
}

static int promised_staple(const struct recipe_item *item)
{
	return item->must_staple;
}

static int promised_sha1(const struct recipe_item *item)
{
	return item->digest == DIGEST_SHA1;
}

static int promised_key_family(const struct recipe_item *item)
{
	return key_kind_family((enum key_kind)item->key);
}

static int promised_weak_key(const struct recipe_item *item)
{
	return item->key == KEY_RSA1024;
}

static int promised_other_key(const struct recipe_item *item)
{
	return item->sign_with == SIGN_WITH_ANOTHER_KEY;
}

static int promised_tampered(const struct recipe_item *item)
{
	return item->tamper == TAMPER_SIGNATURE;
}

static bool is_without_issuer(const struct recipe_item *item)
{
	for (size_t i = 0; i < item->chain_len; i++) {
		if (item->chain[i] == item->issuer)
			return false;
	}
	return item->chain_place.line > 0 && item->issuer && item->issuer->issuer;
}

static bool may_sign_certificates(const struct recipe_item *item)
{
	enum { KEY_CERT_SIGN = 5 }; /* RFC 5280 4.2.1.3 */

	return !item->key_usage || item->key_usage & 1U << KEY_CERT_SIGN;
}

static int promised_chain(const struct recipe_item *item)
{
	long below = 0;

	if (is_without_issuer(item))
		return CHAIN_NOT_THERE;
	for (const struct recipe_item *at = item->issuer; at; at = at->issuer) {
		if (at->ca != CA_TRUE || !may_sign_certificates(at))
			return CHAIN_NO_CA;
		if (at->pathlen != PATHLEN_NONE && below > at->pathlen)
			return CHAIN_TOO_LONG;
		if (*item->defect &&
			(at->name_constraints.permitted.count || at->name_constraints.excluded.count))
			return CHAIN_NAMES;
		below += !recipe_is_self_issued(at);
	}
	return CHAIN_IN_ORDER;
}

static int promised_name_of_issuer(const struct recipe_item *item)
{
	return recipe_is_self_issued(item);
}

static int promised_wildcard(const struct recipe_item *item)
{
	for (size_t i = 0; i < item->subject.count; i++) {
		if (strcmp(item->subject.items[i].key, "CN") == 0 && *item->subject.items[i].value == '*')
			return 1;
	}
	return 0;
}

static int promised_no_names(const struct recipe_item *item)
{
	return !item->san.count || item->version == VERSION_1;
}

static int promised_revoked(const struct recipe_item *item)
{
	return item->revoked;
}

const struct aspect aspects[] = {
	{"version", true, promised_version_1, given_version_1,
		{"has extensions, as of version 3", "is of version 1"}},
	{"valid", true, promised_valid, given_valid,
		{"is valid now", "has expired", "is not valid yet"}},
	{"eku", true, promised_purpose, given_purpose,
		{"is for TLS clients", "is not for TLS clients"}},
	{"eku", false, promised_no_usage, given_no_usage,
		{"has an extendedKeyUsage", "has no extendedKeyUsage"}},
	{"key_usage", true, promised_no_signing, given_no_signing,
		{"may be used for signatures", "must not be used for signatures (keyUsage)"}},
	{"ca", false, promised_ca, given_ca, {"is no CA's", "is a CA's"}},
	{"unknown_critical", true, promised_critical, given_critical,
		{"has no critical extension that is unknown", "has a critical extension that is unknown"}},
	{"must_staple", false, promised_staple, given_staple,
		{"asks for no stapled OCSP response", "asks for a stapled OCSP response"}},
	{"digest", false, promised_sha1, given_sha1,
		{"is not signed with SHA-1", "is signed with SHA-1"}},
	{"key", false, promised_key_family, given_key_family,
		{[KEY_P256] = "has a P-256 key",
			[KEY_P384] = "has a P-384 key",
			[KEY_P521] = "has a P-521 key",
			[KEY_ED25519] = "has an Ed25519 key",
			[KEY_ED448] = "has an Ed448 key",
			[KEY_RSA2048] = "has an RSA key",
			[KEY_RSA_PSS] = "has an RSA-PSS key",
			[KEY_KIND_COUNT] = "has a key of a kind that no recipe knows"}},
	{"key", false, promised_weak_key, given_weak_key,
		{"has no RSA key of 1024 bits or less", "has an RSA key of 1024 bits or less"}},
	{"sign_with", true, promised_other_key, given_other_key,
		{"comes with its own key", "comes with a key that is not its own"}},
	{"tamper", true, promised_tampered, given_tampered,
		{"bears a signature that holds", "bears a signature that does not hold"}},
	{"issuer", true, promised_chain, given_chain,
		{[CHAIN_IN_ORDER] = "leads to the client CA",
			[CHAIN_NO_CA] = "is issued by one that is no CA's",
			[CHAIN_TOO_LONG] = "has more CAs above it than a path length constraint allows",
			[CHAIN_NAMES] = "has a name that its CA may not name (name constraints)",
			[CHAIN_NOT_THERE] = "does not lead to the client CA with what is sent"}},
	{"subject", false, promised_name_of_issuer, given_name_of_issuer,
		{"has another name than its issuer", "has the name of its issuer"}},
	{"subject", false, promised_wildcard, given_wildcard,
		{"has no wildcard as its common name", "has a wildcard as its common name"}},
	{"san", false, promised_no_names, given_no_names,
		{"has a subjectAltName", "has no subjectAltName"}},
	{"revoked", true, promised_revoked, given_revoked, {"is not revoked", "is revoked"}},
};

const size_t aspect_count = COUNT_OF(aspects);
