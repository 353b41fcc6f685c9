#include "identity.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "buf.h"
#include "credential.h"
#include "forged_identity.h"
#include "http.h"
#include "identity_form.h"
#include "identity_text.h"
#include "proxy_header.h"
#include "text.h"

static const char **seen_fact(struct identity_seen *seen, enum identity_fact fact)
{
	const char **const members[IDENTITY_FACT_COUNT] = {
		[FACT_VERIFIED] = &seen->verified,
		[FACT_SUBJECT] = &seen->subject,
		[FACT_CERTIFICATE] = &seen->certificate,
		[FACT_FINGERPRINT] = &seen->fingerprint,
		[FACT_ISSUER] = &seen->issuer,
		[FACT_SERIAL] = &seen->serial,
		[FACT_URI] = &seen->uri,
		[FACT_DNS] = &seen->dns,
		[FACT_SAN] = &seen->san,
		[FACT_CHAIN] = &seen->chain,
	};

	return members[fact];
}

/* All values of a header, or NULL. */
static const char *whole_header(
	const struct http_message *request, const char *name, struct arena *arena)
{
	size_t count = 0;
	SCOPED_BUF all;

	buf_init(&all, 2 * HTTP_HEAD_MAX);
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		if (strcmp(header->name, name) == 0)
			buf_printf(&all, "%s%s", count++ ? ", " : "", header->value);
	}
	return count ? arena_strdup(arena, buf_text(&all)) : NULL;
}

static const char *read_header(
	const struct identity_source *source, const struct http_message *request, struct arena *arena)
{
	const char *text = whole_header(request, source->lower_header, arena);

	if (text && source->encoding == ENCODING_URL)
		text = identity_text_decode(arena, text, true);
	if (text && source->part)
		text = identity_text_part(arena, text, source->part, source->chain);
	return text ? text_clean_dup(arena, text, strlen(text)) : NULL;
}

/* 2.2.6: a result of 0 says something only where a certificate was presented. */
static const char *read_ssl_verify(const struct proxy_header *proxy)
{
	if (!(proxy->ssl_client & (PROXY_CLIENT_CERT_CONN | PROXY_CLIENT_CERT_SESS)))
		return NULL;
	return proxy->ssl_verify == 0 ? IDENTITY_TLV_VERIFIED : "not verified";
}

static const char *read_tlv(
	const struct identity_source *source, const struct proxy_header *proxy, struct arena *arena)
{
	bool in_ssl = source->tlv_kind != TLV_APPLICATION;
	unsigned type = source->tlv_kind == TLV_SSL_CN ? PROXY_SSL_CN
		: source->tlv_kind == TLV_SSL_CERT         ? PROXY_SSL_CLIENT_CERT
												   : source->tlv_type;
	const struct proxy_tlv *tlv;

	if (source->tlv_kind == TLV_SSL_VERIFY)
		return read_ssl_verify(proxy);
	tlv = proxy_header_tlv(proxy, (uint8_t)type, in_ssl);
	if (!tlv)
		return NULL;
	return source->tlv_kind == TLV_SSL_CERT
		? identity_text_base64(arena, tlv->data, tlv->len)
		: text_clean_dup(arena, (const char *)tlv->data, tlv->len);
}

void identity_record(struct observation *facts, const struct target *target,
	const struct http_message *request, const struct proxy_header *proxy, struct arena *arena)
{
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		const struct identity_source *source = &target->identity.facts[fact];
		const char **seen = seen_fact(&facts->identity, (enum identity_fact)fact);

		*seen = NULL;
		if (source->header)
			*seen = read_header(source, request, arena);
		else if (source->tlv && proxy)
			*seen = read_tlv(source, proxy, arena);
	}
	forged_identity_find(&facts->identity, &target->identity, request, arena);
	if (proxy)
		facts->proxy_header = proxy_header_describe(proxy, arena);
	else if (target->proxy_protocol)
		facts->trouble = "the target's file says that it sends a PROXY header to the backend, but "
						 "the request came without";
}

