/* Judging a target that is the client: our server is what it meets. */
#include <string.h>

#include "arena.h"
#include "judge_side.h"

static enum outcome nothing(const char **by, const char *why)
{
	*by = why;
	return OUTCOME_NONE;
}

/* "exit status 60", "HTTP 502 on its front". */
static const char *far_words(const struct observation *facts, struct arena *arena)
{
	if (facts->exited && facts->exit_signal)
		return arena_printf(
			arena, "killed by signal %d (%s)", facts->exit_signal, strsignal(facts->exit_signal));
	if (facts->exited)
		return arena_printf(arena, "exit status %d", facts->exit_status);
	if (facts->http_status)
		return arena_printf(arena, "http %d", facts->http_status);
	if (facts->by_wire)
		return facts->token_received ? "its request was answered" : "no request of it";
	return facts->far_end == FAR_FAILURE ? "close without an answer on its front" : "no end";
}

/* The other end reports neither success nor failure. */
static const char *find_no_end(const struct observation *facts, struct arena *arena)
{
	if (facts->end == END_DEADLINE)
		return facts->connections ? "it did not end in time"
								  : "it neither connected nor ended in time";
	if (facts->http_status / 100 == 2)
		return arena_printf(
			arena, "http %d on its front, but not the answer of our server", facts->http_status);
	if (facts->http_status)
		return arena_printf(arena, "http %d on its front is neither an answer nor a gateway error",
			facts->http_status);
	return arena_printf(arena, "it came to no end of its own: %s", far_words(facts, arena));
}

/* Of a proxy's front: no answer of our server's, and yet a success. */
static bool is_anothers_success(const struct observation *facts)
{
	return facts->http_status / 100 == 2 && !facts->token_echoed;
}

/* It saw our certificate, and closed without a word. */
static bool was_turned_from(const struct observation *facts)
{
	return facts->connections && facts->served == SENT_AS_MEANT && !facts->data_received &&
		facts->alert == TLS_ALERT_NONE && (facts->end == END_FIN || facts->end == END_RESET);
}

/* By an alert, and before a byte of the request: the wire proves it. */
static bool is_proved_refusal(const struct observation *facts, bool our_refusal)
{
	return facts->alert != TLS_ALERT_NONE && (our_refusal || facts->alert_from == PARTY_CLIENT) &&
		!facts->data_received;
}

/* What comes at the front is compared with what our server answered. */
static bool is_passed_on(const struct observation *facts)
{
	return facts->answers && facts->http_status && facts->token_received && facts->answer_sent;
}

/* That, or it contradicts what our server saw. */
static const char *find_far_trouble(
	const struct observation *facts, bool our_refusal, struct arena *arena)
{
	bool refused = is_proved_refusal(facts, our_refusal);

	if (is_passed_on(facts))
		return NULL;
	if (is_anothers_success(facts))
		return refused || was_turned_from(facts) ? NULL : find_no_end(facts, arena);
	if (facts->far_end == FAR_NONE)
		return find_no_end(facts, arena);
	/* what is proved on the wire needs no word of its own */
	if (facts->plain_request || refused || facts->token_received || facts->far_end != FAR_SUCCESS)
		return NULL;
	if (facts->alert_from == PARTY_SERVER)
		return arena_printf(arena,
			"it reports success (%s), but our server had refused it (alert %s)",
			far_words(facts, arena), tls_alert_name(facts->alert));
	return arena_printf(
		arena, "it reports success (%s), but our server got no request", far_words(facts, arena));
}

/* What our server ends before the client has shown anything is no refusal of the client. */
static const char *our_own_end(const struct observation *facts, struct arena *arena)
{
	const char *offers = facts->client_offers;
	const char *mismatch = facts->version_not_offered ? " (the client does not offer its version)"
		: facts->unsent                               ? arena_printf(arena, " (%s)", facts->unsent)
													  : "";

	return arena_printf(arena, "our server ended the handshake first, with alert %s%s%s%s",
		tls_alert_name(facts->alert), mismatch, offers ? "; the client offers " : "",
		offers ? offers : "");
}

static enum outcome judge_alert(
	const struct observation *facts, bool our_refusal, const char **by, struct arena *arena)
{
	if (facts->alert_from == PARTY_CLIENT) {
		*by = arena_printf(arena, "alert %s", tls_alert_name(facts->alert));
		return OUTCOME_REJECT;
	}
	if (facts->version_out_of_reach) {
		*by = "an offer with nothing of our server's version";
		return OUTCOME_REJECT;
	}
	if (!our_refusal || facts->peer_presented == PRESENTED_NONE)
		return nothing(by, our_own_end(facts, arena));
	*by = arena_printf(arena, "alert %s of our server, and then %s", tls_alert_name(facts->alert),
		far_words(facts, arena));
	return OUTCOME_REJECT;
}

