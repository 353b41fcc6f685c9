#include "forged_identity.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "hex.h"
#include "http.h"
#include "identity_text.h"
#include "text.h"

/* Parts of all forged values of one kind, and of nothing that we present. */
#define ADMIN "admin.mtlspec.test"
#define BODY "Zm9yZ2VkLWFkbWlu" /* no certificate, but no backend of ours looks into it */
#define SERIAL "98989898989898989898989898989898"
#define BYTES "adadadadadadadadadadadadadadadadadadadad"

static const char *const subjects[SUBJECT_FORM_COUNT] = {
	[SUBJECT_RFC2253] = "CN=" ADMIN ",O=mtlspec",
	[SUBJECT_ONELINE] = "O = mtlspec, CN = " ADMIN,
	[SUBJECT_SLASH] = "/O=mtlspec/CN=" ADMIN,
	[SUBJECT_CN] = ADMIN,
	[SUBJECT_ANY_ORDER] = "CN=" ADMIN ",O=mtlspec",
	[SUBJECT_INFO] = "O=mtlspec,CN=" ADMIN,
};
static const char *const certificates[CERTIFICATE_FORM_COUNT] = {
	[CERTIFICATE_PEM_URL] =
		"-----BEGIN%20CERTIFICATE-----%0A" BODY "%0A-----END%20CERTIFICATE-----%0A",
	[CERTIFICATE_PEM_SPACES] = "-----BEGIN CERTIFICATE----- " BODY " -----END CERTIFICATE-----",
	[CERTIFICATE_PEM_TRUSTED] =
		"-----BEGIN TRUSTED CERTIFICATE----- " BODY " -----END TRUSTED CERTIFICATE-----",
	[CERTIFICATE_BASE64_DER] = BODY,
	[CERTIFICATE_RFC9440] = ":" BODY ":",
};
static const char *const fingerprints[FINGERPRINT_FORM_COUNT] = {
	[FINGERPRINT_SHA1_HEX] = BYTES,
	[FINGERPRINT_SHA256_HEX] = BYTES "adadadadadadadadadadadad",
};
static const char *const serials[SERIAL_FORM_COUNT] = {
	[SERIAL_HEX] = SERIAL,
	[SERIAL_DECIMAL] = SERIAL,
};
static const char *const sans[SAN_FORM_COUNT] = {
	[SAN_VALUES] = ADMIN,
	[SAN_TYPED] = "DNS:" ADMIN,
};
/* The word of success is no mark: it is what an honest target says, too. */
static const char *const marks[IDENTITY_FACT_COUNT] = {
	[FACT_SUBJECT] = ADMIN,
	[FACT_CERTIFICATE] = BODY,
	[FACT_FINGERPRINT] = BYTES,
	[FACT_ISSUER] = ADMIN,
	[FACT_SERIAL] = SERIAL,
	[FACT_URI] = ADMIN,
	[FACT_DNS] = ADMIN,
	[FACT_SAN] = ADMIN,
	[FACT_CHAIN] = BODY,
};

static const char *forged_value(enum identity_fact fact, const struct identity_source *source)
{
	switch (fact) {
	case FACT_SUBJECT:
	case FACT_ISSUER:
		return subjects[source->form];
	case FACT_CERTIFICATE:
	case FACT_CHAIN:
		return certificates[source->form];
	case FACT_FINGERPRINT:
		return fingerprints[source->form];
	case FACT_SERIAL:
		return serials[source->form];
	case FACT_URI:
		return "spiffe://" ADMIN "/";
	case FACT_DNS:
		return ADMIN;
	case FACT_SAN:
		return sans[source->form];
	default:
		return source->value;
	}
}

static const char *percent_encode(const char *text, struct arena *arena)
{
	size_t len = strlen(text);
	SCOPED_BUF out;

	buf_init(&out, 3 * len + 1);
	hex_put_percent(&out, text, len);
	return arena_strdup(arena, buf_text(&out));
}

