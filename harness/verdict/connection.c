#include "judge.h"

#include <string.h>

#include "arena.h"
#include "measure.h"

static enum outcome nothing(const char **by, const char *why)
{
	*by = why;
	return OUTCOME_NONE;
}

static const char *why_unconnected(const struct observation *facts)
{
	if (facts->connect_errno)
		return strerror(facts->connect_errno);
	return facts->end == END_DEADLINE ? "none was made in time" : "unknown reason";
}

/* Trouble that comes before anything the target could be judged by. */
static const char *find_trouble(const struct observation *facts, struct arena *arena)
{
	if (facts->trouble)
		return facts->trouble;
	if (!facts->connected)
		return arena_printf(arena, "no TCP connection: %s", why_unconnected(facts));
	if (facts->server_trust_error)
		return arena_printf(arena, "our client does not trust the target's server certificate: %s",
			facts->server_trust_error);
	if (facts->sent == SENT_OTHER)
		return "our client sent another certificate than the one meant";
	/* whatever became of it, it became of nobody */
	if (facts->unsent)
		return facts->unsent;
	if (facts->negotiated != TLS_VERSION_NONE && facts->offered > TLS_1_1 &&
		facts->negotiated < facts->offered)
		return arena_printf(arena, "it answered in %s, which our client did not offer",
			tls_version_name(facts->negotiated));
	if (facts->alert != TLS_ALERT_NONE && facts->alert_from == PARTY_CLIENT)
		return arena_printf(
			arena, "our client ended the handshake with alert %s", tls_alert_name(facts->alert));
	return NULL;
}

/*
 * In TLS 1.2 a server may end the handshake at our Certificate, before there can be a request. A
 * version of old it may refuse at our ClientHello, and many do so by closing. So it may a session,
 * or a name that it does not know.
 */
static bool is_flight_sent(const struct observation *facts)
{
	if (facts->offered != TLS_VERSION_NONE && facts->offered < TLS_1_2)
		return true;
	if (facts->hello_in_question || facts->renegotiation >= RENEGOTIATION_BEGUN)
		return true;
	return facts->request_sent || facts->sent == SENT_AS_MEANT || facts->sent == SENT_EMPTY;
}

/* It comes from our backend, or is the file that the target serves. */
static enum outcome judge_own_answer(const struct observation *facts, const char **by)
{
	if (facts->file_meant && !facts->file_came)
		return nothing(by, "HTTP 2xx, but not with the file that the target serves");
	if (facts->backend_observed && !facts->backend_saw)
		return nothing(by, "HTTP 2xx, but not from our backend: the request never reached it");
	if (facts->backend_observed && !facts->token_echoed)
		return nothing(by, "HTTP 2xx, but the answer is not the one that our backend gave");
	return OUTCOME_ACCEPT;
}

/*
 * Without TLS whoever answers in the place of our backend sends the client away: to https://, or
 * with the page of a server that has nothing to show in plain text. Only trouble is no answer.
 */
static bool is_plain_refusal(const struct observation *facts)
{
	int status = facts->http_status;

	return (facts->plain || facts->answered_in_plain) && facts->backend_observed &&
		!facts->backend_saw && (status / 100 == 3 || status / 100 == 4);
}

static enum outcome judge_answer(const struct observation *facts,
	const struct answer_measure *measure, bool lenient, const char **by, struct arena *arena)
{
	int status = facts->http_status;

	*by = arena_printf(arena, "http %d", status);
	if (facts->is_measured)
		return measure_judge(facts, measure, lenient, by, arena);
	if (status / 100 == 2)
		return judge_own_answer(facts, by);
	if (facts->called_refusal || facts->named_refusal || http_status_refuses(status) ||
		is_plain_refusal(facts))
		return OUTCOME_REJECT;
	return nothing(by,
		arena_printf(arena, "HTTP %d is neither an answer of our backend nor a refusal", status));
}

enum outcome judge_connection(const struct observation *facts, const struct answer_measure *measure,
	bool lenient, const char **by, struct arena *arena)
{
	const char *trouble = find_trouble(facts, arena);

	if (trouble)
		return nothing(by, trouble);
	if (facts->http_status)
		return judge_answer(facts, measure, lenient, by, arena);
	if (facts->alert != TLS_ALERT_NONE) {
		*by = arena_printf(arena, "alert %s", tls_alert_name(facts->alert));
		return OUTCOME_REJECT;
	}
	if (facts->end == END_FIN || facts->end == END_RESET) {
		if (!is_flight_sent(facts))
			return nothing(by, "the connection was closed before our flight was sent");
		*by = "close";
		return OUTCOME_REJECT;
	}
	if (facts->end == END_DEADLINE)
		return nothing(by,
			facts->backend_saw ? "no answer in time, although the backend got the request"
							   : "no answer in time");
	return nothing(by, "the connection showed neither an answer nor a refusal");
}