static bool says_nobody(const struct identity_source *source, const char *seen)
{
	if (!seen || !*seen)
		return true;
	for (size_t i = 0; i < source->none.count; i++) {
		if (strcmp(source->none.items[i], seen) == 0)
			return true;
	}
	return false;
}

/* A file that does not say how "nobody" reads has named the one word that it may not be. */
static bool is_somebody(
	enum identity_fact fact, const struct identity_source *source, const char *seen)
{
	if (fact == FACT_VERIFIED && !source->none.count)
		return seen && strcmp(seen, source->value) == 0;
	return !says_nobody(source, seen);
}

static const char *check_nobody(
	const struct target_identity *told, const struct identity_seen *seen, struct arena *arena)
{
	struct identity_seen copy = *seen;

	for (int i = 0; i < IDENTITY_FACT_COUNT; i++) {
		enum identity_fact fact = (enum identity_fact)i;
		const struct identity_source *source = &told->facts[fact];
		const char *value = *seen_fact(&copy, fact);

		if (source->where && is_somebody(fact, source, value))
			return arena_printf(arena,
				"the backend was told \"%s: %s\" (%s) although no certificate was presented",
				source->where, identity_text_brief(arena, value), identity_fact_words[fact]);
	}
	return NULL;
}

static const char *describe(enum identity_fact fact, const struct identity_source *source,
	const char *value, const struct credential *credential, struct arena *arena)
{
	const char *right = identity_form_presented(fact, source, credential, arena);
	const char *word = identity_fact_words[fact];

	if (value)
		value = identity_text_brief(arena, value);
	if (fact == FACT_VERIFIED)
		return arena_printf(arena, "the backend was told \"%s: %s\" for a verified client",
			source->where, value ? value : "");
	if (!value || !*value)
		return arena_printf(arena, "the backend was told no %s in %s", word, source->where);
	if (!right)
		return arena_printf(arena, "the backend was told another %s than the one presented in %s",
			word, source->where);
	return arena_printf(arena, "the backend was told the %s \"%s\" in %s, presented was \"%s\"",
		word, value, source->where, right);
}

static enum likeness match_presented(enum identity_fact fact, const struct identity_source *source,
	const struct identity_seen *seen, const struct credential *credential, struct arena *arena)
{
	struct identity_seen copy = *seen;
	const char *value = *seen_fact(&copy, fact);
	bool nothing = fact != FACT_VERIFIED && says_nobody(source, value);

	return identity_form_match(fact, source, nothing || !value ? "" : value, credential, arena);
}

/* who it is, in the order in which the sentences read best; whether that was verified is apart */
static const enum identity_fact who_order[IDENTITY_FACT_COUNT - 1] = {FACT_SUBJECT,
	FACT_FINGERPRINT, FACT_CERTIFICATE, FACT_ISSUER, FACT_SERIAL, FACT_URI, FACT_DNS, FACT_SAN,
	FACT_CHAIN};

/* `may_be_silent`: of what is told all must be true, but nothing need be told. */
static const char *check_who(const struct target_identity *told, const struct identity_seen *seen,
	const struct credential *credential, bool may_be_silent, struct arena *arena)
{
	struct identity_seen copy = *seen;

	for (size_t i = 0; i < COUNT_OF(who_order); i++) {
		enum identity_fact fact = who_order[i];
		const struct identity_source *source = &told->facts[fact];
		const char *value = *seen_fact(&copy, fact);

		if (!source->where || (may_be_silent && says_nobody(source, value)))
			continue;
		if (match_presented(fact, source, seen, credential, arena) == UNLIKE)
			return describe(fact, source, value, credential, arena);
	}
	return NULL;
}

static const char *check_presented(const struct target_identity *told,
	const struct identity_seen *seen, const struct credential *credential, bool verifies,
	struct arena *arena)
{
	const struct identity_source *verified = &told->facts[FACT_VERIFIED];
	const char *problem = check_who(told, seen, credential, false, arena);

	if (problem || !verified->where || !verifies ||
		match_presented(FACT_VERIFIED, verified, seen, credential, arena) != UNLIKE)
		return problem;
	return describe(FACT_VERIFIED, verified, seen->verified, credential, arena);
}

