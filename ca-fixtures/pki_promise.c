/* A certificate of the user's in the place of one of the recipe's: has it the defect that the name
 * means? */
#include <string.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "clock.h"
#include "key.h"
#include "pki_own.h"
#include "pki_slot.h"

SCOPED_TYPE(X509_STORE, X509_STORE *, X509_STORE_free)
SCOPED_TYPE(X509_STORE_CTX, X509_STORE_CTX *, X509_STORE_CTX_free)
SCOPED_TYPE(EVP_MD_CTX, EVP_MD_CTX *, EVP_MD_CTX_free)

/* What is wrong with a chain apart from what the leaf says by itself. */
enum chain_fault {
	CHAIN_IN_ORDER,
	CHAIN_NO_CA,
	CHAIN_TOO_LONG,
	CHAIN_NAMES,
	CHAIN_NOT_THERE,
	CHAIN_FAULT_COUNT
};
enum { UNKNOWN = -1 };

struct given {
	X509 *leaf;
	EVP_PKEY *key;
	time_t now;
	/* What a look from the leaf up to the root that was given found; UNKNOWN without it. */
	int chain;
	int signature_broken;
};

struct aspect {
	const char *field; /* of pki.yaml */
	/* Must hold even where the recipe's item is no different from the good one that it is like. */
	bool always;
	int (*promised)(const struct recipe_item *item);
	int (*found)(const struct given *given);
	const char *words[8]; /* "a certificate that ..." */
};

static int promised_valid(const struct recipe_item *item)
{
	return item->valid.until_s <= 0 ? 1 : item->valid.from_s > 0 ? 2 : 0;
}

