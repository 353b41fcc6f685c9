#ifndef SCENARIO_H
#define SCENARIO_H
/*
 * Scenario files: who presents what to whom, and what must happen.
 *
 *   title: An expired client certificate            # required: the report's text
 *   why: A lapsed certificate must stop working ... # required
 *   rules: [RFC 5280 6.1.3 (a)(2), ...]             # required, at least one
 *   target: server                                  # which side of TLS the target plays
 *   client: {present: client-expired}               # what our reference client does
 *   client: {present: none, forge_identity: same-name}    # beside it: headers that say "admin"
 *   needs_identity: true                            # skipped where the backend is told nothing
 *   requires: [crl]                                 # target features that the scenario needs
 *   only: [tutorial-nginx]                          # targets that it is about; default: all
 *   tls: [tls1.1]                                   # versions to run in; default tls1.2 and tls1.3
 *   identity: presented                             # what the backend must be told (see below)
 *   expect:                                         # per client-auth mode; a mode not named is not run
 *     RequestClientCert: accept
 *     VerifyClientCertIfGiven: {reject: certificate_expired}
 *     RequireAndVerifyClientCert: {reject: certificate_expired, level: should}
 *     NoClientCert: {outcome: accept, level: should}
 *
 * Several connections in order, in place of `client` and `expect`: `steps`, see scenario_step.h.
 *
 * With `target: client` it is our reference server that plays its part, in the mode that `expect` names,
 * and whoever connects is judged:
 *
 *   target: client
 *   server:
 *     present: server-expired                       # credential of our server; required
 *     name: server.mtlspec.test                     # what the client is told to connect to (default)
 *     staple: revoked                               # good | revoked: a stapled OCSP response
 *     ca_names: other-root                          # named in CertificateRequest; none: an empty list
 *     control: server-deep                          # credential that is good under `name`, for the
 *                                                   # controls; default server
 *   client: {present: client}                       # what the TARGET is configured with; default client
 *   presents: configured                            # what our server must have been shown: exactly
 *                                                   # the chain of client.present | nothing
 *   presents_level: should                          # default must
 *   expect:
 *     NoClientCert: {reject: certificate_expired}   # by the client, with this alert
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "conduct.h"
#include "diag.h"
#include "expectation.h"
#include "scenario_step.h"
#include "schema.h"
#include "side.h"
#include "tls_version.h"

/* Our reference server, for targets that are clients. */
struct scenario_server {
	const char *present; /* a credential's name */
	struct place present_place;
	const char *name; /* a DNS name or an IP address, without port */
	struct place name_place;
	enum staple staple;
	struct place staple_place;
	const char *ca_names; /* an authority's name, or "none"; NULL: the client root */
	struct place ca_names_place;
	/* what a control presents: good under `name`. NULL: the good server, which has the default name,
	 * localhost and the loopback addresses */
	const char *control;
	struct place control_place;
};

/* What the client does: ours, or (with target: client) what the target is configured with. */
struct scenario_client {
	const char *present; /* a credential's name, or "none" */
	struct place present_place;
	/* also send an empty Certificate message where none was asked for (RFC 8446 4.4.2: "only if") */
	bool unsolicited_certificate;
	int forge; /* enum forge */
	struct place forge_place;
};

struct scenario {
	const char *id; /* path below the scenario folder without .yaml: "client-certificate/expired" */
	const char *path; /* as opened, for messages */
	struct place title_place;
	const char *title;
	const char *why;
	struct text_list rules;
	enum side side;
	struct place side_place;
	struct place client_place; /* line 0: not given */
	struct scenario_client client;
	struct place server_place;
	struct scenario_server server; /* all NULL for targets that are servers */
	enum presents_rule presents;
	struct place presents_place;
	enum level presents_level;
	struct place presents_level_place;
	struct text_list requires_features;
	struct text_list only; /* names of targets; empty: for all */
	struct struct_list step_list; /* as read */
	struct scenario_step *steps; /* or NULL; then `expect` only says in which modes they are made */
	size_t step_count;
	struct place steps_place;
	struct text_list step_modes;
	struct place modes_place;
	bool versions[TLS_VERSION_COUNT];
	enum identity_rule identity;
	struct place identity_place;
	bool needs_identity; /* a target that tells the backend nothing of the client is passed over */
	struct place needs_identity_place;
	struct node *expect_node; /* as written; `expect` is what it means */
	struct place expect_place;
	struct expectation expect[AUTH_MODE_COUNT];
};

/* The host name of the good server, and what a client presents unless the scenario says otherwise. */
#define SCENARIO_SERVER_NAME "server.mtlspec.test"
#define SCENARIO_GOOD_CLIENT "client"

struct scenario_set {
	struct scenario **items; /* sorted by id */
	size_t count;
};

extern const struct schema scenario_schema;

/*
 * Reads one scenario file. `id` may be NULL: the file's name without .yaml. Credential names are
 * checked against the NULL-terminated `credentials` (NULL: not checked). Adds diagnostics and
 * returns NULL on failure. Refused beside what the schema refuses: names that nobody knows, no mode
 * expected, expectations that can't come true (a mode that asks for no certificate has no reason to
 * refuse one, and is shown none), and words of one side in a scenario of the other.
 */
struct scenario *scenario_read(struct arena *arena, struct diag *diag, const char *path,
	const char *id, const char *const *credentials);
/*
 * Reads every *.yaml below folder `root` (ids relative to it; files and folders beginning with a dot,
 * and symbolic links to folders, are passed over). All files are read, all diagnostics collected. A
 * folder without scenarios is an error.
 */
WARN_UNUSED bool scenario_read_tree(struct scenario_set *out, struct arena *arena,
	struct diag *diag, const char *root, const char *const *credentials);
/* True if `name` is an IPv4 or IPv6 address (which is no SNI: RFC 6066 section 3). */
bool scenario_is_address(const char *name);
/* True if `name` is such an address or can be a host name. */
bool scenario_is_name(const char *name);
/* True if the scenario is about the target of that name. */
bool scenario_is_for(const struct scenario *scenario, const char *target);
#endif
