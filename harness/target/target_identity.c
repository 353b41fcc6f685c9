#include "target_identity.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arena.h"

const char *const identity_fact_words[] = {"verified", "subject", "certificate", "fingerprint",
	"issuer", "serial", "uri", "dns", "san", "chain", NULL};
const char *const subject_form_words[] = {
	"rfc2253", "oneline", "slash", "cn", "any-order", "info", NULL};
const char *const certificate_form_words[] = {
	"pem-url", "pem-spaces", "pem-trusted", "base64-der", "rfc9440", NULL};
const char *const fingerprint_form_words[] = {"sha1-hex", "sha256-hex", NULL};
const char *const serial_form_words[] = {"hex", "decimal", NULL};
const char *const names_form_words[] = {"all", "first", NULL};
const char *const san_form_words[] = {"values", "typed", NULL};
const char *const identity_encoding_words[] = {"plain", "url", NULL};
_Static_assert(COUNT_OF(identity_fact_words) == IDENTITY_FACT_COUNT + 1, "a word for each fact");
_Static_assert(COUNT_OF(subject_form_words) == SUBJECT_FORM_COUNT + 1, "a word for each form");
_Static_assert(
	COUNT_OF(certificate_form_words) == CERTIFICATE_FORM_COUNT + 1, "a word for each form");
_Static_assert(
	COUNT_OF(fingerprint_form_words) == FINGERPRINT_FORM_COUNT + 1, "a word for each form");
_Static_assert(COUNT_OF(serial_form_words) == SERIAL_FORM_COUNT + 1, "a word for each form");
_Static_assert(COUNT_OF(names_form_words) == NAMES_FORM_COUNT + 1, "a word for each form");
_Static_assert(COUNT_OF(san_form_words) == SAN_FORM_COUNT + 1, "a word for each form");
_Static_assert(COUNT_OF(identity_encoding_words) == ENCODING_COUNT + 1, "a word for each encoding");

#define AT(member) offsetof(struct identity_source, member)
#define WHERE_FIELDS                                                                               \
	{"header", FIELD_TEXT, AT(header), .place_offset = AT(header_place),                           \
		.doc = "request header that the backend gets"},                                            \
		{"tlv", FIELD_TEXT, AT(tlv), .place_offset = AT(tlv_place),                                \
			.doc = "TLV of the PROXY header: ssl-verify, ssl-cn, ssl-cert, 0xe0 to 0xef"},         \
		{"part", FIELD_TEXT, AT(part), .place_offset = AT(part_place),                             \
			.doc = "key within a header of the form key=value;key=\"value\""},                     \
		{"encoding", FIELD_WORD, AT(encoding), .words = identity_encoding_words,                   \
			.doc = "url: the whole header is percent-encoded; default plain"},                     \
		{"chain", FIELD_BOOL, AT(chain),                                                           \
			.doc = "with part: elements with commas between them, the client's leaf first"},       \
	{                                                                                              \
		"none", FIELD_TEXTS, AT(none),                                                             \
			.doc = "what it may say without a certificate, beside being absent or empty"           \
	}
#define FORM_FIELD(form_words)                                                                     \
	{                                                                                              \
		"form", FIELD_WORD, AT(form), .required = true, .words = form_words,                       \
									  .place_offset = AT(form_place), .doc = "how it is written"   \
	}
static const struct field verified_fields[] = {
	WHERE_FIELDS,
	{"value", FIELD_TEXT, AT(value), .doc = "what it says for a certificate that was verified"},
};
static const struct field subject_fields[] = {WHERE_FIELDS, FORM_FIELD(subject_form_words)};
static const struct field certificate_fields[] = {WHERE_FIELDS, FORM_FIELD(certificate_form_words)};
static const struct field fingerprint_fields[] = {WHERE_FIELDS, FORM_FIELD(fingerprint_form_words)};
static const struct field serial_fields[] = {WHERE_FIELDS, FORM_FIELD(serial_form_words)};
static const struct field names_fields[] = {WHERE_FIELDS, FORM_FIELD(names_form_words)};
static const struct field san_fields[] = {WHERE_FIELDS, FORM_FIELD(san_form_words)};
#undef AT