static int found_valid(const struct given *given)
{
	time_t now = given->now;

	if (X509_cmp_time(X509_get0_notAfter(given->leaf), &now) <= 0)
		return 1;
	return X509_cmp_time(X509_get0_notBefore(given->leaf), &now) > 0 ? 2 : 0;
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

static int found_purpose(const struct given *given)
{
	return (X509_get_extension_flags(given->leaf) & EXFLAG_XKUSAGE) &&
		!(X509_get_extended_key_usage(given->leaf) & (XKU_SSL_CLIENT | XKU_ANYEKU));
}

static int promised_no_usage(const struct recipe_item *item)
{
	return !item->extended_key_usage;
}

static int found_no_usage(const struct given *given)
{
	return !(X509_get_extension_flags(given->leaf) & EXFLAG_XKUSAGE);
}

static int promised_no_signing(const struct recipe_item *item)
{
	return item->key_usage && !(item->key_usage & 1U);
}

static int found_no_signing(const struct given *given)
{
	return !(X509_get_key_usage(given->leaf) & KU_DIGITAL_SIGNATURE);
}

static int promised_ca(const struct recipe_item *item)
{
	return item->ca == CA_TRUE;
}

static int found_ca(const struct given *given)
{
	return (X509_get_extension_flags(given->leaf) & EXFLAG_CA) != 0;
}

static int promised_critical(const struct recipe_item *item)
{
	return item->unknown_critical;
}

static int found_critical(const struct given *given)
{
	return (X509_get_extension_flags(given->leaf) & EXFLAG_CRITICAL) != 0;
}

static int promised_staple(const struct recipe_item *item)
{
	return item->must_staple;
}

static int found_staple(const struct given *given)
{
	return X509_get_ext_by_NID(given->leaf, NID_tlsfeature, -1) >= 0;
}

static int promised_sha1(const struct recipe_item *item)
{
	return item->digest == DIGEST_SHA1;
}

static int found_sha1(const struct given *given)
{
	int digest = NID_undef;

	X509_get_signature_info(given->leaf, &digest, NULL, NULL, NULL);
	return digest == NID_sha1;
}

static int promised_weak_key(const struct recipe_item *item)
{
	return item->key == KEY_RSA1024;
}

static int found_weak_key(const struct given *given)
{
	return EVP_PKEY_is_a(given->key, "RSA") && EVP_PKEY_get_bits(given->key) <= 1024;
}

static int promised_other_key(const struct recipe_item *item)
{
	return item->sign_with == SIGN_WITH_ANOTHER_KEY;
}

/* By a signature: what the file of the key says of its public part need not be so. */
static int found_other_key(const struct given *given)
{
	static const unsigned char text[] = "mtlspec";
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	const EVP_MD *digest = key_has_own_digest(given->key) ? NULL : EVP_sha256();
	SCOPED(EVP_MD_CTX) sign = EVP_MD_CTX_new();
	SCOPED(EVP_MD_CTX) verify = EVP_MD_CTX_new();

	if (!sign || !verify || EVP_DigestSignInit(sign, NULL, digest, NULL, given->key) != 1 ||
		EVP_DigestSign(sign, signature, &len, text, sizeof(text)) != 1)
		return UNKNOWN;
	return EVP_DigestVerifyInit(verify, NULL, digest, NULL, X509_get0_pubkey(given->leaf)) != 1 ||
		EVP_DigestVerify(verify, signature, len, text, sizeof(text)) != 1;
}

static int promised_tampered(const struct recipe_item *item)
{
	return item->tamper == TAMPER_SIGNATURE;
}

static int found_tampered(const struct given *given)
{
	return given->signature_broken;
}

static bool is_without_issuer(const struct recipe_item *item)
{
	return item->chain_place.line > 0 && !item->chain_len && item->issuer && item->issuer->issuer;
}

static int promised_chain(const struct recipe_item *item)
{
	long below = 0;

	if (is_without_issuer(item))
		return CHAIN_NOT_THERE;
	for (const struct recipe_item *at = item->issuer; at; at = at->issuer, below++) {
		if (at->ca != CA_TRUE)
			return CHAIN_NO_CA;
		if (at->pathlen != PATHLEN_NONE && below > at->pathlen)
			return CHAIN_TOO_LONG;
		if (at->name_constraints.permitted.count || at->name_constraints.excluded.count)
			return CHAIN_NAMES;
	}
	return CHAIN_IN_ORDER;
}

static int found_chain(const struct given *given)
{
	return given->chain;
}

static int promised_name_of_issuer(const struct recipe_item *item)
{
	return item->issuer && pki_same_pairs(&item->subject, &item->issuer->subject);
}

static int found_name_of_issuer(const struct given *given)
{
	return X509_NAME_cmp(X509_get_subject_name(given->leaf), X509_get_issuer_name(given->leaf)) ==
		0;
}

static int promised_wildcard(const struct recipe_item *item)
{
	for (size_t i = 0; i < item->subject.count; i++) {
		if (strcmp(item->subject.items[i].key, "CN") == 0 && *item->subject.items[i].value == '*')
			return 1;
	}
	return 0;
}

static int found_wildcard(const struct given *given)
{
	const X509_NAME *name = X509_get_subject_name(given->leaf);
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
	const ASN1_STRING *value =
		at >= 0 ? X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)) : NULL;

	return value && ASN1_STRING_length(value) && *ASN1_STRING_get0_data(value) == '*';
}

static int promised_no_names(const struct recipe_item *item)
{
	return !item->san.count;
}

static int found_no_names(const struct given *given)
{
	return X509_get_ext_by_NID(given->leaf, NID_subject_alt_name, -1) < 0;
}

static int promised_revoked(const struct recipe_item *item)
{
	return item->revoked;
}

/* Lists of the user's are nowhere given: see pki_promise_untold. */
static int found_revoked(const struct given *given)
{
	(void)given;
	return UNKNOWN;
}

