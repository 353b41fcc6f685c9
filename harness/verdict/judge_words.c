#include "judge_words.h"

#include "arena.h"
#include "buf.h"
#include "judge_hello.h"
#include "judge_request.h"
#include "scoped.h"
#include "tls_alert.h"

enum { WORDS_MAX = 4096 };

const char *judge_refusal_words(const struct refusal_way *refusal, struct arena *arena)
{
	return refusal->http_status ? arena_printf(arena, "http %d", refusal->http_status)
								: arena_printf(arena, "alert %s", tls_alert_name(refusal->alert));
}

const char *judge_refusals_words(const struct step_expectation *expected, struct arena *arena)
{
	const char *all = "";

	for (size_t i = 0; i < expected->refusal_count; i++)
		all = arena_printf(arena, "%s%s%s", all, i ? " or " : "",
			judge_refusal_words(&expected->refusals[i], arena));
	return all;
}

static void put_answer_words(struct buf *text, const struct step_expectation *expected)
{
	if (expected->answered_by)
		buf_printf(text, ", answered by host '%s'", expected->answered_by);
	if (expected->says)
		buf_printf(text, ", saying \"%s\"", expected->says);
	if (expected->says_not)
		buf_printf(text, ", not saying \"%s\"", expected->says_not);
	for (size_t i = 0; i < expected->header_count; i++)
		buf_printf(text, ", %s: %s", expected->headers[i].name, expected->headers[i].value);
	if (expected->log)
		buf_printf(text, ", with \"%s\" in its log", expected->log);
}

static void put_session_words(struct buf *text, const struct step_expectation *expected)
{
	if (expected->resumed != RESUMPTION_UNCHECKED)
		buf_puts(text, expected->resumed == RESUMPTION_YES ? ", resumed" : ", not resumed");
	if (expected->early != EARLY_UNCHECKED)
		buf_puts(text,
			expected->early == EARLY_TAKEN ? ", taken as early data" : ", not taken as early data");
}

const char *judge_step_words(const struct step_expectation *expected, struct arena *arena)
{
	const struct expectation *connection = &expected->connection;
	SCOPED_BUF text;

	buf_init(&text, WORDS_MAX);
	if (expected->ours)
		buf_puts(&text, "our client refuses");
	else if (expected->policy)
		buf_puts(&text, "as the policy of the host that answers");
	else
		buf_puts(&text, outcome_words[connection->outcome]);
	if (connection->alert != TLS_ALERT_NONE)
		buf_printf(&text, " by alert %s", tls_alert_name(connection->alert));
	if (expected->http_status)
		buf_printf(&text, " %s http %d", connection->outcome == OUTCOME_ACCEPT ? "with" : "by",
			expected->http_status);
	if (expected->refusal_count > 1)
		buf_printf(&text, " by %s", judge_refusals_words(expected, arena));
	put_answer_words(&text, expected);
	put_session_words(&text, expected);
	buf_puts(&text, judge_request_words(expected, arena));
	buf_puts(&text, judge_hello_words(&expected->hello, arena));
	if (expected->fetches_nothing)
		buf_puts(&text, ", fetching nothing");
	if (connection->level == LEVEL_SHOULD)
		buf_puts(&text, " (should)");
	return arena_strndup(arena, buf_text(&text), text.len);
}