#define FACT_SCHEMA(name, kind)                                                                    \
	{                                                                                              \
#name, sizeof(struct identity_source), kind##_fields, COUNT_OF(kind##_fields)              \
	}
static const struct schema fact_schemas[IDENTITY_FACT_COUNT] = {
	[FACT_VERIFIED] = FACT_SCHEMA(verified, verified),
	[FACT_SUBJECT] = FACT_SCHEMA(subject, subject),
	[FACT_CERTIFICATE] = FACT_SCHEMA(certificate, certificate),
	[FACT_FINGERPRINT] = FACT_SCHEMA(fingerprint, fingerprint),
	[FACT_ISSUER] = FACT_SCHEMA(issuer, subject),
	[FACT_SERIAL] = FACT_SCHEMA(serial, serial),
	[FACT_URI] = FACT_SCHEMA(uri, names),
	[FACT_DNS] = FACT_SCHEMA(dns, names),
	[FACT_SAN] = FACT_SCHEMA(san, san),
	[FACT_CHAIN] = FACT_SCHEMA(chain, certificate),
};

#define FACT_FIELD(word, fact, text)                                                               \
	{                                                                                              \
		word, FIELD_STRUCT, offsetof(struct target_identity, facts[fact]),                         \
			.fields = &fact_schemas[fact], .doc = text,                                            \
			.place_offset = offsetof(struct target_identity, facts[fact].place)                    \
	}
static const struct field identity_fields[] = {
	FACT_FIELD("verified", FACT_VERIFIED, "where the backend reads how verification went"),
	FACT_FIELD("subject", FACT_SUBJECT, "where it reads the subject"),
	FACT_FIELD("certificate", FACT_CERTIFICATE, "where it reads the certificate"),
	FACT_FIELD("fingerprint", FACT_FINGERPRINT, "where it reads the certificate's fingerprint"),
	FACT_FIELD("issuer", FACT_ISSUER, "where it reads the issuer"),
	FACT_FIELD("serial", FACT_SERIAL, "where it reads the serial number"),
	FACT_FIELD("uri", FACT_URI, "where it reads the URIs among the certificate's names"),
	FACT_FIELD("dns", FACT_DNS, "where it reads the DNS names among them"),
	FACT_FIELD("san", FACT_SAN, "where it reads all of them"),
	FACT_FIELD("chain", FACT_CHAIN, "where it reads the certificates that came with it"),
};
const struct schema target_identity_schema = {
	"identity", sizeof(struct target_identity), identity_fields, COUNT_OF(identity_fields)};

/* RFC 9110 5.6.2 */
static bool is_token(const char *text)
{
	for (const char *c = text; *c; c++) {
		if (!isalnum((unsigned char)*c) && !strchr("!#$%&'*+-.^_`|~", *c))
			return false;
	}
	return true;
}

static bool same_part(const struct identity_source *one, const struct identity_source *other)
{
	return one->part && other->part ? strcmp(one->part, other->part) == 0
									: one->part == other->part;
}

/* Two facts in one header must be two parts of it, and the header is encoded in one way. */
static void check_shared(
	const struct target_identity *identity, const struct identity_source *source, struct diag *diag)
{
	for (const struct identity_source *other = identity->facts; other < source; other++) {
		if (!other->lower_header || strcmp(other->lower_header, source->lower_header) != 0)
			continue;
		if (same_part(other, source))
			diag_error(diag, source->part_place.line ? source->part_place : source->header_place,
				"'%s' tells '%s' already: another 'part' of it?", source->header,
				identity_fact_words[other - identity->facts]);
		else if (other->encoding != source->encoding)
			diag_error(diag, source->header_place, "'%s' is encoded in two ways", source->header);
	}
}

/* The TLVs with a name: which fact they tell, and in which form. */
static const struct {
	const char *word;
	enum identity_tlv kind;
	enum identity_fact fact;
	int form;
} tlvs[] = {
	{"ssl-verify", TLV_SSL_VERIFY, FACT_VERIFIED, 0},
	{"ssl-cn", TLV_SSL_CN, FACT_SUBJECT, SUBJECT_CN},
	{"ssl-cert", TLV_SSL_CERT, FACT_CERTIFICATE, CERTIFICATE_BASE64_DER},
};
static const char *const tlv_words[] = {"ssl-verify", "ssl-cn", "ssl-cert", NULL};
_Static_assert(COUNT_OF(tlv_words) == COUNT_OF(tlvs) + 1, "a word for each TLV with a name");

