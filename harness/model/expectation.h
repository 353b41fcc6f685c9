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

/* Whether the request was taken before the handshake was complete. */
enum early_rule { EARLY_UNCHECKED, EARLY_TAKEN, EARLY_NOT_TAKEN };

/* Which authorities the target's CertificateRequest may name: none at all is right as well. */
struct ca_names_rule {
	bool given;
	bool configured; /* those that the target is configured to trust */
	const char **authorities; /* or these, by their names in the recipe */
	size_t count;
};

/* Whether the target asks for a certificate. */
enum asked_rule { ASKED_UNCHECKED, ASKED_YES, ASKED_NO };

/* Signature schemes, by their names in the IANA registry. */
struct scheme_rule {
	bool given;
	const char **only; /* by one of these alone; none: by any */
	size_t only_count;
	const char **never; /* and by none of these, or with these hashes */
	size_t never_count;
};

enum sni_rule { SNI_UNCHECKED, SNI_NONE, SNI_TOLD, SNI_NAMED };

/* What a target that is a client says in its ClientHello, and how it signs. */
struct hello_rule {
	enum sni_rule sni; /* told: the name that it was told to connect to */
	const char *name; /* named: this one */
	bool protocols_given;
	const char **protocols; /* by ALPN these alone; none: it does not say any */
	size_t protocol_count;
	struct scheme_rule signature; /* of its CertificateVerify */
};

/* One way in which a target may refuse. */
struct refusal_way {
	int alert; /* or TLS_ALERT_NONE */
	int http_status; /* or 0 */
};

/* A header line of the answer. */
struct header_expected {
	const char *name;
	const char *value;
};

/* What must happen in one step of a scenario that has several. */
struct step_expectation {
	struct expectation connection; /* with `ours`: a rejection, by this alert */
	bool ours; /* it is our client that refuses the server */
	/* the client must have satisfied what the virtual host demands whose backend sees the request;
	 * `connection` says either */
	bool policy;
	int http_status; /* of the answer; 0: whatever an accept or a refusal has */
	/* Those that are named. Where there are several it is by one of them, and neither `alert` nor
	 * `http_status` says which. */
	const struct refusal_way *refusals;
	size_t refusal_count;
	const char *answered_by; /* role of the virtual host whose backend sees the request, or NULL */
	const char *says; /* text that stands in the answer's body, or NULL */
	const char *says_not; /* that stands nowhere in it, or NULL */
	const struct header_expected *headers; /* lines of its head */
	size_t header_count;
	const char *log; /* text in a line of the target's log, or NULL */
	bool names_client; /* one of these texts names the client's certificate (client_word.h) */
	enum resumption resumed;
	enum early_rule early;
	enum asked_rule asked;
	struct ca_names_rule ca_names;
	struct scheme_rule schemes; /* that the target's CertificateRequest offers */
	struct hello_rule hello;
	bool asks_status; /* our OCSP responder is asked for the certificate that is presented */
	bool fetches_nothing; /* nobody comes to the addresses in the certificate that is presented */
};

/* HTTP statuses that refuse a client whoever asks: 400, 403, 421, 495, 496. */
bool http_status_refuses(int status);
/* True if it is one that a scenario may call a refusal: 3xx, 4xx, 5xx. */
bool http_status_may_refuse(int status);

extern const char *const outcome_words[]; /* accept reject either none */
extern const char *const level_words[]; /* must should */
#endif