static enum outcome judge_failure(
	const struct observation *facts, bool our_refusal, const char **by, struct arena *arena)
{
	if (facts->data_received)
		return nothing(by,
			arena_printf(arena, "%s, after it had sent application data", far_words(facts, arena)));
	if (!facts->connections)
		return nothing(by, arena_printf(arena, "it never connected (%s)", far_words(facts, arena)));
	if (facts->served == SENT_OTHER)
		return nothing(by, "our server sent another certificate than the one meant");
	if (facts->alert != TLS_ALERT_NONE)
		return judge_alert(facts, our_refusal, by, arena);
	if (facts->served == SENT_NOT_YET || facts->served == SENT_NOT_ASKED)
		return nothing(by,
			arena_printf(arena, "it closed before our server's certificate went out (%s)",
				far_words(facts, arena)));
	if (facts->end != END_FIN && facts->end != END_RESET)
		return nothing(by, "its connection showed neither a request nor a refusal");
	*by = arena_printf(arena, "close, %s", far_words(facts, arena));
	return OUTCOME_REJECT;
}

enum outcome judge_client_connection(
	const struct observation *facts, bool our_refusal, const char **by, struct arena *arena)
{
	const char *trouble =
		facts->trouble ? facts->trouble : find_far_trouble(facts, our_refusal, arena);

	if (trouble)
		return nothing(by, trouble);
	if (facts->plain_request) {
		*by = arena_printf(
			arena, "its request came without TLS after that, %s", far_words(facts, arena));
		return OUTCOME_REJECT;
	}
	if ((facts->far_end == FAR_FAILURE && !facts->answers) || !facts->token_received)
		return judge_failure(facts, our_refusal, by, arena);
	if (!facts->answer_sent)
		return nothing(by, "it reports success, but our server's answer did not go out");
	*by = far_words(facts, arena);
	return OUTCOME_ACCEPT;
}

static enum outcome client_connection(
	const struct judge_case *judged, size_t index, const char **by, struct arena *arena)
{
	/* only a client that has something wrong to show may be refused by our server */
	return judge_client_connection(&judged->attempts[index].facts, judged->is_good_peer, by, arena);
}

/* RFC 8446 section 4.4.2, RFC 5246 section 7.4.2: the chain up to the root is the sender's. */
static const char *client_own_refusal(const struct attempt_result *attempt, struct arena *arena)
{
	static const char *const shown[PRESENTED_COUNT] = {
		[PRESENTED_NONE] = "",
		[PRESENTED_EMPTY] = ": it presented no certificate",
		[PRESENTED_CONFIGURED] = ": it presented what it is configured with",
		[PRESENTED_LEAF_ALONE] = ": it sent its certificate without the intermediate",
		[PRESENTED_OTHER] = ": it presented another chain than the one it is configured with",
	};
	const struct observation *facts = &attempt->facts;

	if (facts->alert == TLS_ALERT_NONE || facts->alert_from != PARTY_SERVER)
		return NULL;
	return arena_printf(arena, "our server refused the client (alert %s, and then %s)%s",
		tls_alert_name(facts->alert), far_words(facts, arena), shown[facts->peer_presented]);
}

static bool client_got_in(const struct attempt_result *attempt)
{
	return attempt->outcome == OUTCOME_ACCEPT || attempt->facts.data_received > 0 ||
		attempt->facts.plain_request;
}

/* Our ServerHello says little of the client; its Finished, that it went all the way. */
static bool client_took_version(const struct attempt_result *attempt)
{
	return attempt->facts.handshake_done;
}

static const char *describe_client_accept(
	const struct judge_case *judged, size_t index, struct arena *arena)
{
	const struct attempt_result *attempt = &judged->attempts[index];
	const char *first = index ? "refused the first time; the second time " : "";

	if (observation_kept(&attempt->facts))
		return arena_printf(arena,
			"%sits request went over the %s of an earlier one, which had verified nobody (%s)",
			first, observation_kept(&attempt->facts), far_words(&attempt->facts, arena));
	if (attempt->outcome == OUTCOME_ACCEPT)
		return arena_printf(arena,
			"%sit trusted the server: its request came, and it took the answer (%s)", first,
			attempt->by);
	if (attempt->facts.plain_request)
		return arena_printf(arena,
			"%sit %s, and then sent its request without TLS, for everybody to read and to answer "
			"(%s)",
			first,
			attempt->facts.alert_from == PARTY_SERVER ? "was turned away" : "refused the server",
			far_words(&attempt->facts, arena));
	return arena_printf(arena,
		"%sit sent application data to a server that it must not trust (%zu bytes; then: %s)",
		first, attempt->facts.data_received, attempt->by);
}

/* How may a chain be signed? Who was never seen to take ours may be right to refuse it. */
static bool may_lack_signature(
	const struct judge_case *judged, const struct attempt_result *attempt)
{
	return attempt->outcome == OUTCOME_REJECT && attempt->facts.chain_not_offered &&
		attempt->facts.alert_from != PARTY_SERVER && judged->control_before != CONTROL_PASS;
}