/* PP2_TYPE_MIN_CUSTOM to PP2_TYPE_MAX_CUSTOM */
static bool take_application(struct identity_source *source)
{
	if (strlen(source->tlv) != 4 || strncasecmp(source->tlv, "0xe", 3) != 0 ||
		!isxdigit((unsigned char)source->tlv[3]))
		return false;
	source->tlv_kind = TLV_APPLICATION;
	source->tlv_type = (unsigned)strtoul(source->tlv, NULL, 16);
	return true;
}

static void take_tlv(struct identity_source *source, enum identity_fact fact, struct diag *diag)
{
	for (size_t i = 0; i < COUNT_OF(tlvs); i++) {
		if (strcmp(tlvs[i].word, source->tlv) != 0)
			continue;
		source->tlv_kind = tlvs[i].kind;
		if (tlvs[i].fact != fact)
			diag_error(diag, source->tlv_place, "'%s' tells '%s', not '%s'", source->tlv,
				identity_fact_words[tlvs[i].fact], identity_fact_words[fact]);
		else if (tlvs[i].form != source->form)
			diag_error(diag, source->form_place, "'%s' has one form only: %s", source->tlv,
				fact == FACT_SUBJECT ? subject_form_words[tlvs[i].form]
									 : certificate_form_words[tlvs[i].form]);
		if (fact == FACT_VERIFIED && !source->value)
			source->value = IDENTITY_TLV_VERIFIED;
		return;
	}
	if (!take_application(source))
		diag_error_suggest(diag, source->tlv_place, source->tlv, tlv_words,
			"unknown TLV '%s': ssl-verify, ssl-cn, ssl-cert or 0xe0 to 0xef", source->tlv);
}

static void take_header(struct identity_source *source, struct arena *arena, struct diag *diag)
{
	char *lower = arena_strdup(arena, source->header);

	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	source->where = source->header;
	source->lower_header = lower;
	if (!is_token(lower))
		diag_error(diag, source->header_place, "'%s' can't be a header's name", source->header);
}

static void take_fact(struct identity_source *source, enum identity_fact fact, bool proxy_protocol,
	struct arena *arena, struct diag *diag)
{
	if (!source->header == !source->tlv) {
		diag_error(diag, source->place, "'%s' needs 'header' or 'tlv'%s", identity_fact_words[fact],
			source->header ? ", not both" : "");
		return;
	}
	if (source->header) {
		take_header(source, arena, diag);
	} else {
		source->where = arena_printf(arena, "PROXY TLV %s", source->tlv);
		take_tlv(source, fact, diag);
		if (!proxy_protocol)
			diag_error(diag, source->tlv_place, "a TLV comes with 'proxy_protocol: true' only");
		if (source->part || source->encoding)
			diag_error(diag, source->place, "'part' and 'encoding' are for headers");
	}
	if (fact == FACT_VERIFIED && !source->value)
		diag_error(diag, source->place, "missing key 'value' in verified");
	if (source->chain && !source->part)
		diag_error(diag, source->place, "'chain' without 'part'");
}

void target_identity_take(
	struct target_identity *identity, bool proxy_protocol, struct arena *arena, struct diag *diag)
{
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		struct identity_source *source = &identity->facts[fact];

		if (source->place.line)
			take_fact(source, (enum identity_fact)fact, proxy_protocol, arena, diag);
		if (source->lower_header)
			check_shared(identity, source, diag);
	}
}

bool target_identity_is_told(const struct target_identity *identity)
{
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		if (identity->facts[fact].where)
			return true;
	}
	return false;
}

bool target_identity_has_header(const struct target_identity *identity, bool with_dash)
{
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		const char *header = identity->facts[fact].header;

		if (header && (!with_dash || strchr(header, '-')))
			return true;
	}
	return false;
}