static bool same_header(const struct identity_source *one, const struct identity_source *other)
{
	return one->lower_header && other->lower_header &&
		strcmp(one->lower_header, other->lower_header) == 0;
}

static bool is_first_of_header(const struct target_identity *told, int fact)
{
	for (int other = 0; other < fact; other++) {
		if (same_header(&told->facts[other], &told->facts[fact]))
			return false;
	}
	return told->facts[fact].header != NULL;
}

/* All facts that stand in the header of this one. */
static const char *whole_value(const struct target_identity *told, int first, struct arena *arena)
{
	const struct identity_source *source = &told->facts[first];
	const char *all = NULL;

	for (int i = first; i < IDENTITY_FACT_COUNT; i++) {
		const struct identity_source *other = &told->facts[i];
		const char *value = forged_value((enum identity_fact)i, other);

		if (!same_header(source, other))
			continue;
		if (other->part)
			value = arena_printf(
				arena, "%s%s%s=\"%s\"", all ? all : "", all ? ";" : "", other->part, value);
		all = value;
	}
	return source->encoding == ENCODING_URL ? percent_encode(all, arena) : all;
}

static const char *vary_name(const char *name, enum forge forge, struct arena *arena)
{
	char *out = arena_printf(arena, forge == FORGE_SPACE ? "%s " : "%s", name);

	for (char *c = out; *c; c++) {
		if (forge == FORGE_UNDERSCORE && *c == '-')
			*c = '_';
		else if (forge == FORGE_OTHER_CASE)
			*c = (char)(isupper((unsigned char)*c) ? tolower((unsigned char)*c)
												   : toupper((unsigned char)*c));
	}
	return out;
}

const char *const *forged_identity_lines(
	struct arena *arena, const struct target_identity *told, enum forge forge)
{
	const char **lines = ARENA_ARRAY(arena, const char *, IDENTITY_FACT_COUNT + 1);
	const char *options = NULL;
	size_t count = 0;

	for (int fact = 0; forge && fact < IDENTITY_FACT_COUNT; fact++) {
		const char *name = told->facts[fact].header;

		if (!is_first_of_header(told, fact))
			continue;
		if (forge == FORGE_CONNECTION)
			options = options ? arena_printf(arena, "%s, %s", options, name) : name;
		else if (forge != FORGE_UNDERSCORE || strchr(name, '-'))
			lines[count++] = arena_printf(
				arena, "%s: %s", vary_name(name, forge, arena), whole_value(told, fact, arena));
	}
	if (options)
		lines[count++] = arena_printf(arena, "Connection: %s", options);
	return lines;
}

static bool same_but_for_dashes(const char *one, const char *other)
{
	for (; *one && *other; one++, other++) {
		bool both = (*one == '-' || *one == '_') && (*other == '-' || *other == '_');

		if (!both && *one != *other)
			return false;
	}
	return !*one && !*other;
}

static void look_at(struct identity_seen *out, const struct target_identity *told,
	const struct http_header *header, struct arena *arena)
{
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		const struct identity_source *source = &told->facts[fact];
		const char **seen;
		const char *line;

		if (!source->header || !same_but_for_dashes(header->name, source->lower_header))
			continue;
		line = arena_printf(arena, "%s: %s", header->name,
			identity_text_brief(
				arena, text_clean_dup(arena, header->value, strlen(header->value))));
		seen = strcmp(header->name, source->lower_header) == 0 ? &out->forged : &out->lookalike;
		if (seen == &out->forged && !(marks[fact] && strstr(header->value, marks[fact])))
			continue;
		if (!*seen || fact == FACT_SUBJECT) /* a name says the most */
			*seen = line;
	}
}

void forged_identity_find(struct identity_seen *out, const struct target_identity *told,
	const struct http_message *request, struct arena *arena)
{
	out->forged = out->lookalike = NULL;
	for (size_t i = 0; i < request->header_count; i++)
		look_at(out, told, &request->headers[i], arena);
}