/* A refusal of what was not served is none already: see judge_failure. */
static const char *client_unshown(
	const struct judge_case *judged, size_t index, struct arena *arena)
{
	const struct attempt_result *attempt = &judged->attempts[index];

	if (may_lack_signature(judged, attempt))
		return arena_printf(arena,
			"%s: refused (%s), but our server's chain is signed with %s, which the client does not "
			"offer to verify",
			attempt->role, attempt->by, attempt->facts.chain_not_offered);
	if (!client_got_in(attempt) || attempt->facts.served == SENT_AS_MEANT || attempt->facts.resumed)
		return NULL;
	return arena_printf(arena,
		"%s: accepted (%s), but our server did not send the certificate meant", attempt->role,
		attempt->by);
}

/* What it showed instead of what it should have, or NULL. */
static const char *wrongly_presented(enum presents_rule rule, enum peer_presented presented)
{
	static const char *const not_configured[PRESENTED_COUNT] = {
		[PRESENTED_NONE] = "it presented no certificate, where it is configured with one",
		[PRESENTED_EMPTY] = "it presented an empty list, where it is configured with a certificate",
		[PRESENTED_LEAF_ALONE] =
			"it presented its certificate without the intermediates that it is "
			"configured with",
		[PRESENTED_OTHER] = "it presented another chain than the one it is configured with",
	};
	static const char *const not_nothing[PRESENTED_COUNT] = {
		[PRESENTED_LEAF_ALONE] = "it presented its certificate to a server that must not get it",
		[PRESENTED_CONFIGURED] = "it presented its certificate to a server that must not get it",
		[PRESENTED_OTHER] = "it presented a certificate to a server that must not get one",
	};

	if (rule == PRESENTS_CONFIGURED)
		return not_configured[presented];
	return rule == PRESENTS_NOTHING ? not_nothing[presented] : NULL;
}

/*
 * Turned away, or turned away itself, and tells its caller of success: what was to be sent is lost,
 * and nobody hears of it. Who says by what success is known (exit status 0, if nothing else) has
 * said that this is an untruth.
 */
static void check_reported(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++) {
		const struct attempt_result *attempt = &judged->attempts[i];

		if (attempt->outcome != OUTCOME_REJECT || attempt->facts.far_end != FAR_SUCCESS)
			continue;
		judge_fail(out, FAILURE_OTHERWISE,
			arena_printf(arena, "it %s (%s), but reports success (%s)",
				attempt->facts.alert_from == PARTY_SERVER ? "was turned away"
														  : "refused the server",
				attempt->by, far_words(&attempt->facts, arena)));
		return;
	}
}

/* The server takes whoever opened a connection for the sender of all that comes by it. */
static const char *passed_off(const struct observation *facts, struct arena *arena)
{
	const char *kept = observation_kept(facts);

	if (!kept)
		return NULL;
	return arena_printf(arena,
		"its request went over the %s of an earlier one, which was made with another certificate "
		"or none: the server takes it for that client's",
		kept);
}

static void check_presented(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	const struct observation *facts = NULL;
	const char *wrong = NULL;
	const char *passed;

	for (size_t i = 0; !wrong && i < judged->attempt_count && i < judged->subject_count; i++) {
		facts = &judged->attempts[i].facts;
		wrong = wrongly_presented(judged->presents, facts->peer_presented);
	}
	if (!wrong)
		return;
	passed = passed_off(facts, arena);
	if (passed)
		wrong = passed;
	if (judged->presents_level == LEVEL_MUST || judged->strict) {
		judge_fail(out, passed ? FAILURE_DECEIVED : FAILURE_OTHERWISE, wrong);
		return;
	}
	out->deviation = out->deviation
		? arena_printf(arena, "%s; SHOULD be otherwise: %s", out->deviation, wrong)
		: arena_printf(arena, "SHOULD be otherwise: %s", wrong);
}

/* Wherever it may refuse, it must not do that. */
static void check_plain(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++) {
		if (!judged->attempts[i].facts.plain_request)
			continue;
		judge_fail(out, FAILURE_LET_IN, describe_client_accept(judged, i, arena));
		return;
	}
}

static void check_end(struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	check_plain(out, judged, arena);
	if (out->verdict == VERDICT_PASS)
		check_reported(out, judged, arena);
	if (out->verdict == VERDICT_PASS)
		check_presented(out, judged, arena);
}

/*
 * Nothing is judged, so nothing need be proved: there are names for which it depends on the client
 * whether any server is good.
 */
static bool client_needs_control(const struct judge_case *judged)
{
	return judged->expected.outcome != OUTCOME_EITHER;
}

const struct judge_side judge_side_client = {
	.good = "server",
	.needs_control = client_needs_control,
	.connection = client_connection,
	.got_in = client_got_in,
	.took_version = client_took_version,
	.describe_accept = describe_client_accept,
	.own_refusal = client_own_refusal,
	.unshown = client_unshown,
	.finish = check_end,
};
