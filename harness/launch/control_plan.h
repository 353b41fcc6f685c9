#ifndef CONTROL_PLAN_H
#define CONTROL_PLAN_H
/*
 * Which controls an instance needs, and what they showed. No sockets, no clock.
 *
 * In each TLS version that its cells use (older ones lean on the oldest that good targets speak):
 * one good peer at each port and at each other place that steps go to, and where chains are
 * verified one of a wrong CA. If that gets in:
 * does one get in that is signed by nobody at all?
 *
 * Where nothing of ours answers (verdict/measure.h) this is the pre-flight: at each site that the
 * cells go to the good client comes twice, to tell what is stable in his answer, then one without a
 * certificate and a stranger. What they showed together may say that nothing can be told.
 */
#include <stdbool.h>
#include <stddef.h>

#include "log_trail.h"
#include "measure.h"
#include "plan.h"
#include "result.h"
#include "site.h"

struct arena;
struct instance;

/* Who comes in a control. The last only where one of a wrong CA got in. */
enum control_peer {
	PEER_GOOD,
	PEER_GOOD_AGAIN,
	PEER_NOBODY,
	PEER_WRONG_CA,
	PEER_SELF_SIGNED,
	CONTROL_PEER_COUNT,
};

struct control_facts {
	enum control_state good;
	enum control_state nobody; /* PASS: refused; of the pre-flight alone */
	enum control_state wrong_ca; /* PASS: refused */
	enum control_state self_signed; /* PASS: refused */
	const char *reason; /* why good is CONTROL_FAIL */
	bool good_refused; /* and that it is by a refusal */
	int good_alert; /* or TLS_ALERT_NONE */
	/* what ended it at the Hello, before anything else of him was seen: "alert
	 * protocol_version"; or NULL (control_version.h) */
	const char *hello_refused;
	enum tls_version answered; /* and the older version that the answer was in, or none */
	struct answer_measure measure; /* what the good client is answered */
	bool asked; /* for a certificate */
	bool unclear; /* who must stay out is answered as the good client, and both may be refused */
	const char *by[CONTROL_PEER_COUNT]; /* how each was answered, or NULL */
	struct log_trail good_trail; /* where the target's log may say why */
	const struct target_log_row *good_log; /* what it says, once that is known */
	const char *shown[CONTROL_PEER_COUNT]; /* what each came with: attempt_shown() */
};

struct control_step {
	enum tls_version version;
	size_t site;
	enum control_peer peer;
};

/* Facts of ports without TLS are all the same. */
struct control_site {
	struct site where;
	bool used[TLS_VERSION_COUNT];
	struct control_facts facts[TLS_VERSION_COUNT];
};

struct control_plan {
	struct control_step *steps;
	size_t count;
	/* the main port first, then each listener, then where the cells' steps go beside these */
	struct control_site *sites;
	size_t site_count;
	size_t port_count; /* of these */
	bool measured;
	const struct plan_instance *instance;
};

/* Of instance number `index` of the plan; nothing is shown yet. `measured`: nothing of ours
 * answers. */
void control_plan_make(struct control_plan *out, const struct plan *plan, size_t index,
	bool measured, struct arena *arena);
/* What step number `step` showed; its outcome and `by` are judged. May add a step. */
void control_plan_record(struct control_plan *plan, size_t step,
	const struct attempt_result *result, struct arena *arena);
/* Where its connection left words in the target's log. */
void control_plan_keep_trail(struct control_plan *plan, size_t step, const struct log_trail *trail);
/* What the log says by now of the good peers that were refused. */
void control_plan_read_log(struct control_plan *plan, const struct instance *instance);
/* Who came in it, and what was seen: "client in TLS 1.2: http 502". */
const char *control_sight(
	const struct control_step *step, const struct attempt_result *result, struct arena *arena);
/* Those that count for a cell of that version there; NULL: where the first of them goes. */
const struct control_facts *control_plan_at(
	const struct control_plan *plan, const struct site *where, enum tls_version version);
/* The first that is tried: the main port, or where a step goes if none goes there. */
const struct control_site *control_plan_first_site(const struct control_plan *plan);
/*
 * The version in which the good peer comes where the cell's own can't be his: the oldest in which
 * he got through, or else was tried.
 */
enum tls_version control_plan_oldest(const struct control_plan *plan);
/* The version in which the good peer comes to a cell of that one: one that must be refused can't be
 * his. */
enum tls_version control_plan_good_version(
	const struct control_plan *plan, enum tls_version version);
#endif
