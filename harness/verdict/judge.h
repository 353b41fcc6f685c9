#ifndef JUDGE_H
#define JUDGE_H
/*
 * The verdict: a pure function of what was expected and what was recorded. No TLS library, no loop,
 * no clock. Rules in short (design: 5 and 7):
 *   accept  the token reached the backend, its answer came back with a 2xx, and what was meant to
 *           be sent was really sent; where nothing of ours answers, it is the good client's own
 *           answer (measure.h)
 *   reject  the token did not reach the backend, no 2xx came, and there is positive evidence: a
 *           fatal alert, an HTTP refusal, or a close after our flight
 *   neither is `error`, never `fail`: nothing can be said of the target
 *
 * Where the target is the client, our server and its other end (exit status, a proxy's front) are
 * looked at instead:
 *   accept  a request with the token came in as application data, our answer went out, and the
 *           other end reports success
 *   reject  no application data came, the other end reports failure, and there is positive
 *           evidence: a fatal alert of the client, or a close after our flight
 * Application data that came is an accept in a cell that expects a rejection, whatever followed:
 * what a server that must not be trusted has read, it has read.
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "conduct.h"
#include "expectation.h"
#include "observation.h"
#include "result.h"
#include "side.h"

struct answer_measure;
struct arena;

/* What a known deviation of the target's file says about this cell. */
struct judge_deviation {
	enum outcome observed;
	const char *reason;
	const char *link; /* or NULL */
};

struct judge_case {
	enum side side; /* that the target plays */
	enum auth_mode mode;
	enum tls_version tls;
	struct expectation expected;
	bool has_credential; /* the client presents one */
	bool
		key_in_question; /* it differs from the good client's in the kind of its key or signature */
	bool cant_be_asked; /* after the handshake: the client does not let itself be */
	bool unsolicited; /* and an empty list where none was asked for */
	bool renegotiates; /* begins a second handshake, with a credential or without */
	bool has_later_credential;
	bool later_is_other; /* than what it shows in the first */
	bool resumes; /* and a session is offered */
	/* after it the good peer may be refused, too, but in words: an alert or an answer, which
	 * nobody gives who is not there */
	bool good_may_be_refused;
	bool by_policy; /* what was shown is part of the question, whatever was meant to be */
	bool silence_is_unclear; /* a server that closes without a word may speak another protocol */
	bool is_good_peer; /* our side is the good one: its refusal is a finding by itself */
	bool runs_already; /* but for who was set up by others, and may never have heard of it */
	enum presents_rule presents;
	enum level presents_level;
	struct attempt_result *attempts; /* facts filled in; outcome and by are set here */
	size_t attempt_count;
	size_t subject_count; /* the first so many attempts show the credential; then good clients */
	enum control_state control_before;
	const char *control_reason; /* why it failed, or NULL */
	const struct answer_measure *measure; /* the good client's own answer there, or NULL */
	const char *crash; /* the target crashed on this cell, alone: how; or NULL */
	const char *trouble; /* the instance broke or never came up: how; or NULL */
	const char *identity_problem; /* the backend was told something else than presented; or NULL */
	const char *identity_note; /* it may mislead a careless backend: how; or NULL */
	const struct judge_deviation *deviation; /* declared for this cell, or NULL */
	bool strict; /* deviations and missed SHOULDs are failures */
};

/*
 * What one connection showed. `by` (in the arena) says how, or for OUTCOME_NONE why nothing can be
 * said. `measure` and `lenient` are for answers that are measured (measure.h).
 */
enum outcome judge_connection(const struct observation *facts, const struct answer_measure *measure,
	bool lenient, const char **by, struct arena *arena);
/* The same of a target that is a client. `our_refusal`: our server may be the one that refuses. */
enum outcome judge_client_connection(
	const struct observation *facts, bool our_refusal, const char **by, struct arena *arena);
/* What is said where the good peer of that side did not get in first; `reason` may be NULL. */
const char *judge_no_control(enum side side, const char *reason, struct arena *arena);
/* The alert that the RFC names in this version: certificate_required came with TLS 1.3. */
int judge_expected_alert(int alert, enum tls_version version);

/*
 * Fills verdict, expected, level, expected_alert, observed, by, alert, alert_from,
 * handshake_client, backend_observed, backend, control, deviation, reason, link, attempts and
 * attempt_count of `out`; leaves the rest.
 */
void judge(struct cell_result *out, const struct judge_case *judged, struct arena *arena);
/*
 * The last thing that judge() does: what the target file declares is looked at each time. It
 * happens still (`xfail`), or the file is stale (`xpass`); a failure that is another than the
 * declared one stays.
 */
void judge_apply_deviation(
	struct cell_result *out, const struct judge_deviation *known, struct arena *arena);
#endif
