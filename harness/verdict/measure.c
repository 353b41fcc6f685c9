#include "measure.h"

#include <string.h>

#include "arena.h"
#include "observation.h"
#include "text.h"

/* Bytes of an answer that are shown, and how many of these come before what is different. */
enum { SHOWN_MAX = 80, BEFORE_MAX = 24 };

/* Its beginning on one line, without half a character at the end. */
static const char *shorten(const char *text, struct arena *arena)
{
	size_t len = strnlen(text, SHOWN_MAX + 1);
	bool whole = len <= SHOWN_MAX;
	char *line;

	while (!whole && len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	line = arena_printf(arena, "%.*s%s", (int)len, text, whole ? "" : "...");
	for (char *at = line; *at; at++)
		*at = *at == '\n' || *at == '\t' ? ' ' : *at;
	return line;
}

const char *measure_show(int status, const char *excerpt, struct arena *arena)
{
	return excerpt ? arena_printf(arena, "HTTP %d, \"%s\"", status, shorten(excerpt, arena))
				   : arena_printf(arena, "HTTP %d", status);
}

void measure_learn(
	struct answer_measure *measure, const struct observation *facts, struct arena *arena)
{
	if (!facts->http_status || !facts->answer)
		return;
	if (measure->known && measure->status != facts->http_status)
		return;
	measure->text = answer_template_learn(measure->text, facts->answer, arena);
	measure->status = facts->http_status;
	if (!measure->known) {
		measure->excerpt = facts->http_excerpt;
		measure->first = facts->answer;
	}
	measure->known = true;
}

bool measure_is_same(
	const struct answer_measure *measure, const struct observation *facts, struct arena *arena)
{
	return measure->known && measure->status == facts->http_status &&
		answer_template_compare(measure->text, facts->answer, arena) == LIKENESS_SAME;
}

const char *measure_words(const struct observation *facts)
{
	return facts->called_acceptance ? ", which is called accepted"
									: ", the good client's own answer";
}

/* Where what is shown of two answers begins, so that it holds what is different. */
static size_t shown_from(const struct answer_seen *a, const struct answer_seen *b)
{
	size_t at = 0;
	size_t from;

	while (at < a->len && at < b->len && a->text[at] == b->text[at])
		at++;
	if (at + BEFORE_MAX < SHOWN_MAX)
		return 0;
	from = at - BEFORE_MAX;
	while (from < at && a->text[from] != ' ' && a->text[from] != '\n')
		from++;
	return from;
}

static const char *show_from(
	int status, const struct answer_seen *answer, size_t from, struct arena *arena)
{
	size_t len = answer->len - from;

	if (!answer->len)
		return measure_show(status, NULL, arena);
	return arena_printf(arena, "HTTP %d, \"%s%s\"", status, from ? "..." : "",
		shorten(
			text_clean_dup(arena, answer->text + from, len < 2 * SHOWN_MAX ? len : 2 * SHOWN_MAX),
			arena));
}

static enum outcome unclear(const char **by, const struct observation *facts,
	const struct answer_measure *measure, const char *advice, struct arena *arena)
{
	size_t from;

	if (!measure || !measure->known) {
		*by = arena_printf(arena, "got %s: %s",
			measure_show(facts->http_status, facts->http_excerpt, arena), advice);
		return OUTCOME_NONE;
	}
	from = shown_from(facts->answer, measure->first);
	*by = arena_printf(arena, "got %s, where the good client gets %s: %s",
		show_from(facts->http_status, facts->answer, from, arena),
		show_from(measure->status, measure->first, from, arena), advice);
	return OUTCOME_NONE;
}

#define SAY_WHICH "say which of both it is, by --accepted or --refused with a text of one of them"

#define SAY_ALSO "if both are served, say so by --accepted with a status or text of each"

/* What to do where the good client's own answer may refuse him. */
static enum outcome unclear_refusal(
	const char **by, const struct observation *facts, struct arena *arena)
{
	*by = arena_printf(arena,
		"got HTTP %d as the good client does, which may be a refusal of both: name a path that he "
		"may have by --path, or say --accepted %d",
		facts->http_status, facts->http_status);
	return OUTCOME_NONE;
}

static enum outcome judge_same_status(const struct observation *facts,
	const struct answer_measure *measure, const char **by, struct arena *arena)
{
	bool refuses = http_status_refuses(facts->http_status);

	switch (answer_template_compare(measure->text, facts->answer, arena)) {
	case LIKENESS_SAME:
		return refuses ? unclear_refusal(by, facts, arena) : OUTCOME_ACCEPT;
	case LIKENESS_OTHER:
		if (refuses)
			return OUTCOME_REJECT;
		break;
	default:
		break;
	}
	return unclear(by, facts, measure, SAY_WHICH, arena);
}

static enum outcome judge_other_status(const struct observation *facts,
	const struct answer_measure *measure, const char **by, struct arena *arena)
{
	int kind = facts->http_status / 100;

	if (kind == 3 || kind == 4)
		return OUTCOME_REJECT;
	return unclear(by, facts, measure,
		kind == 5 ? arena_printf(arena,
						"a trouble of the server is no refusal, unless it is said by --refused %d",
						facts->http_status)
				  : SAY_WHICH,
		arena);
}

enum outcome measure_judge(const struct observation *facts, const struct answer_measure *measure,
	bool lenient, const char **by, struct arena *arena)
{
	bool known = measure && measure->known;

	if (facts->called_refusal)
		return OUTCOME_REJECT;
	if (facts->called_acceptance)
		return OUTCOME_ACCEPT;
	if (measure && measure->said)
		return judge_other_status(facts, measure, by, arena);
	/* not where the good client is answered so, too */
	if (facts->named_refusal && !(known && measure->status == facts->http_status))
		return OUTCOME_REJECT;
	if (!known)
		return OUTCOME_ACCEPT;
	if (measure->status == facts->http_status)
		return lenient ? OUTCOME_ACCEPT : judge_same_status(facts, measure, by, arena);
	if (lenient && !http_status_refuses(facts->http_status))
		return unclear(by, facts, measure, SAY_ALSO, arena);
	return judge_other_status(facts, measure, by, arena);
}
