#ifndef EXPECTATION_H
#define EXPECTATION_H
/* What a scenario says must happen in one mode. */
#include <stdbool.h>
#include <stddef.h>

enum outcome {
	OUTCOME_ACCEPT, /* the request reached the backend and its answer came back */
	OUTCOME_REJECT, /* it did not, and there is positive evidence of refusal */
	OUTCOME_EITHER, /* expectation only: good stacks differ; observed and shown, never judged */
	OUTCOME_NONE, /* observation only: neither was seen; nothing can be concluded */
	OUTCOME_COUNT,
};

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_COUNT };

struct expectation {
	bool given; /* the scenario says something about this mode */
	enum outcome outcome;
	int alert; /* the alert that the RFC names for a rejection, or TLS_ALERT_NONE */
	enum level level;
};

/* Whether a session was taken up again (RFC 8446 2.2, RFC 5077). */
enum resumption { RESUMPTION_UNCHECKED, RESUMPTION_YES, RESUMPTION_NO };

/* Which authorities the target's CertificateRequest may name: none at all is right as well. */
struct ca_names_rule {
	bool given;
	bool configured; /* those that the target is configured to trust */
	const char **authorities; /* or these, by their names in the recipe */
	size_t count;
};

/* One way in which a target may refuse. */
struct refusal_way {
	int alert; /* or TLS_ALERT_NONE */
	int http_status; /* or 0 */
};

/* What must happen in one step of a scenario that has several. */
struct step_expectation {
	struct expectation connection; /* with `ours`: a rejection, by this alert */
	bool ours; /* it is our client that refuses the server */
	int http_status; /* of the answer; 0: whatever an accept or a refusal has */
	/* Those that are named. Where there are several it is by one of them, and neither `alert` nor
	 * `http_status` says which. */
	const struct refusal_way *refusals;
	size_t refusal_count;
	const char *says; /* text that stands in the answer's body, or NULL */
	enum resumption resumed;
	struct ca_names_rule ca_names;
};

/* HTTP statuses that refuse a client whoever asks: 400, 403, 421, 495, 496. */
bool http_status_refuses(int status);
/* True if it is one that a scenario may call a refusal: 3xx, 4xx, 5xx. */
bool http_status_may_refuse(int status);

extern const char *const outcome_words[]; /* accept reject either none */
extern const char *const level_words[]; /* must should */
#endif
