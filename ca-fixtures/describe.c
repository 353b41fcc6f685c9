#include "describe.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "mint.h"
#include "node.h"
#include "pki_credential.h"
#include "pki_slot.h"
#include "result.h"
#include "text.h"

enum { KEYS_MAX = 2 };

struct subject_of_fact {
	X509 *cert;
	const struct recipe_item *item; /* NULL: not known, as in a chain that was read back */
	const char *extension;
	struct arena *arena;
};

typedef const char *fact_text(const struct subject_of_fact *about);

static const char *take_text(struct arena *arena, BIO *out)
{
	char *text;
	long len = BIO_get_mem_data(out, &text);
	char *clean = text_clean_dup(arena, text, len > 0 ? (size_t)len : 0);

	while (*clean && clean[strlen(clean) - 1] == '\n')
		clean[strlen(clean) - 1] = '\0';
	for (char *at = clean; (at = strchr(at, '\n'));)
		*at = ' ';
	return clean;
}

static const char *name_text(struct arena *arena, const X509_NAME *name)
{
	SCOPED(BIO) out = BIO_new(BIO_s_mem());

	if (!out || X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253) < 0)
		return NULL;
	return take_text(arena, out);
}

static const char *subject(const struct subject_of_fact *about)
{
	return name_text(about->arena, X509_get_subject_name(about->cert));
}

static const char *issuer(const struct subject_of_fact *about)
{
	return name_text(about->arena, X509_get_issuer_name(about->cert));
}

static const char *moment_text(struct arena *arena, const ASN1_TIME *time)
{
	struct tm parts;
	char text[32];

	if (!ASN1_TIME_to_tm(time, &parts))
		return "no time";
	clock_format_utc(text, timegm(&parts));
	return arena_strdup(arena, text);
}

static const char *validity(const struct subject_of_fact *about)
{
	return arena_printf(about->arena, "%s to %s",
		moment_text(about->arena, X509_get0_notBefore(about->cert)),
		moment_text(about->arena, X509_get0_notAfter(about->cert)));
}

static const char *public_key(const struct subject_of_fact *about)
{
	EVP_PKEY *key = X509_get0_pubkey(about->cert);
	char group[64];
	size_t len;

	if (!key)
		return NULL;
	if (EVP_PKEY_get_group_name(key, group, sizeof(group), &len))
		return arena_printf(about->arena, "EC %s", group);
	return arena_printf(
		about->arena, "%s, %d bits", EVP_PKEY_get0_type_name(key), EVP_PKEY_get_bits(key));
}

static const char *signature(const struct subject_of_fact *about)
{
	bool tampered = about->item && about->item->tamper == TAMPER_SIGNATURE;

	return arena_printf(about->arena, "%s%s", OBJ_nid2ln(X509_get_signature_nid(about->cert)),
		tampered ? ", one bit flipped" : "");
}

static const char *extension(const struct subject_of_fact *about)
{
	SCOPED(ASN1_OBJECT) object = OBJ_txt2obj(about->extension, 0);
	SCOPED(BIO) out = BIO_new(BIO_s_mem());
	int at = object ? X509_get_ext_by_OBJ(about->cert, object, -1) : -1;
	X509_EXTENSION *found = at < 0 ? NULL : X509_get_ext(about->cert, at);

	if (!found || !out)
		return NULL;
	if (!X509V3_EXT_print(out, found, 0, 0))
		BIO_puts(out, "present");
	return arena_printf(about->arena, "%s%s", take_text(about->arena, out),
		X509_EXTENSION_get_critical(found) ? " (critical)" : "");
}

static const char *version(const struct subject_of_fact *about)
{
	return arena_printf(about->arena, "%ld", X509_get_version(about->cert) + 1);
}

/* In sixteens, as `openssl x509 -serial` has it. */
static const char *serial(const struct subject_of_fact *about)
{
	SCOPED(BIO) out = BIO_new(BIO_s_mem());

	if (!out || i2a_ASN1_INTEGER(out, X509_get0_serialNumber(about->cert)) < 0)
		return NULL;
	return take_text(about->arena, out);
}

static const char *revocation(const struct subject_of_fact *about)
{
	return about->item && about->item->revoked ? "its issuer's CRL lists it" : NULL;
}

static const char *possession(const struct subject_of_fact *about)
{
	return about->item && about->item->sign_with == SIGN_WITH_ANOTHER_KEY ? "by another key" : NULL;
}

/* In the order of RFC 5280 4.1; `keys` are those of pki.yaml that decide over it. */
static const struct fact_row {
	const char *name;
	fact_text *text;
	const char *keys[KEYS_MAX];
} rows[] = {
	{"version", version, {"version"}},
	{"serial number", serial, {"serial"}},
	{"subject", subject, {"subject"}},
	{"issuer", issuer, {"issuer"}},
	{"validity", validity, {"valid", "lasts"}},
	{"public key", public_key, {"key"}},
	{"signature", signature, {"digest", "tamper"}},
	{"basicConstraints", extension, {"ca", "pathlen"}},
	{"keyUsage", extension, {"key_usage", "duplicate_extension"}},
	{"extendedKeyUsage", extension, {"eku"}},
	{"subjectAltName", extension, {"san"}},
	{"nameConstraints", extension, {"name_constraints"}},
	{"subjectKeyIdentifier", extension, {"subject_key_id"}},
	{"authorityKeyIdentifier", extension, {"authority_key_id", "issuer"}},
	{"tlsfeature", extension, {"must_staple"}},
	{"crlDistributionPoints", extension, {"addresses"}},
	{"authorityInfoAccess", extension, {"addresses"}},
	{MINT_UNKNOWN_OID, extension, {"unknown_critical"}},
	{MINT_HARMLESS_OID, extension, {"unknown_harmless"}},
	{"revocation", revocation, {"revoked"}},
	{"proof of possession", possession, {"sign_with"}},
};

/* What a bad item says in other words than the good one that it is like. */
static bool is_defect(const struct recipe_item *item, const struct fact_row *row)
{
	if (!item || !*item->defect || !item->node)
		return false;
	for (size_t i = 0; i < KEYS_MAX && row->keys[i]; i++) {
		if (node_get(item->node, row->keys[i]))
			return true;
	}
	return false;
}

static void describe_certificate(
	struct certificate_info *out, X509 *cert, const struct recipe_item *item, struct arena *arena)
{
	out->facts = ARENA_ARRAY(arena, struct certificate_fact, COUNT_OF(rows));
	out->fact_count = COUNT_OF(rows);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct subject_of_fact about = {
			.cert = cert, .item = item, .extension = rows[i].name, .arena = arena};

		out->facts[i].name = rows[i].name;
		out->facts[i].value = rows[i].text(&about);
		out->facts[i].wrong = is_defect(item, &rows[i]);
	}
}

bool pki_describe(struct credential_info *out, struct pki *pki, const char *name,
	struct arena *arena, const char **why)
{
	const struct credential *credential = pki_credential(pki, name, why);
	const struct recipe_item *leaf;

	if (!credential)
		return false;
	leaf = pki_find(pki, RECIPE_CREDENTIAL, name)->item;
	*out = (struct credential_info){.name = credential->name, .defect = credential->defect};
	out->certificates = ARENA_ARRAY(arena, struct certificate_info, credential->chain_len);
	out->certificate_count = credential->chain_len;
	for (size_t i = 0; i < credential->chain_len; i++)
		describe_certificate(
			&out->certificates[i], credential->chain[i], pki_chain_item(leaf, i), arena);
	return true;
}
