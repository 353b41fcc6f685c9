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
 *   requires: [crl]                                 # target features that the scenario needs
 *   tls: [tls1.1]                                   # versions to run in; default tls1.2 and tls1.3
 *   identity: presented                             # what the backend must be told (see below)
 *   expect:                                         # per client-auth mode; a mode not named is not run
 *     RequestClientCert: accept
 *     VerifyClientCertIfGiven: {reject: certificate_expired}
 *     RequireAndVerifyClientCert: {reject: certificate_expired, level: should}
 *     NoClientCert: {outcome: accept, level: should}
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "diag.h"
#include "expectation.h"
#include "schema.h"
#include "tls_version.h"

enum side { SIDE_SERVER, SIDE_CLIENT, SIDE_COUNT };

/* What the backend must have been told of the client, where the request was accepted. */
enum identity_rule {
	IDENTITY_UNCHECKED,
	IDENTITY_PRESENTED, /* exactly the presented leaf (in a mode that asks), nothing else */
	IDENTITY_NOBODY, /* no certificate, and no word of success */
	IDENTITY_RULE_COUNT,
};

struct scenario_client {
	const char *present; /* a credential's name, or "none" */
	struct place present_place;
	/* also send an empty Certificate message where none was asked for (RFC 8446 4.4.2: "only if") */
	bool unsolicited_certificate;
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
	struct scenario_client client;
	struct text_list requires_features;
	bool versions[TLS_VERSION_COUNT];
	enum identity_rule identity;
	struct place identity_place;
	struct node *expect_node; /* as written; `expect` is what it means */
	struct expectation expect[AUTH_MODE_COUNT];
};

struct scenario_set {
	struct scenario **items; /* sorted by id */
	size_t count;
};

extern const char *const side_words[]; /* server client */
extern const char *const identity_rule_words[]; /* unchecked presented nobody */
extern const struct schema scenario_schema;

/*
 * Reads one scenario file. `id` may be NULL: the file's name without .yaml. Credential names are
 * checked against the NULL-terminated `credentials` (NULL: not checked). Adds diagnostics and
 * returns NULL on failure. Refused beside what the schema refuses: names that nobody knows, no mode
 * expected, expectations that can't come true (a mode that asks for no certificate has no reason to
 * refuse one), and `target: client`, for which scenario files have no words yet.
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
#endif