static const struct aspect aspects[] = {
	{"valid", true, promised_valid, found_valid,
		{"is valid now", "has expired", "is not valid yet"}},
	{"eku", true, promised_purpose, found_purpose,
		{"is for TLS clients", "is not for TLS clients"}},
	{"eku", false, promised_no_usage, found_no_usage,
		{"has an extendedKeyUsage", "has no extendedKeyUsage"}},
	{"key_usage", true, promised_no_signing, found_no_signing,
		{"may be used for signatures", "must not be used for signatures (keyUsage)"}},
	{"ca", false, promised_ca, found_ca, {"is no CA's", "is a CA's"}},
	{"unknown_critical", true, promised_critical, found_critical,
		{"has no critical extension that is unknown", "has a critical extension that is unknown"}},
	{"must_staple", false, promised_staple, found_staple,
		{"asks for no stapled OCSP response", "asks for a stapled OCSP response"}},
	{"digest", false, promised_sha1, found_sha1,
		{"is not signed with SHA-1", "is signed with SHA-1"}},
	{"key", false, promised_weak_key, found_weak_key,
		{"has no RSA key of 1024 bits or less", "has an RSA key of 1024 bits or less"}},
	{"sign_with", true, promised_other_key, found_other_key,
		{"comes with its own key", "comes with a key that is not its own"}},
	{"tamper", true, promised_tampered, found_tampered,
		{"bears a signature that holds", "bears a signature that does not hold"}},
	{"issuer", true, promised_chain, found_chain,
		{[CHAIN_IN_ORDER] = "leads to the client CA",
			[CHAIN_NO_CA] = "is issued by one that is no CA's",
			[CHAIN_TOO_LONG] = "has more CAs above it than a path length constraint allows",
			[CHAIN_NAMES] = "has a name that its CA may not name (name constraints)",
			[CHAIN_NOT_THERE] = "does not lead to the client CA with what is sent"}},
	{"subject", false, promised_name_of_issuer, found_name_of_issuer,
		{"has another name than its issuer", "has the name of its issuer"}},
	{"subject", false, promised_wildcard, found_wildcard,
		{"has no wildcard as its common name", "has a wildcard as its common name"}},
	{"san", false, promised_no_names, found_no_names,
		{"has a subjectAltName", "has no subjectAltName"}},
	{"revoked", false, promised_revoked, found_revoked, {"is not revoked", "is revoked"}},
};

static int note_fault(int ok, X509_STORE_CTX *ctx)
{
	struct given *given = X509_STORE_CTX_get_app_data(ctx);

	if (ok)
		return 1;
	switch (X509_STORE_CTX_get_error(ctx)) {
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		given->signature_broken = X509_STORE_CTX_get_error_depth(ctx) == 0;
		break;
	case X509_V_ERR_INVALID_CA:
	case X509_V_ERR_INVALID_NON_CA:
	case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
		given->chain = CHAIN_NO_CA;
		break;
	case X509_V_ERR_PATH_LENGTH_EXCEEDED:
		given->chain = CHAIN_TOO_LONG;
		break;
	case X509_V_ERR_PERMITTED_VIOLATION:
	case X509_V_ERR_EXCLUDED_VIOLATION:
		given->chain = CHAIN_NAMES;
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		given->chain = CHAIN_NOT_THERE;
		break;
	default: /* of the leaf alone: dates, usages; seen without a chain */
		break;
	}
	return 1;
}

static void look_up(struct given *given, const struct credential *credential, X509 *root)
{
	SCOPED(X509_STORE) store = X509_STORE_new();
	SCOPED(X509_STORE_CTX) ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	bool ready = store && ctx && chain && X509_STORE_add_cert(store, root);

	for (size_t i = 1; ready && i < credential->chain_len; i++)
		ready = sk_X509_push(chain, credential->chain[i]) > 0;
	if (ready && X509_STORE_CTX_init(ctx, store, credential->chain[0], chain)) {
		given->chain = CHAIN_IN_ORDER;
		given->signature_broken = false;
		X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), 0);
		X509_STORE_CTX_set_app_data(ctx, given);
		X509_STORE_CTX_set_verify_cb(ctx, note_fault);
		(void)X509_verify_cert(ctx);
	}
	sk_X509_free(chain);
}

