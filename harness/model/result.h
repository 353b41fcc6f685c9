#ifndef RESULT_H
#define RESULT_H
/*
 * What a run has to say: its plan, each judged cell, its end. These structs are what the event file
 * carries; the runner fills and writes them, the report writers read nothing else.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth_mode.h"
#include "directive.h"
#include "expectation.h"
#include "failure_class.h"
#include "observation.h"
#include "shard.h"
#include "side.h"
#include "tls_version.h"

enum verdict {
	VERDICT_PASS,
	VERDICT_FAIL, /* the target misbehaved */
	VERDICT_ERROR, /* the environment broke, or we did: nothing can be said of the target */
	VERDICT_SKIP, /* the target can't express it, or a part is missing; always with its reason */
	VERDICT_XFAIL, /* misbehaved as declared (known deviation, expected failure) */
	VERDICT_XPASS, /* declared to misbehave, but did not */
	VERDICT_NOT_RUN, /* interrupted before */
	VERDICT_COUNT,
};
extern const char *const verdict_words[]; /* pass fail error skip xfail xpass not-run */
/* Somebody has to look at it: fail, error and xpass. */
bool verdict_is_trouble(enum verdict verdict);

enum control_state { CONTROL_NONE, CONTROL_PASS, CONTROL_FAIL, CONTROL_COUNT };
extern const char *const control_words[]; /* none pass fail */

/* Process exit codes (design: 7). */
enum exit_code {
	EXIT_AS_EXPECTED = 0,
	EXIT_CONFORMANCE = 1,
	EXIT_USAGE = 2,
	EXIT_ENVIRONMENT = 3,
	EXIT_NOTHING_SELECTED = 4,
	EXIT_EXPECTATION_STALE = 5,
	EXIT_ALL_SKIPPED = 77,
	EXIT_HUNG_UP = 129,
	EXIT_INTERRUPTED = 130,
	EXIT_TERMINATED = 143,
};

/*
 * One connection of a cell, in order. role: "subject", "again", "good client after" or "good server
 * after".
 */
struct attempt_result {
	const char *step; /* name of the step that it belongs to, or NULL */
	const char *role;
	const char *driver; /* ours: tls, http; the target's, where it is the client: program, proxy */
	const char *credential; /* that our side presented; NULL: none, or not known */
	bool presents_nothing;
	enum outcome outcome; /* what this connection showed */
	const char *by; /* "http 400", "alert unknown_ca", "close", "http 200" */
	struct observation facts;
};

/* For texts and files: the credential's name, "none", or NULL where it is not known. */
const char *presented_word(const char *credential, bool presents_nothing);

/* Under which name what it showed is found: the credential's, or its twin's; or NULL. */
const char *attempt_shown(const struct attempt_result *attempt);

/* One step of a cell that has several, in the order of the scenario. */
struct step_result {
	const char *name;
	const char *expected; /* in words: "accept", "reject by http 400" */
	const char *observed; /* in words, or NULL: the step was not made */
	enum verdict verdict; /* VERDICT_NOT_RUN where it was not made */
	const char *note; /* why it missed, or a deviation; or NULL */
};

struct cell_result {
	const char *id;
	const char *scenario;
	const char *target;
	enum side side; /* that the target plays */
	enum auth_mode mode; /* the target's, or our server's */
	enum tls_version tls;
	const char *driver;
	enum verdict verdict;
	enum outcome expected;
	bool by_policy; /* which host answers decides: `expected` says either */
	enum level level;
	int expected_alert; /* or TLS_ALERT_NONE */
	enum outcome observed;
	const char *by; /* how it was accepted or refused; NULL: not observed */
	int alert; /* the first connection's fatal alert, or TLS_ALERT_NONE */
	enum party alert_from;
	bool handshake_client; /* our side completed the handshake */
	bool backend_observed;
	bool backend; /* the backend saw the request */
	enum control_state control; /* good client: before and after */
	enum control_state wrong_ca; /* second control, where chains are verified: PASS = refused */
	enum failure_class failure; /* of what verdict FAIL or XFAIL is about, else FAILURE_NONE */
	const char *deviation; /* pass with a note, or NULL */
	const char *reason; /* why not a plain pass: one sentence, or NULL */
	const char *link; /* public reference of a known deviation, or NULL */
	const char *judged; /* the verdict before an expected failure changed it, or NULL */
	const char *credential; /* what our side presented; NULL: none, or not known */
	bool presents_nothing;
	const char *defect; /* what is wrong with it, or "" */
	const char *server_name; /* what a target that is a client was told to connect to, or NULL */
	const char *first; /* how its earlier request differs from the one that is judged, or NULL */
	const char *client_credential; /* and configured to present; NULL: nothing, or not known */
	bool client_presents_nothing;
	const char *setting; /* the target's own words for the mode: "ssl_verify_client on;" */
	const char *fix; /* which directives to look at, in general, or NULL */
	struct directive_fix directive; /* the one that decided here, if that can be told */
	const char *reproduce; /* command line, or NULL */
	const char *reproduce_openssl; /* the same by hand, or NULL */
	const char *reproduce_curl; /* and with curl, or NULL */
	const char *kept; /* folder with everything about it (--keep), or NULL */
	const char *instance_log; /* last log lines of the target, cleaned, or NULL */
	struct step_result *steps;
	size_t step_count;
	struct attempt_result *attempts;
	size_t attempt_count;
	uint64_t duration_us;
};

