#include "identity_form.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <openssl/bn.h>
#include <openssl/x509.h>

#include "arena.h"
#include "credential.h"
#include "dn_match.h"
#include "identity_certificate.h"
#include "identity_names.h"
#include "identity_text.h"
#include "scoped.h"

SCOPED_TYPE(BIGNUM, BIGNUM *, BN_free)

static const X509_NAME *name_of(enum identity_fact fact, const struct credential *credential)
{
	return fact == FACT_ISSUER ? X509_get_issuer_name(credential->chain[0])
							   : X509_get_subject_name(credential->chain[0]);
}

static const char *fingerprint_of(int form, const struct credential *credential)
{
	return form == FINGERPRINT_SHA256_HEX ? credential->fingerprint_sha256
										  : credential->fingerprint_sha1;
}

/* Any case, with or without colons. */
static bool same_hex(const char *told, const char *presented)
{
	for (; *told; told++) {
		if (*told == ':')
			continue;
		if (tolower((unsigned char)*told) != tolower((unsigned char)*presented))
			return false;
		presented++;
	}
	return !*presented;
}

static const char *serial_of(int form, const struct credential *credential, struct arena *arena)
{
	SCOPED(BIGNUM)
	number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(credential->chain[0]), NULL);
	char *text = NULL;
	char *copy;

	if (number)
		text = form == SERIAL_DECIMAL ? BN_bn2dec(number) : BN_bn2hex(number);
	copy = arena_strdup(arena, text ? text : "");
	OPENSSL_free(text);
	return copy;
}

static bool serial_matches(const char *told, int form, const char *presented)
{
	if (form == SERIAL_DECIMAL)
		return strcmp(told, presented) == 0;
	if (strncasecmp(told, "0x", 2) == 0)
		told += 2;
	if (!*told)
		return false;
	return same_hex(told + strspn(told, "0:"), presented + strspn(presented, "0"));
}

static enum likeness match_dn(enum identity_fact fact, int form, const char *told,
	const struct credential *credential, struct arena *arena)
{
	struct dn dn;

	dn_read(&dn, name_of(fact, credential), arena);
	return dn_match(&dn, told, (enum subject_form)form, arena);
}

static enum likeness match(enum identity_fact fact, const struct identity_source *source,
	const char *told, const struct credential *credential, struct arena *arena)
{
	bool same;

	switch (fact) {
	case FACT_SUBJECT:
	case FACT_ISSUER:
		return match_dn(fact, source->form, told, credential, arena);
	case FACT_URI:
	case FACT_DNS:
	case FACT_SAN:
		return identity_names_match(fact, source->form, told, credential, arena);
	case FACT_CERTIFICATE:
		same = identity_certificate_matches(source->form, told, credential, arena);
		break;
	case FACT_CHAIN:
		same = identity_chain_matches(source->form, told, credential, arena);
		break;
	case FACT_FINGERPRINT:
		same = same_hex(told, fingerprint_of(source->form, credential));
		break;
	case FACT_SERIAL:
		same = serial_matches(told, source->form, serial_of(source->form, credential, arena));
		break;
	default:
		same = strcmp(told, source->value) == 0;
		break;
	}
	return same ? LIKE : UNLIKE;
}

/*
 * Envoy's quotes keep what is between them as it is, backslashes too; those of RFC 9110 5.6.4 have
 * a backslash before what needs one. Without quotes that is a habit of few (Apache's %{...}s).
 */
enum likeness identity_form_match(enum identity_fact fact, const struct identity_source *source,
	const char *told, const struct credential *credential, struct arena *arena)
{
	enum likeness likeness = match(fact, source, told, credential, arena);
	enum likeness unquoted;

	if (likeness == LIKE || !strchr(told, '\\'))
		return likeness;
	unquoted = match(fact, source, identity_text_unquote(arena, told), credential, arena);
	if (unquoted == LIKE && !source->part)
		unquoted = LIKE_LOOSELY;
	return unquoted > likeness ? unquoted : likeness;
}

static const char *dn_presented(const X509_NAME *name, int form, struct arena *arena)
{
	const struct dn_attribute *common_name;
	struct dn dn;

	dn_read(&dn, name, arena);
	if (form == SUBJECT_SLASH)
		return dn_slash_text(&dn, arena);
	if (form != SUBJECT_CN)
		return dn_text(name, arena);
	common_name = dn_common_name(&dn);
	return common_name
		? arena_strndup(arena, (const char *)common_name->utf8.data, common_name->utf8.len)
		: "";
}

const char *identity_form_presented(enum identity_fact fact, const struct identity_source *source,
	const struct credential *credential, struct arena *arena)
{
	switch (fact) {
	case FACT_SUBJECT:
	case FACT_ISSUER:
		return dn_presented(name_of(fact, credential), source->form, arena);
	case FACT_URI:
	case FACT_DNS:
	case FACT_SAN:
		return identity_names_presented(fact, source->form, credential, arena);
	case FACT_FINGERPRINT:
		return fingerprint_of(source->form, credential);
	case FACT_SERIAL:
		return serial_of(source->form, credential, arena);
	case FACT_VERIFIED:
		return source->value;
	default:
		return NULL;
	}
}
