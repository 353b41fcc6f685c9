#include "identity.h"

#include <string.h>

#include "arena.h"
#include "credential.h"
#include "http.h"
#include "identity_form.h"
#include "identity_text.h"
#include "text.h"

static const char **seen_fact(struct identity_seen *seen, enum identity_fact fact)
{
	const char **const members[IDENTITY_FACT_COUNT] = {
		[FACT_VERIFIED] = &seen->verified,
		[FACT_SUBJECT] = &seen->subject,
		[FACT_CERTIFICATE] = &seen->certificate,
		[FACT_FINGERPRINT] = &seen->fingerprint,
	};

	return members[fact];
}

/* All values of a header, or NULL. */
static const char *whole_header(
	const struct http_message *request, const char *name, struct arena *arena)
{
	const char *all = NULL;

	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		if (strcmp(header->name, name) == 0)
			all = all ? arena_printf(arena, "%s, %s", all, header->value) : header->value;
	}
	return all;
}

static const char *read_source(
	const struct identity_source *source, const struct http_message *request, struct arena *arena)
{
	const char *text = source->header ? whole_header(request, source->lower_header, arena) : NULL;

	if (text && source->encoding == ENCODING_URL)
		text = identity_text_decode(arena, text, true);
	if (text && source->part)
		text = identity_text_part(arena, text, source->part, source->chain);
	return text ? text_clean_dup(arena, text, strlen(text)) : NULL;
}

void identity_record(struct identity_seen *out, const struct target_identity *told,
	const struct http_message *request, struct arena *arena)
{
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++)
		*seen_fact(out, (enum identity_fact)fact) = read_source(&told->facts[fact], request, arena);
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

		if (source->header && is_somebody(fact, source, value))
			return arena_printf(arena,
				"the backend was told \"%s: %s\" (%s) although no certificate was presented",
				source->header, value, identity_fact_words[fact]);
	}
	return NULL;
}

static const char *describe(enum identity_fact fact, const struct identity_source *source,
	const char *value, const struct credential *credential, struct arena *arena)
{
	const char *right = identity_form_presented(fact, source, credential, arena);

	if (fact == FACT_VERIFIED)
		return arena_printf(arena, "the backend was told \"%s: %s\" for a verified client",
			source->header, value ? value : "");
	if (!right)
		return arena_printf(arena, "the backend was told %s in %s",
			value && *value ? "another certificate than the one presented" : "no certificate",
			source->header);
	return arena_printf(arena, "the backend was told the %s \"%s\" in %s, presented was \"%s\"",
		identity_fact_words[fact], value ? value : "", source->header, right);
}

static const char *check_presented(const struct target_identity *told,
	const struct identity_seen *seen, const struct credential *credential, bool verifies,
	struct arena *arena)
{
	/* who it is comes first, whether that was verified last: that is how the sentences read best */
	static const enum identity_fact order[IDENTITY_FACT_COUNT] = {
		FACT_SUBJECT, FACT_FINGERPRINT, FACT_CERTIFICATE, FACT_VERIFIED};
	struct identity_seen copy = *seen;

	for (size_t i = 0; i < COUNT_OF(order); i++) {
		const struct identity_source *source = &told->facts[order[i]];
		const char *value = *seen_fact(&copy, order[i]);

		if (!source->header || (order[i] == FACT_VERIFIED && !verifies))
			continue;
		if (!value || !*value || !identity_form_matches(order[i], source, value, credential, arena))
			return describe(order[i], source, value, credential, arena);
	}
	return NULL;
}

const char *identity_check(enum identity_rule rule, const struct target_identity *told,
	const struct observation *facts, const struct credential *credential, bool verifies,
	struct arena *arena)
{
	if (rule == IDENTITY_UNCHECKED || !facts->backend_saw)
		return NULL;
	if (rule == IDENTITY_NOBODY || !credential || facts->sent != SENT_AS_MEANT)
		return check_nobody(told, &facts->identity, arena);
	return check_presented(told, &facts->identity, credential, verifies, arena);
}