/* The good one whose single defect the item has, or itself. */
static const struct recipe_item *good_of(const struct recipe_item *item)
{
	while (item->like && *item->defect)
		item = item->like;
	return item;
}

static const char *dates(struct pki *pki, const struct given *given)
{
	const ASN1_TIME *const times[] = {
		X509_get0_notBefore(given->leaf), X509_get0_notAfter(given->leaf)};
	char text[2][32] = {"", ""};
	struct tm date;

	for (int i = 0; i < 2; i++) {
		if (ASN1_TIME_to_tm(times[i], &date))
			clock_format_utc(text[i], timegm(&date));
	}
	return arena_printf(&pki->arena, ": from %s until %s", text[0], text[1]);
}

static bool holds(struct pki *pki, const struct pki_slot *slot, const struct given *given,
	const struct aspect *aspect, const char *path, const char **why)
{
	const struct recipe_item *item = slot->item;
	int promised = aspect->promised(item);
	int found = aspect->found(given);
	bool differs = promised != aspect->promised(good_of(item));

	if (found == promised || (!differs && (!aspect->always || found == UNKNOWN)))
		return true;
	if (aspect->found == found_revoked && !pki->own_root->key)
		return true;
	if (aspect->found == found_revoked)
		*why = arena_printf(&pki->arena,
			"%s: '%s' can't be one of yours beside the client CA's key: the revocation lists are "
			"made "
			"by it, and list what is minted",
			path, item->name);
	else if (found == UNKNOWN)
		*why = arena_printf(&pki->arena,
			"%s: '%s' stands for a certificate that %s, which can't be told without the client CA "
			"(--client-ca CERT)",
			path, item->name, aspect->words[promised]);
	else
		*why = arena_printf(&pki->arena,
			"%s: '%s' stands for a certificate that %s (`%s` in %s), yet this one %s%s", path,
			item->name, aspect->words[promised], aspect->field, pki->recipe->path,
			aspect->words[found], aspect->found == found_valid ? dates(pki, given) : "");
	return false;
}

/* A defect that none of the aspects knows can't be looked for. */
static bool is_known(const struct recipe_item *item)
{
	for (size_t i = 0; i < COUNT_OF(aspects); i++) {
		if (aspects[i].promised(item) != aspects[i].promised(good_of(item)))
			return true;
	}
	return !*item->defect;
}

bool pki_promise_holds(
	struct pki *pki, const struct pki_slot *slot, const char *path, const char **why)
{
	struct given given = {.leaf = slot->certificate,
		.key = slot->key,
		.now = pki->now,
		.chain = UNKNOWN,
		.signature_broken = UNKNOWN};

	if (pki->own_root->certificate)
		look_up(&given, &slot->credential, pki->own_root->certificate);
	for (size_t i = 0; i < COUNT_OF(aspects); i++) {
		if (!holds(pki, slot, &given, &aspects[i], path, why)) {
			ERR_clear_error();
			return false;
		}
	}
	ERR_clear_error();
	if (is_known(slot->item))
		return true;
	*why = arena_printf(&pki->arena,
		"%s: what is wrong with '%s' in %s (%s) can't be looked for in a certificate of yours",
		path, slot->item->name, pki->recipe->path, slot->item->defect);
	return false;
}

const char *pki_own_untold(struct pki *pki, const struct pki_own *own)
{
	const char *names = "";

	for (size_t i = 0; i < own->credential_count; i++) {
		const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, own->credentials[i].name);

		if (slot && slot->item->revoked && !good_of(slot->item)->revoked)
			names = arena_printf(
				&pki->arena, "%s%s%s", names, *names ? ", " : "", own->credentials[i].certificate);
	}
	if (!*names)
		return NULL;
	return arena_printf(
		&pki->arena, "whether it is revoked can't be told, and is taken on your word: %s", names);
}