struct scenario_info {
	const char *id;
	const char *title;
	const char *why;
	const char *file; /* path:line for JUnit, or NULL */
	const char **rules;
	size_t rule_count;
	const char *confirms; /* why it may be the only one to catch nothing (kills.h), or NULL */
};

/* What asks for the behaviour that scenarios look at. */
struct rule_source_info {
	const char *id; /* "RFC 5280": the ids of its rules begin so */
	const char *title;
	const char *kind; /* standard, evaluation, weakness */
	const char *url; /* or NULL */
	const char *extent; /* which part of it is told of; NULL: the whole */
};

struct rule_info {
	const char *id;
	const char *title; /* NULL: a scenario names it, and no registry has it */
	const char *source; /* id, or NULL */
	const char *partly; /* what its scenarios leave out, or NULL */
	const char *uncovered; /* why it has none, or NULL */
	const char **scenarios; /* ids, also of those that the plan does not have */
	size_t scenario_count;
};

struct target_info {
	const char *name;
	const char *title;
	const char *version; /* or NULL */
	const char *folder; /* of its files, as it was named; NULL for HOST:PORT and command lines */
	const char *missing; /* reason of all its skips: its program is not there; or NULL */
	const char *defect; /* it has on purpose, "ignore-expiry"; NULL: none */
};

/* One thing that a certificate says: a field or extension, by its name in RFC 5280. */
struct certificate_fact {
	const char *name; /* "notAfter", "extendedKeyUsage" */
	const char *value; /* for people; NULL: it has none */
	bool wrong; /* the planted defect is here */
};

struct certificate_info {
	struct certificate_fact *facts; /* of all certificates of a credential the same names */
	size_t fact_count;
};

/* What our side presents under a name, leaf first. */
struct credential_info {
	const char *name;
	const char *defect; /* one line for people; "" if nothing is wrong */
	struct certificate_info *certificates;
	size_t certificate_count;
};

/* What a report that is handed over says of itself; each may be NULL. */
struct cover {
	const char *title;
	const char *tester;
	const char *scope;
};

struct plan_result {
	struct cover cover;
	const char *program_version; /* "mtlspec 0.1.0" */
	const char *openssl_version;
	const char *command; /* the command line, shell-quoted */
	const char *started; /* UTC, ISO 8601 */
	struct scenario_info *scenarios;
	size_t scenario_count;
	struct rule_source_info *rule_sources;
	size_t rule_source_count;
	struct rule_info *rules;
	size_t rule_count;
	struct target_info *targets;
	size_t target_count;
	struct credential_info *credentials; /* that the plan's cells present */
	size_t credential_count;
	const char **cells; /* ids in plan order; those of other shards, too */
	size_t cell_count;
	struct shard shard; /* which part of them this run is about */
	bool selftest; /* targets with a defect are there to be caught (kills.h) */
	bool some_defects; /* of a self-test: not by all defects, not of all scenarios */
	bool some_scenarios;
};

/*
 * One running configuration of a target, and where its time went. Phases follow on each other:
 * until the first answer, the further controls, the cells, until it was gone.
 */
struct instance_result {
	const char *target;
	enum side side;
	enum auth_mode mode; /* of a client: meaningless */
	size_t cells; /* that were judged on it */
	uint64_t begin_us; /* since the run began */
	uint64_t start_us;
	uint64_t controls_us;
	uint64_t cells_us;
	uint64_t stop_us;
	uint64_t cpu_us; /* used by its processes */
};

struct end_result {
	size_t counts[VERDICT_COUNT];
	size_t connections;
	int exit_code;
	bool interrupted;
	bool stopped; /* at the first failure or error, as asked (--exitfirst) */
	bool skips_fail; /* cells that were skipped count as failures (--no-skip) */
	uint64_t duration_us;
	struct instance_result *instances; /* in the order of their end */
	size_t instance_count;
};

struct run_changes;
struct kills;

/* A whole run, or one shard of it, as read back from an event file. */
struct run_result {
	struct plan_result plan;
	struct cell_result *cells; /* one for each of the plan's that the shard has */
	size_t cell_count;
	struct end_result end;
	bool has_end; /* false: the file stops early ("interrupted") */
	const struct run_changes *changes; /* since an older run (change.h), or NULL */
	const struct kills *kills; /* of a self-test, whose other cells these are; or NULL */
};

/* The first connection that was to show the cell's credential, or NULL. */
const struct attempt_result *result_subject(const struct cell_result *cell);
/* The exit code that these counts ask for (nothing interrupted). */
int result_exit_code(const size_t counts[VERDICT_COUNT], bool skips_fail);
#endif
