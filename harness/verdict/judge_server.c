/* What is particular to judging a target that is a server: our client is refused or let in. */
#include "judge_side.h"

#include "arena.h"

/* A request that reached the backend got in, whatever the client was told afterwards. */
static bool server_got_in(const struct attempt_result *attempt)
{
	return attempt->outcome == OUTCOME_ACCEPT || attempt->facts.backend_saw ||
		attempt->facts.file_came;
}

static const char *describe_server_accept(
	const struct judge_case *judged, size_t index, struct arena *arena)
{
	const struct attempt_result *attempt = &judged->attempts[index];
	const char *asked = attempt->facts.certificate_requested || !auth_mode_requests(judged->mode)
		? ""
		: "; it never asked for a certificate";

	if (attempt->outcome != OUTCOME_ACCEPT)
		return arena_printf(arena, "%s before the client was refused (%s)%s",
			attempt->facts.file_came ? "the file came" : "the request reached the backend",
			attempt->by, asked);
	if (judged->subject_count > 1 && index > 0)
		return arena_printf(arena, "refused the first time, accepted %s (%s)%s",
			judge_ordinal(index), attempt->by, asked);
	return arena_printf(arena, "accepted (%s%s)%s", attempt->by,
		attempt->facts.backend_saw ? ", the backend saw the request" : "", asked);
}

/*
 * A refusal counts only if it answers what was meant to be shown: libssl silently sends an empty list
 * where it can't use a key, and that would be refused for the wrong reason. A client that is turned
 * away for its version shows nothing.
 */
static const char *find_unshown(const struct judge_case *judged, struct arena *arena)
{
	enum certificate_sent wanted =
		judged->unsolicited || !judged->has_credential ? SENT_EMPTY : SENT_AS_MEANT;

	if (judged->tls < TLS_1_2 || !(judged->unsolicited || auth_mode_requests(judged->mode)))
		return NULL;
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++) {
		const struct attempt_result *attempt = &judged->attempts[i];

		/* with a session no certificate is sent at all */
		if (attempt->outcome == OUTCOME_REJECT && attempt->facts.sent != wanted &&
			!attempt->facts.resumed)
			return arena_printf(arena,
				"%s: refused (%s), but our Certificate message was \"%s\" instead of \"%s\"",
				attempt->role, attempt->by, certificate_sent_words[attempt->facts.sent],
				certificate_sent_words[wanted]);
	}
	return NULL;
}

/*
 * In TLS 1.2 an extra message upsets the Finished that covers it (RFC 5246 7.4.9), so a server that
 * took the message refuses a moment later for that alone: then nothing is known about the message.
 */
static const char *find_upset(const struct judge_case *judged, struct arena *arena)
{
	if (!judged->unsolicited || judged->tls != TLS_1_2 || auth_mode_requests(judged->mode))
		return NULL;
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++) {
		const struct attempt_result *attempt = &judged->attempts[i];
		int alert = attempt->facts.alert;

		if (alert == TLS_ALERT_DECRYPT_ERROR || alert == TLS_ALERT_BAD_RECORD_MAC)
			return arena_printf(arena,
				"%s: refused (%s) at Finished only; the message out of turn may have been taken",
				attempt->role, attempt->by);
	}
	return NULL;
}

static const char *refused_for_nothing(const struct judge_case *judged, struct arena *arena)
{
	const char *unshown = find_unshown(judged, arena);

	return unshown ? unshown : find_upset(judged, arena);
}

static const char *check_sent(const struct judge_case *judged)
{
	const struct observation *facts = &judged->attempts[0].facts;

	if (facts->resumed)
		return judged->identity_problem;
	if (auth_mode_requests(judged->mode) && !facts->certificate_requested)
		return "it never asked for a certificate, which this mode must do";
	if (!auth_mode_requests(judged->mode) && facts->certificate_requested)
		return "it asked for a certificate, which this mode must not do";
	return judged->identity_problem;
}

static const char *check_our_certificate(const struct judge_case *judged)
{
	return judged->has_credential && auth_mode_requests(judged->mode) &&
			judged->attempts[0].facts.sent != SENT_AS_MEANT && !judged->attempts[0].facts.resumed
		? "accepted, but our client did not send the certificate meant"
		: NULL;
}

static enum outcome server_connection(const struct judge_case *judged,
	const struct observation *facts, const char **by, struct arena *arena)
{
	(void)judged;
	return judge_connection(facts, by, arena);
}

static bool server_needs_control(const struct judge_case *judged)
{
	(void)judged;
	return true;
}

const struct judge_side judge_side_server = {
	.good = "client",
	.needs_control = server_needs_control,
	.connection = server_connection,
	.got_in = server_got_in,
	.describe_accept = describe_server_accept,
	.accepted_wrongly = check_sent,
	.refused_for_nothing = refused_for_nothing,
	.our_fault = check_our_certificate,
};
