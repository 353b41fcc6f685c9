#ifndef EXPECT_H
#define EXPECT_H
/*
 * What a connection must come to: the value of `expect`, or of one mode in it.
 *
 *   accept | reject | either               the outcome alone
 *   {reject: unknown_ca, level: should}    a rejection, and the alert that the RFC names for it
 *   {reject: http 400}                     a rejection by that status
 *   {we_refuse: unknown_ca}                it is our client that refuses the server, by that alert
 *   {outcome: accept, http_status: 200, says: TEXT, resumed: true, level: should}
 *   {outcome: accept, request: {ca_names: configured}}    the server's CertificateRequest names no
 *                                          other authorities; more of it: expect_request.h
 *   {outcome: accept, sni: told, alpn: [h2], signature: [ed25519]}    what a target that is a
 *                                          client says in its Hello, and signs with: expect_hello.h
 *   {reject: unknown_ca, fetches: nothing} nobody comes to the addresses that stand in the
 *                                          certificate which is presented (`addresses` in pki.yaml)
 *
 * The default level is must.
 */
#include "diag.h"
#include "expectation.h"
#include "node.h"

struct schema;

extern const char *const expect_words[]; /* accept reject either policy */
extern const struct schema expect_schema; /* the long form */

/* `what` is the key whose value `node` is. Adds diagnostics on failure. */
void expect_read(struct step_expectation *out, const struct node *node, const char *what,
	struct arena *arena, struct diag *diag);
#endif
