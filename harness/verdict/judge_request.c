#include "judge_request.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "expectation.h"
#include "judge_schemes.h"
#include "observation.h"
#include "scoped.h"

enum { NAMES_SHOWN = 3, SENTENCE_MAX = 4096 };

static bool is_allowed(const char *name, const struct ca_names_allowed *allowed)
{
	for (size_t i = 0; i < allowed->count; i++) {
		if (strcmp(allowed->names[i], name) == 0)
			return true;
	}
	return false;
}

/* Those that were not kept are more than may be named. */
static size_t count_others(const struct observation *facts, const struct ca_names_allowed *allowed)
{
	size_t others = facts->ca_names - facts->first_ca_name_count;

	for (size_t i = 0; i < facts->first_ca_name_count; i++)
		others += !is_allowed(facts->first_ca_names[i], allowed);
	return others;
}

static const char *tell(const struct observation *facts, const struct ca_names_allowed *allowed,
	size_t others, struct arena *arena)
{
	size_t shown = 0;
	SCOPED_BUF text;

	buf_init(&text, SENTENCE_MAX);
	buf_printf(&text,
		"its CertificateRequest names %u CA%s, %zu of them beside those that it is to trust: ",
		facts->ca_names, facts->ca_names == 1 ? "" : "s", others);
	for (size_t i = 0; i < facts->first_ca_name_count && shown < NAMES_SHOWN; i++) {
		if (!is_allowed(facts->first_ca_names[i], allowed))
			buf_printf(&text, "%s\"%s\"", shown++ ? ", " : "", facts->first_ca_names[i]);
	}
	if (others > shown)
		buf_puts(&text, shown ? ", ..." : "...");
	return arena_strndup(arena, buf_text(&text), text.len);
}

const char *judge_ca_names(
	const struct observation *facts, const struct ca_names_allowed *allowed, struct arena *arena)
{
	size_t others;

	if (!allowed->judged || !facts->certificate_requested || facts->resumed)
		return NULL;
	others = count_others(facts, allowed);
	return others ? tell(facts, allowed, others, arena) : NULL;
}

/* Those that it offers and must not, in a sentence; or NULL. */
static const char *judge_offered(
	const struct observation *facts, const struct scheme_rule *rule, struct arena *arena)
{
	size_t wrong = 0;
	SCOPED_BUF text;

	buf_init(&text, SENTENCE_MAX);
	for (size_t i = 0; i < facts->signature_scheme_count; i++) {
		if (!schemes_allow(rule, facts->signature_schemes[i]))
			buf_printf(&text, "%s%s", wrong++ ? ", " : "its CertificateRequest offers ",
				facts->signature_schemes[i]);
	}
	if (!wrong)
		return NULL;
	buf_printf(&text, ", where it is to be %s", schemes_text(rule, arena));
	return arena_strndup(arena, buf_text(&text), text.len);
}

/* They came with TLS 1.2, and must be there since. */
static const char *judge_schemes(
	const struct observation *facts, const struct scheme_rule *rule, struct arena *arena)
{
	if (!rule->given || !facts->certificate_requested || facts->negotiated < TLS_1_2)
		return NULL;
	return facts->signature_scheme_count ? judge_offered(facts, rule, arena)
										 : "its CertificateRequest offers no signature scheme";
}

const char *judge_request(
	const struct observation *facts, const struct step_expectation *expected, struct arena *arena)
{
	if (facts->resumed)
		return NULL;
	if (expected->asked == ASKED_NO && facts->certificate_requested)
		return "it asked for a certificate, where it is not to ask";
	if (expected->asked == ASKED_YES && !facts->certificate_requested && facts->handshake_done)
		return "it did not ask for a certificate";
	return judge_schemes(facts, &expected->schemes, arena);
}

const char *judge_request_unseen(
	const struct observation *facts, const struct step_expectation *expected)
{
	if (facts->certificate_requested || facts->handshake_done || facts->resumed)
		return NULL;
	return expected->asked != ASKED_UNCHECKED || expected->schemes.given
		? "nothing can be said of its asking: the handshake ended before its end"
		: NULL;
}

const char *judge_request_words(const struct step_expectation *expected, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, SENTENCE_MAX);
	if (expected->asked != ASKED_UNCHECKED)
		buf_puts(&text,
			expected->asked == ASKED_YES ? ", asked for a certificate"
										 : ", not asked for a certificate");
	if (expected->ca_names.given)
		buf_puts(&text, ", asked for a certificate of the configured CAs alone");
	if (expected->schemes.given)
		buf_printf(&text, ", signed with %s", schemes_text(&expected->schemes, arena));
	return arena_strndup(arena, buf_text(&text), text.len);
}

const char *judge_fetched(const char *what, struct arena *arena)
{
	return arena_printf(arena,
		"it went to the address for \"%s\" that stands in this certificate, and strangers can make "
		"it call whatever they write there",
		what);
}
