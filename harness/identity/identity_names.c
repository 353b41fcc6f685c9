#include "identity_names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <openssl/x509v3.h>

#include "arena.h"
#include "credential.h"
#include "scoped.h"
#include "text.h"

SCOPED_TYPE(GENERAL_NAMES, GENERAL_NAMES *, GENERAL_NAMES_free)

/* The kinds that are looked at, and what stands before a value in typed lists, in any case. */
static const struct kind {
	int type;
	const char *prefixes[2];
} kinds[] = {
	{GEN_DNS, {"DNS:", NULL}},
	{GEN_URI, {"URI:", NULL}},
	{GEN_IPADD, {"IP Address:", "IP:"}},
	{GEN_EMAIL, {"email:", NULL}},
};

struct name {
	const struct kind *kind;
	const char *text;
	bool used;
};

struct names {
	struct name *items;
	size_t count;
	size_t others; /* of other kinds */
};

/* Not with inet_ntop: what OpenSSL and Go write of an IPv6 address differs in more than case. */
static const char *address_text(const ASN1_OCTET_STRING *address, struct arena *arena)
{
	const uint8_t *at = ASN1_STRING_get0_data(address);
	const char *text = "";

	if (ASN1_STRING_length(address) == 4)
		return arena_printf(arena, "%d.%d.%d.%d", at[0], at[1], at[2], at[3]);
	for (int i = 0; i + 1 < ASN1_STRING_length(address); i += 2)
		text = arena_printf(arena, "%s%s%x", text, i ? ":" : "", at[i] << 8 | at[i + 1]);
	return text;
}

static const char *name_text(const GENERAL_NAME *name, struct arena *arena)
{
	if (name->type == GEN_IPADD)
		return address_text(name->d.iPAddress, arena);
	return text_clean_dup(arena, (const char *)ASN1_STRING_get0_data(name->d.ia5),
		(size_t)ASN1_STRING_length(name->d.ia5));
}

static bool is_told(enum identity_fact fact, int type)
{
	return fact == FACT_SAN || type == (fact == FACT_URI ? GEN_URI : GEN_DNS);
}

static bool is_single(enum identity_fact fact, int form)
{
	return fact != FACT_SAN && form == NAMES_FIRST;
}

static void read_names(
	struct names *out, enum identity_fact fact, int form, const X509 *leaf, struct arena *arena)
{
	SCOPED(GENERAL_NAMES) all = X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);

	memset(out, 0, sizeof(*out));
	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(all, i);
		const struct kind *kind = NULL;

		for (size_t j = 0; j < COUNT_OF(kinds); j++) {
			if (kinds[j].type == name->type)
				kind = &kinds[j];
		}
		if (!kind)
			out->others++;
		else if (is_told(fact, name->type))
			*ARENA_PUSH(arena, out->items, out->count) =
				(struct name){kind, name_text(name, arena), false};
	}
	if (is_single(fact, form) && out->count > 1)
		out->count = 1;
}

/* Go percent-encodes in a URI what may not stand there (RFC 3986 2.1). */
static size_t percent_of(const char *at, char c)
{
	char encoded[4];

	if (isalnum((unsigned char)c))
		return 0;
	snprintf(encoded, sizeof(encoded), "%%%02X", (unsigned char)c);
	return strncasecmp(at, encoded, 3) == 0 ? 3 : 0;
}

/* "::1" stands for "0:0:0:0:0:0:0:1". */
static const char *take_address(const char *at, const char *text)
{
	size_t len = strcspn(at, ", ;]\"");
	char told[64];
	ASN1_OCTET_STRING *address;
	bool same;
	struct arena arena;

	if (len >= sizeof(told))
		return NULL;
	snprintf(told, sizeof(told), "%.*s", (int)len, at);
	address = a2i_IPADDRESS(told);
	if (!address)
		return NULL;
	arena_init(&arena);
	same = strcmp(address_text(address, &arena), text) == 0;
	arena_finish(&arena);
	ASN1_OCTET_STRING_free(address);
	return same ? at + len : NULL;
}

static const char *take_text(const char *at, const struct name *name)
{
	if (name->kind->type == GEN_IPADD)
		return take_address(at, name->text);
	for (const char *c = name->text; *c; c++) {
		size_t len = *at == *c ? 1 : name->kind->type == GEN_URI ? percent_of(at, *c) : 0;

		if (!len)
			return NULL;
		at += len;
	}
	return at;
}

static const char *take_name(const char *at, const struct name *name, bool typed)
{
	for (size_t i = 0; typed && i < COUNT_OF(name->kind->prefixes); i++) {
		const char *prefix = name->kind->prefixes[i];

		if (prefix && strncasecmp(at, prefix, strlen(prefix)) == 0) {
			at += strlen(prefix);
			typed = false;
		}
	}
	at = typed ? NULL : take_text(at, name);
	return at && strchr(",; ]", *at) ? at : NULL;
}

/* The one that explains most of what stands there; NULL where none does. */
static const char *take_any(const struct names *names, const char *at, bool typed)
{
	struct name *best = NULL;
	const char *end = NULL;

	for (size_t i = 0; i < names->count; i++) {
		struct name *name = &names->items[i];
		const char *after = name->used ? NULL : take_name(at, name, typed);

		if (after && (!end || after > end)) {
			end = after;
			best = name;
		}
	}
	if (best)
		best->used = true;
	return end;
}

/* All of them, and nothing else but as many as there are of kinds that we can't read. */
static bool are_all(struct names *names, const char *told, bool typed)
{
	size_t left = names->count;
	size_t others = typed ? names->others : 0;
	const char *at = told + strspn(told, "[] ");

	while (*at) {
		const char *end = take_any(names, at, typed);

		if (!end && !others--)
			return false;
		left -= end != NULL;
		at = end ? end : at + strcspn(at, ",;");
		at += strspn(at, ",; ]");
	}
	return left == 0;
}

enum likeness identity_names_match(enum identity_fact fact, int form, const char *told,
	const struct credential *credential, struct arena *arena)
{
	struct names names;
	bool clear = true;

	read_names(&names, fact, form, credential->chain[0], arena);
	for (size_t i = 0; i < names.count; i++)
		clear = clear && (is_single(fact, form) || !strchr(names.items[i].text, ','));
	if (!are_all(&names, told, fact == FACT_SAN && form == SAN_TYPED))
		return UNLIKE;
	return clear ? LIKE : LIKE_LOOSELY;
}

const char *identity_names_presented(
	enum identity_fact fact, int form, const struct credential *credential, struct arena *arena)
{
	struct names names;
	const char *text = "";

	read_names(&names, fact, form, credential->chain[0], arena);
	for (size_t i = 0; i < names.count; i++)
		text = arena_printf(arena, "%s%s%s", text, i ? ", " : "", names.items[i].text);
	return text;
}
