/* What is particular to judging a target that is a server: our client is refused or let in. */
#include "judge_side.h"

#include "arena.h"
#include "measure.h"

/* A request that reached the backend got in, whatever the client was told afterwards. */
static bool server_got_in(const struct attempt_result *attempt)
{
	return attempt->outcome == OUTCOME_ACCEPT || attempt->facts.backend_saw ||
		attempt->facts.file_came;
}

/* A ServerHello that a client of that version takes. */
static bool server_took_version(const struct attempt_result *attempt)
{
	return attempt->facts.negotiated != TLS_VERSION_NONE &&
		attempt->facts.negotiated <= attempt->facts.offered;
}

/* What else was wrong with it, or "". */
static const char *remark(
	const struct judge_case *judged, const struct observation *facts, struct arena *arena)
{
	if (facts->negotiated != TLS_VERSION_NONE && facts->negotiated < facts->offered)
		return arena_printf(
			arena, "; it chose %s of what was offered", tls_version_name(facts->negotiated));
	if (facts->resumed)
		return "; the session was resumed";
	return facts->certificate_requested || !auth_mode_requests(judged->mode)
		? ""
		: "; it never asked for a certificate";
}

static const char *describe_server_accept(
	const struct judge_case *judged, size_t index, struct arena *arena)
{
	const struct attempt_result *attempt = &judged->attempts[index];
	const char *asked = remark(judged, &attempt->facts, arena);

	if (attempt->outcome != OUTCOME_ACCEPT)
		return arena_printf(arena, "%s before the client was refused (%s)%s",
			attempt->facts.file_came ? "the file came" : "the request reached the backend",
			attempt->by, asked);
	if (judged->subject_count > 1 && index > 0)
		return arena_printf(arena, "refused the first time, accepted %s (%s)%s",
			judge_ordinal(index), attempt->by, asked);
	return arena_printf(arena, "accepted (%s%s)%s", attempt->by,
		attempt->facts.backend_saw       ? ", the backend saw the request"
			: attempt->facts.is_measured ? measure_words(&attempt->facts)
										 : "",
		asked);
}

/*
 * Not to be asked is the target's own doing, and judged as such; but to be refused over HTTP
 * without having been asked says nothing of a certificate that must be refused, unless it is the
 * client who lets nobody ask him later. Before any CertificateRequest there was nothing to show
 * yet: refused is who said Hello. So is who said one that others do not say, also where he hears of
 * it over HTTP only (RFC 9110 section 15.5.20).
 */
static bool is_own_doing(const struct judge_case *judged, const struct attempt_result *attempt)
{
	if (attempt->facts.sent != SENT_NOT_ASKED)
		return false;
	if (judged->cant_be_asked)
		return true;
	return judged->expected.outcome == OUTCOME_ACCEPT || server_got_in(attempt) ||
		!attempt->facts.handshake_done || attempt->facts.hello_in_question;
}

/*
 * In TLS 1.2 an extra message upsets the Finished that covers it (RFC 5246 7.4.9), so a server that
 * took the message refuses a moment later for that alone: then nothing is known about the message.
 */
static bool is_upset(const struct judge_case *judged, const struct attempt_result *attempt)
{
	int alert = attempt->facts.alert;

	if (!judged->unsolicited || judged->tls != TLS_1_2 || auth_mode_requests(judged->mode))
		return false;
	return attempt->outcome == OUTCOME_REJECT &&
		(alert == TLS_ALERT_DECRYPT_ERROR || alert == TLS_ALERT_BAD_RECORD_MAC);
}

/* Where a server asks after the handshake only, it was right to refuse the message before. */
static bool is_too_early(const struct judge_case *judged, const struct attempt_result *attempt)
{
	return judged->unsolicited && auth_mode_requests(judged->mode) &&
		judged->expected.outcome == OUTCOME_ACCEPT && attempt->outcome == OUTCOME_REJECT &&
		!attempt->facts.certificate_requested && !server_got_in(attempt);
}

/* Why nothing is known of a message that nobody asked for, or NULL. */
static const char *out_of_turn(
	const struct judge_case *judged, const struct attempt_result *attempt, struct arena *arena)
{
	if (is_upset(judged, attempt))
		return arena_printf(arena,
			"%s: refused (%s) at Finished only; the message out of turn may have been taken",
			attempt->role, attempt->by);
	if (is_too_early(judged, attempt))
		return arena_printf(arena,
			"%s: refused (%s) before it was asked for a certificate, so that the message came out "
			"of "
			"turn: nothing is known of a client without one",
			attempt->role, attempt->by);
	return NULL;
}