/* Its word of success in any case, also as one of several values: some backend takes that one. */
static bool reads_like_success(const struct identity_source *source, const char *seen)
{
	size_t len = strlen(source->value);

	while (seen) {
		const char *end;

		seen += strspn(seen, ", ");
		end = seen + strcspn(seen, ",");
		while (end > seen && end[-1] == ' ')
			end--;
		if ((size_t)(end - seen) == len && strncasecmp(seen, source->value, len) == 0)
			return true;
		seen = strchr(end, ',');
	}
	return false;
}

static const char *check_unverified(const struct target_identity *told,
	const struct identity_seen *seen, const struct credential *credential, struct arena *arena)
{
	const struct identity_source *verified = &told->facts[FACT_VERIFIED];

	if (verified->where && reads_like_success(verified, seen->verified))
		return arena_printf(arena,
			"the backend was told \"%s: %s\" for a certificate that was not verified",
			verified->where, identity_text_brief(arena, seen->verified));
	return check_who(told, seen, credential, true, arena);
}

static bool shows_somebody(
	enum identity_rule rule, const struct observation *facts, const struct credential *credential)
{
	return rule != IDENTITY_NOBODY && credential && facts->sent == SENT_AS_MEANT;
}

const char *identity_check(enum identity_rule rule, const struct target_identity *told,
	const struct observation *facts, const struct credential *credential, bool verifies,
	struct arena *arena)
{
	if (rule == IDENTITY_UNCHECKED || !facts->backend_saw)
		return NULL;
	if (facts->identity.forged)
		return arena_printf(arena,
			"what the client said of itself reached the backend as if the target had said it: "
			"\"%s\"",
			facts->identity.forged);
	if (!shows_somebody(rule, facts, credential))
		return check_nobody(told, &facts->identity, arena);
	if (rule == IDENTITY_UNVERIFIED)
		return check_unverified(told, &facts->identity, credential, arena);
	return check_presented(told, &facts->identity, credential, verifies, arena);
}

/* What only a reader who knows what was presented can understand. */
static const char *note_loose(const struct target_identity *told, const struct identity_seen *seen,
	const struct credential *credential, struct arena *arena)
{
	struct identity_seen copy = *seen;

	for (int i = 0; i < IDENTITY_FACT_COUNT; i++) {
		enum identity_fact fact = (enum identity_fact)i;
		const struct identity_source *source = &told->facts[i];

		if (source->where && match_presented(fact, source, seen, credential, arena) == LIKE_LOOSELY)
			return arena_printf(arena,
				"the backend was told the %s \"%s\" in %s, which is what was presented, but can "
				"be read as something else: \"%s\"",
				identity_fact_words[i], identity_text_brief(arena, *seen_fact(&copy, fact)),
				source->where, identity_form_presented(fact, source, credential, arena));
	}
	return NULL;
}

/* True, but to a backend without a word of the verification it reads as of a verified client. */
static const char *note_unsaid(
	const struct target_identity *told, const struct identity_seen *seen, struct arena *arena)
{
	struct identity_seen copy = *seen;

	for (size_t i = 0; !told->facts[FACT_VERIFIED].where && i < COUNT_OF(who_order); i++) {
		const struct identity_source *source = &told->facts[who_order[i]];

		if (source->where && !says_nobody(source, *seen_fact(&copy, who_order[i])))
			return arena_printf(arena,
				"the backend was told the %s in %s, and no word of that it was not verified",
				identity_fact_words[who_order[i]], source->where);
	}
	return NULL;
}

const char *identity_note(enum identity_rule rule, const struct target_identity *told,
	const struct observation *facts, const struct credential *credential, struct arena *arena)
{
	const char *note;

	if (facts->identity.lookalike)
		return arena_printf(arena,
			"the backend was also told \"%s\", which the client had sent: the same header to a "
			"backend that takes '_' for '-'",
			facts->identity.lookalike);
	if (rule == IDENTITY_UNCHECKED || !facts->backend_saw ||
		!shows_somebody(rule, facts, credential))
		return NULL;
	note = note_loose(told, &facts->identity, credential, arena);
	return note || rule != IDENTITY_UNVERIFIED ? note : note_unsaid(told, &facts->identity, arena);
}
