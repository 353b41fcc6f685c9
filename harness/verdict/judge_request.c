#include "judge_request.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
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
