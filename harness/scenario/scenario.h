#ifndef SCENARIO_H
#define SCENARIO_H
/*
 * Scenario files: who presents what to whom, and what must happen.
 *
 *   title: An expired client certificate      # required: the report's text
 *   why: A lapsed certificate must stop working ... # required
 *   rules: [RFC 5280 6.1.3 (a)(2), ...]       # required, at least one; of the registry (rules.h)
 *   target: server                            # which side of TLS the target plays
 *   client: {present: client-expired}         # what our reference client does
 *   client: {present: none, forge_identity: same-name}    # beside it: headers that say "admin"
 *   needs_identity: true                      # skipped where the backend is told nothing
 *   needs_session: true                       # skipped where the target gives no TLS session
 *   requires: [crl]                           # target features that the scenario needs
 *   bundle: two-cas                           # authorities and lists that the target is given in
 *                                             # place of the usual ones (pki.yaml, `bundles`)
 *   only: [tutorial-nginx]                    # targets that it is about; default: all
 *   confirms: that PSS keys are known         # `mtlspec selftest` need not see it catch anything
 *   tls: [tls1.1]                             # versions to run in; default tls1.2 and tls1.3
 *   identity: presented                       # what the backend must be told (see below)
 *   expect:                                   # per client-auth mode; a mode not named is not run
 *     RequestClientCert: accept
 *     VerifyClientCertIfGiven: {reject: certificate_expired}
 *     RequireAndVerifyClientCert: {reject: certificate_expired, level: should}
 *     NoClientCert: {outcome: accept, level: should}
 *
 * One file may be many scenarios: `for: {sni: [a.test, b.test]}`, see scenario_for.h.
 *
 * That is a scenario of one connection. Several in order, and all words that each of them, or the
 * only one, has: scenario_step.h.
 *
 * With `target: client` it is our reference server that plays its part, in the mode that `expect`
 * names, and whoever connects is judged:
 *
 *   target: client
 *   server:
 *     present: server-expired                 # credential of our server; required
 *     name: server.mtlspec.test               # what the client is told to connect to (default)
 *     staple: revoked                         # good | revoked: a stapled OCSP response
 *     ca_names: other-root                    # named in CertificateRequest; none: an empty list
 *     control: server-deep                    # credential that is good under `name`, for the
 *                                             # controls; default server
 *     answers: 503                            # for a proxy to pass on (scenario_front.h)
 *     by_redirect: true                       # the client is told a good server, which redirects
 *                                             # it to this one (scenario_redirect.h)
 *   client: {present: client}                 # what the TARGET is configured with; default client
 *   presents: configured                      # what our server must have been shown: exactly
 *                                             # the chain of client.present | nothing
 *   presents_level: should                    # default must
 *   expect:
 *     NoClientCert: {reject: certificate_expired}   # by the client, with this alert
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "conduct.h"
#include "diag.h"
#include "expectation.h"
#include "scenario_name.h"
#include "scenario_step.h"
#include "schema.h"
#include "side.h"
#include "tls_version.h"

struct scenario {
	const char *id; /* path below the scenario folder without .yaml: "client-certificate/expired" */
	const char *file_id; /* the same without what a `for` adds to it */
	struct scenario *next; /* the next combination of the same file's `for`, or NULL */
	const char *path; /* as opened, for messages */
	const char *asked_as; /* the file that the user named, for commands to reproduce, or NULL */
	struct place title_place;
	const char *title;
	const char *file_title; /* as it stands in the file, with the ${names} of its `for` */
	const char *why;
	struct text_list rules;
	struct node *fan_out; /* never left in what is read: the reader makes several of it */
	const char *confirms; /* or NULL: it must catch a defect of the reference */
	enum side side;
	struct place side_place;
	struct text_list requires_features;
	const char *bundle; /* or NULL: the usual files */
	struct place bundle_place;
	struct text_list only; /* names of targets; empty: for all */
	bool versions[TLS_VERSION_COUNT];
	bool modes[AUTH_MODE_COUNT]; /* in which it runs */
	/* its connections in order: those of `steps`, or the one that the file says without the word */
	struct scenario_step *steps;
	size_t step_count;
	bool simple; /* written without `steps` */
	struct place steps_place;
	bool needs_identity; /* a target that tells the backend nothing of the client is passed over */
	struct place needs_identity_place;
	bool needs_session; /* a target that gives its keeper none is passed over */
	struct place needs_session_place;
	struct scenario_step only_step; /* as read from the top of the file */
	struct struct_list step_list; /* as read from `steps` */
	struct text_list step_modes;
	struct place modes_place;
};

struct scenario_set {
	struct scenario **items; /* sorted by id */
	size_t count;
};

extern const struct schema scenario_schema;

/*
 * Reads one scenario file; the first of its scenarios, where it has several. `id` may be NULL: the
 * file's name without .yaml. Credential names are checked against the NULL-terminated
 * `credentials` (NULL: not checked). Adds diagnostics and returns NULL on failure. Refused beside
 * what the schema refuses: names that nobody knows, no mode expected, expectations that can't come
 * true (a mode that asks for no certificate has no reason to refuse one, and is shown none), and
 * words of one side in a scenario of the other.
 */
struct scenario *scenario_read(struct arena *arena, struct diag *diag, const char *path,
	const char *id, const char *const *credentials);
/*
 * Reads every *.yaml below folder `root` (ids relative to it; files and folders beginning with a
 * dot, symbolic links to folders and the registry of rules are passed over). All files are read,
 * all diagnostics collected. A folder without scenarios is an error.
 */
WARN_UNUSED bool scenario_read_tree(struct scenario_set *out, struct arena *arena,
	struct diag *diag, const char *root, const char *const *credentials);
/* True if a connection that it makes in that mode presents the credential, or leans on it for its
 * control. */
bool scenario_needs(const struct scenario *scenario, enum auth_mode mode, const char *credential);
/* The role number `index` that a connection in that mode names (scenario_name.h); NULL: there are
 * no more. */
const char *scenario_role(const struct scenario *scenario, enum auth_mode mode, size_t index);
/* True if it is about virtual hosts: a step names a role or leaves it to their policies. */
bool scenario_is_of_hosts(const struct scenario *scenario);
/* The same of the roles of a target's `paths`. */
const char *scenario_path_role(const struct scenario *scenario, enum auth_mode mode, size_t index);
/* True if it is about paths with policies of their own; not about virtual hosts then, unless it
 * names one. */
bool scenario_is_of_paths(const struct scenario *scenario);
/* Milliseconds that it is known to wait for, its connections apart. */
long scenario_waits_ms(const struct scenario *scenario);
/* True if the scenario is about the target of that name. */
bool scenario_is_for(const struct scenario *scenario, const char *target);
#endif