/* Where the policy of a host decides, what was shown is part of the question. */
static bool is_asked_for(const struct judge_case *judged)
{
	return !judged->by_policy && (judged->unsolicited || auth_mode_requests(judged->mode));
}

/* Who is asked again in the handshake that he began is who he is there. */
static enum certificate_sent wanted_of(
	const struct judge_case *judged, const struct observation *facts)
{
	bool anew = judged->renegotiates && facts->asked_late;
	bool has_credential = anew ? judged->has_later_credential : judged->has_credential;

	return judged->unsolicited || !has_credential ? SENT_EMPTY : SENT_AS_MEANT;
}

/*
 * Who is not asked again has shown nothing but his first certificate, and is still bound to that
 * (RFC 5746 section 3): what he would have shown in the second handshake can't be refused.
 */
static bool is_not_asked_again(const struct judge_case *judged, const struct observation *facts)
{
	return judged->later_is_other && judged->expected.outcome == OUTCOME_REJECT &&
		facts->renegotiation == RENEGOTIATION_MADE && !facts->asked_late &&
		auth_mode_requests(judged->mode);
}

/* Why it is no answer to who he was to be in the second handshake, or NULL. */
static const char *beside_renegotiation(
	const struct judge_case *judged, const struct attempt_result *attempt, struct arena *arena)
{
	const char *why = NULL;

	if (judged->renegotiates && attempt->facts.renegotiation == RENEGOTIATION_NONE)
		why = "before it could renegotiate";
	else if (is_not_asked_again(judged, &attempt->facts))
		why = "without having been asked in the second handshake";
	return why ? arena_printf(arena, "%s: %s (%s) %s", attempt->role,
					 server_got_in(attempt) ? "accepted" : "refused", attempt->by, why)
			   : NULL;
}

/*
 * With a session no certificate is sent at all: what it stands for was shown before. A client that
 * is turned away for its version shows nothing.
 */
static const char *server_unshown(
	const struct judge_case *judged, size_t index, struct arena *arena)
{
	const struct attempt_result *attempt = &judged->attempts[index];
	const struct observation *facts = &attempt->facts;
	enum certificate_sent wanted = wanted_of(judged, facts);
	const char *why;

	if (facts->unsent)
		return facts->unsent;
	if (judged->resumes && !facts->session_offered)
		return arena_printf(arena, "%s: %s (%s), but libssl did not offer the session any more",
			attempt->role, server_got_in(attempt) ? "accepted" : "refused", attempt->by);
	why = beside_renegotiation(judged, attempt, arena);
	if (!why)
		why = out_of_turn(judged, attempt, arena);
	if (why)
		return why;
	if (judged->tls < TLS_1_2 || !is_asked_for(judged) || facts->sent == wanted || facts->resumed ||
		is_own_doing(judged, attempt))
		return NULL;
	return arena_printf(arena,
		"%s: %s (%s), but our Certificate message was \"%s\" instead of \"%s\"", attempt->role,
		server_got_in(attempt) ? "accepted" : "refused", attempt->by,
		certificate_sent_words[facts->sent], certificate_sent_words[wanted]);
}

/* Asked for where it must be, and only there. */
static const char *check_request(const struct judge_case *judged, const struct observation *facts)
{
	if (facts->resumed)
		return NULL;
	if (auth_mode_requests(judged->mode) && !facts->certificate_requested)
		return "it never asked for a certificate, which this mode must do";
	if (!auth_mode_requests(judged->mode) && facts->certificate_requested)
		return "it asked for a certificate, which this mode must not do";
	return NULL;
}

static const char *accepted_wrongly(const struct judge_case *judged)
{
	const char *wrong = NULL;

	for (size_t i = 0; !wrong && i < judged->attempt_count && i < judged->subject_count; i++)
		wrong = check_request(judged, &judged->attempts[i].facts);
	return wrong ? wrong : judged->identity_problem;
}

/* Only of who must stay out an answer that tells little must be more than served. */
static enum outcome server_connection(
	const struct judge_case *judged, size_t index, const char **by, struct arena *arena)
{
	bool lenient = index >= judged->subject_count || judged->expected.outcome != OUTCOME_REJECT;

	return judge_connection(&judged->attempts[index].facts, judged->measure, lenient, by, arena);
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
	.took_version = server_took_version,
	.describe_accept = describe_server_accept,
	.accepted_wrongly = accepted_wrongly,
	.unshown = server_unshown,
};
