#include "judge_decider.h"

#include "text.h"

enum { LONG_CHAIN = 3 }; /* a leaf and more than the one intermediate of everybody */

/* A target that is a client verifies in every mode of our server. */
static bool must_verify(const struct cell_result *cell)
{
	return cell->side == SIDE_CLIENT || auth_mode_verifies(cell->mode);
}

/* Our server refused what the client showed of itself. */
static bool is_ours(const struct cell_result *cell)
{
	return cell->side == SIDE_CLIENT && cell->observed == OUTCOME_REJECT &&
		cell->alert != TLS_ALERT_NONE && cell->alert_from == PARTY_SERVER;
}

/* What is known of a refusal by somebody who must not refuse, or DIRECTIVE_NONE. */
static enum directive_kind of_evidence(const struct decider_case *decided, int alert)
{
	if (alert == TLS_ALERT_PROTOCOL_VERSION)
		return DIRECTIVE_VERSIONS;
	if (is_ours(decided->cell))
		return DIRECTIVE_CERTIFICATE;
	if (decided->depth == DEPTH_TOO_SMALL && must_verify(decided->cell))
		return DIRECTIVE_DEPTH;
	return decided->log;
}

static enum directive_kind of_good_refused(const struct decider_case *decided)
{
	enum directive_kind known = of_evidence(decided, decided->good_refused_alert);

	if (known != DIRECTIVE_NONE)
		return known;
	return must_verify(decided->cell) ? DIRECTIVE_TRUST : DIRECTIVE_VERIFICATION;
}

/* It was to be let in. */
static enum directive_kind of_refused(const struct decider_case *decided)
{
	const struct cell_result *cell = decided->cell;
	enum directive_kind known = of_evidence(decided, cell->alert);

	if (known != DIRECTIVE_NONE)
		return known;
	if (!must_verify(cell))
		return DIRECTIVE_VERIFICATION;
	if (decided->chain_length >= LONG_CHAIN && decided->depth != DEPTH_FITS)
		return DIRECTIVE_DEPTH;
	if (decided->lists && cell->control == CONTROL_PASS)
		return DIRECTIVE_REVOCATION;
	return cell->alert == TLS_ALERT_UNKNOWN_CA ? DIRECTIVE_TRUST : DIRECTIVE_VERIFICATION;
}

/* It was let in as it should, and yet not all was well. */
static enum directive_kind of_accepted_wrongly(const struct decider_case *decided)
{
	const struct cell_result *cell = decided->cell;
	const struct observation *facts = &cell->attempts[0].facts;

	if (cell->side == SIDE_CLIENT)
		return DIRECTIVE_CERTIFICATE;
	if (decided->names_others)
		return DIRECTIVE_TRUST;
	return facts->certificate_requested == auth_mode_requests(cell->mode) ? DIRECTIVE_IDENTITY
																		  : DIRECTIVE_VERIFICATION;
}

/* It was to be refused for its version, and was refused later. */
static bool took_version(const struct cell_result *cell)
{
	const struct observation *facts = &cell->attempts[0].facts;

	return cell->expected_alert == TLS_ALERT_PROTOCOL_VERSION &&
		(cell->side == SIDE_CLIENT ? facts->handshake_done : facts->negotiated != TLS_VERSION_NONE);
}

const char *judge_wrong_step(const struct cell_result *cell)
{
	for (size_t i = 0; i < cell->step_count; i++) {
		if (cell->steps[i].verdict == VERDICT_FAIL)
			return cell->steps[i].name;
	}
	return NULL;
}

/* What came of it in the step that decides: the first that went wrong. */
static const struct observation *find_deciding(const struct cell_result *cell)
{
	const char *step = judge_wrong_step(cell);

	for (size_t i = 0; step && i < cell->attempt_count; i++) {
		if (text_same(cell->attempts[i].step, step))
			return &cell->attempts[i].facts;
	}
	return &cell->attempts[0].facts;
}

/* It was to be refused. */
static enum directive_kind of_let_in(const struct decider_case *decided)
{
	const struct cell_result *cell = decided->cell;
	bool none = cell->side == SIDE_SERVER && !decided->chain_length;

	if (find_deciding(cell)->plain || find_deciding(cell)->answered_in_plain)
		return DIRECTIVE_PLAIN;
	if (cell->tls < TLS_1_2)
		return DIRECTIVE_VERSIONS;
	if (none || !must_verify(cell))
		return DIRECTIVE_VERIFICATION;
	if (cell->side == SIDE_SERVER && !cell->attempts[0].facts.certificate_requested)
		return DIRECTIVE_VERIFICATION;
	if (cell->wrong_ca == CONTROL_FAIL)
		return decided->self_signed == CONTROL_PASS ? DIRECTIVE_TRUST : DIRECTIVE_VERIFICATION;
	if (cell->expected_alert == TLS_ALERT_CERTIFICATE_REVOKED)
		return DIRECTIVE_REVOCATION;
	if (decided->name_differs)
		return DIRECTIVE_NAME;
	if (decided->chain_length >= LONG_CHAIN)
		return DIRECTIVE_DEPTH;
	return cell->expected_alert == TLS_ALERT_UNKNOWN_CA ? DIRECTIVE_TRUST : DIRECTIVE_VERIFICATION;
}

/* The lines of each host may be right, and all of them together let him pass between. */
static bool passed_between(const struct cell_result *cell)
{
	return cell->by_policy && cell->failure == FAILURE_LET_IN;
}

enum directive_kind judge_decider(const struct decider_case *decided)
{
	const struct cell_result *cell = decided->cell;

	if (cell->verdict != VERDICT_FAIL && cell->verdict != VERDICT_ERROR)
		return DIRECTIVE_NONE;
	if (decided->good_refused && cell->control == CONTROL_FAIL)
		return of_good_refused(decided);
	if (cell->verdict == VERDICT_ERROR || !cell->attempt_count || passed_between(cell))
		return DIRECTIVE_NONE;
	if (cell->expected == OUTCOME_REJECT && cell->observed == OUTCOME_ACCEPT)
		return of_let_in(decided);
	if (cell->expected == OUTCOME_REJECT)
		return took_version(cell) ? DIRECTIVE_VERSIONS : DIRECTIVE_NONE;
	if (cell->expected == OUTCOME_ACCEPT && cell->observed == OUTCOME_REJECT)
		return of_refused(decided);
	if (cell->observed == OUTCOME_ACCEPT)
		return of_accepted_wrongly(decided);
	return DIRECTIVE_NONE;
}
