#ifndef SCENARIO_STEP_H
#define SCENARIO_STEP_H
/*
 * What a scenario file says of one connection: who presents what, where to, and what must happen. A
 * file with one connection says it at its top; several stand in order below `steps`, and all words
 * are the same.
 *
 *   modes: [RequireAndVerifyClientCert]    # to run in; default: those that `expect` names, or all
 *   steps:                                 # or, of one connection, the same words without it
 *     - name: curl --cacert ca.crt https://localhost/   # required; reports call the step by it
 *       client:
 *         present: client                  # required, but for `plain`; a credential, none, or
 *                                          # good: who is good at the virtual host that `sni` names
 *         trust: root                      # root: what the target's certificate leads to (default)
 *                                          # nothing: as curl without --cacert
 *                                          # insecure: anybody, as curl --insecure
 *         forge_identity: same-name        # headers beside it that say "admin"
 *         verify_name: b.test              # that the server's certificate must be made out to;
 *                                          # default: as sni
 *         post_handshake_auth: false       # lets nobody ask it after the handshake (RFC 8446
 *                                          # 4.6.2; in TLS 1.2, renegotiates not). Default true
 *         renegotiate: client-expired      # before its last request it begins a second handshake
 *                                          # (RFC 5246 7.4.1.2), as that credential or none; in
 *                                          # TLS 1.2 alone. What it was answered before counts for
 *                                          # nothing
 *         unsolicited_certificate: true    # also an empty Certificate where none was asked for
 *       to: tls                            # a listener of the target; default its main one
 *       plain: true                        # HTTP without TLS
 *       sni: a.test                        # name sent and verified; default server.mtlspec.test
 *                                          # none: no name is sent, and the default is verified
 *                                          # a word without a dot is the role of one of the
 *                                          # target's virtual hosts (target_hosts.h): home
 *       host: b.test                       # Host header; default: as sni; or a role
 *       path: /index.html                  # default: one of our own, or the target's `serves_file`
 *                                          # a word without a slash is the role of one of the
 *                                          # target's `paths` (target_paths.h): private
 *       request:                           # scenario_request.h
 *         method: POST                     # default GET (RFC 9110 9.1)
 *         target: "http://${host}${path}"  # the request target as it is written, in place of the
 *                                          # path (RFC 9112 3.2): absolute, encoded, with dots
 *         absolute: home                   # or in absolute form, with that name or role
 *         host_as: capitals                # how the name in Host is written: capitals, dot, port
 *         path_as: dots                    # how the path of that role is written
 *                                          # (path_spelling.h)
 *         first_path: /open/               # of the first of several requests, or a role
 *         headers: ["X-Client: none"]
 *         body: "a=b"
 *         times: 2                         # so many on the same connection, one after the other
 *         then: [partner, home]            # or one more for each of these names or roles, as Host
 *       via: {proxy_protocol: 2}           # these four: how the connection begins
 *       preface: "\r\n"                    # (scenario_opening.h)
 *       hello: {extension: 16000, grease: true}
 *       fragment: {record: 64, segment: 16, pause: 20ms}
 *       control: NAME                      # the client that is good at this place (port, names,
 *                                          # path); default the usual one. none: nobody is, and
 *                                          # the usual one at the usual place proves what he can
 *       save_session: NAME                 # keeps the TLS session for a later step
 *       resume: NAME                       # offers it, in each mode in which that step is made: a
 *                                          # ticket of TLS 1.3 that was not offered before, if
 *                                          # need be of a connection that the keeper makes anew
 *       same_ticket: true                  # or once more what was offered last (a replay)
 *       early_data: true                   # the request goes out with the ClientHello of the
 *                                          # session (RFC 8446 2.3), and again as usual where
 *                                          # that is rejected
 *       do: {...}                          # before it connects (scenario_deed.h), with `steps`
 *       ocsp: revoked                      # what our OCSP responder says of the certificate, which
 *                                          # must name it (`addresses` in pki.yaml), and which it
 *                                          # must have been asked for
 *       identity: presented                # what the backend must be told: presented (where a
 *                                          # session is resumed: in its first handshake) | nobody |
 *                                          # unverified: no success of a bad certificate let in
 *       expect: accept                     # for all modes, or a map from mode to one of these:
 *                                          #   accept | reject | either
 *                                          #   {reject: unknown_ca}  {reject: http 404}: of
 *                                          #   3xx, 4xx and 5xx what is named is a refusal
 *                                          #   {reject: [http 404, unknown_ca]}: by one of them
 *                                          #   {we_refuse: unknown_ca}: our client, the server
 *                                          #   {outcome: accept, http_status: 200, says: TEXT,
 *                                          #    resumed: true, level: should}
 *                                          #   {outcome: either, resumed: false}: that alone
 *                                          #   {outcome: accept, answered_by: open}: by the
 *                                          #   backend of that virtual host
 *                                          #   policy: refused, or let in by the backend of a
 *                                          #   virtual host, or to a path, whose mode and CA the
 *                                          #   client satisfied, now or in the handshake that made
 *                                          #   the session
 *                                          #   {outcome: either, early: false}: taken only after
 *                                          #   the handshake
 *                                          #   {outcome: accept, request: {ca_names: configured}}:
 *                                          #   the authorities that the server names when it asks
 *                                          #   for a certificate are among those that its file
 *                                          #   configures; or among these: [client-root]. Also
 *                                          #   asked, sigalgs, sigalgs_not (expect_request.h)
 *
 * In a mode that a step does not name the step is left out.
 *
 * With `target: client` each step is a connection of the target to our server: `server`, `presents`
 * and `expect` are its words (scenario.h). The target is configured once: `client` stands beside
 * `steps`, and the `name` and `control` of the first step's server count for all. What is done to
 * it before a step's connection, in the modes in which that is made, says `do` (scenario_deed.h);
 * where that replaces the CA that it trusts, `control` is said anew, and counts from there on. What
 * a program asks before, in one go with what is judged, says `first` (scenario_first.h), in a file
 * without `steps`. Of a proxy `path` and `request: {method}` are what is asked for at its front,
 * `server: {answers: 503}` what it is to pass on, and `{outcome: accept, http_status: 503}` what
 * comes there (scenario_front.h).
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "conduct.h"
#include "diag.h"
#include "expectation.h"
#include "opening.h"
#include "scenario_deed.h"
#include "scenario_first.h"
#include "scenario_request.h"
#include "schema.h"
#include "server_naming.h"

enum { SCENARIO_STEPS_MAX = 32 };

/* The host name of the good server, and what a client presents unless the scenario says
 * otherwise. */
#define SCENARIO_SERVER_NAME SERVER_NAMING_DEFAULT
#define SCENARIO_GOOD_CLIENT "client"
/* In `present`: whoever is good where he goes. */
#define SCENARIO_WHO_IS_GOOD "good"

/* Our reference server, for targets that are clients. */
struct scenario_server {
	const char *present; /* a credential's name */
	struct place present_place;
	const char *name; /* a DNS name or an IP address, without port */
	struct place name_place;
	enum staple staple;
	const char *ca_names; /* an authority's name; NULL: the client root, or none */
	struct place ca_names_place;
	bool no_ca_names;
	struct text_list schemes; /* that it offers to a client that it asks; none: all */
	struct place schemes_place;
	/* what a control presents: good under `name`. NULL: the good server, which has the default
	 * name, localhost and the loopback addresses */
	const char *control;
	struct place control_place;
	/* the target is told a good server of the default name, which redirects it here (302) */
	bool by_redirect;
	struct place by_redirect_place;
	long answers; /* status of its answer, which a proxy is to pass on; 0: 200 */
	struct place answers_place;
};

/* What the client does: ours, or (with target: client) what the target is configured with. */
struct scenario_client {
	const char *present; /* a credential's name; NULL: nothing */
	struct place present_place;
	/* also send an empty Certificate message where none was asked for (RFC 8446 4.4.2: "only
	 * if") */
	bool unsolicited_certificate;
	struct place unsolicited_place;
	int forge; /* enum forge */
	struct place forge_place;
	bool post_handshake_auth; /* where it is said */
	struct place post_handshake_place;
	/* of a second handshake that it begins; where it is said; NULL: nothing */
	const char *renegotiate;
	struct place renegotiate_place;
	int trust; /* enum trust */
	struct place trust_place;
	const char *verify_name; /* or NULL: the name that is sent */
	struct place verify_name_place;
};

struct scenario_step {
	const char *name; /* NULL: the only one of a scenario without `steps` */
	struct place name_place;
	struct scenario_deed deed; /* before its connection */
	struct place deed_place; /* line 0: nothing is done */
	struct scenario_client client;
	struct place client_place; /* line 0: not given */
	struct scenario_server server; /* all NULL for targets that are servers */
	struct place server_place;
	struct scenario_first first; /* of a program's two requests */
	struct place first_place;
	int presents; /* enum presents_rule */
	struct place presents_place;
	int presents_level; /* enum level */
	struct place presents_level_place;
	int identity; /* enum identity_rule */
	struct place identity_place;
	const char *to; /* a listener's name, or NULL: the main one */
	struct place to_place;
	bool plain;
	struct place plain_place;
	const char *sni; /* or NULL: the usual one or, where it has a place, none */
	struct place sni_place;
	const char *host; /* or NULL */
	struct place host_place;
	const char *path; /* or NULL */
	struct place path_place;
	struct scenario_request request;
	struct place request_place;
	struct opening opening; /* scenario_opening.h */
	struct place via_place, preface_place, hello_place, fragment_place;
	const char *control; /* or NULL: the usual client or, where it has a place, nobody */
	struct place control_place;
	const char *save_session; /* or NULL */
	struct place save_place;
	const char *resume; /* or NULL */
	struct place resume_place;
	bool same_ticket;
	struct place same_ticket_place;
	bool early_data;
	struct place early_data_place;
	int ocsp; /* enum ocsp_answer */
	struct place ocsp_place; /* line 0: it need not be asked */
	struct node *expect_node; /* as written; `expect` is what it means */
	struct place expect_place;
	struct step_expectation expect[AUTH_MODE_COUNT]; /* connection.given: made in that mode */
	struct place places[AUTH_MODE_COUNT]; /* of each expectation */
	bool names_modes; /* the expectation is by mode */
};

struct scenario;
extern const struct schema scenario_step_schema;
extern const struct schema scenario_client_schema; /* of struct scenario_client */
extern const struct schema scenario_server_schema;
extern const struct schema scenario_word_schema; /* of a step, and of a scenario without `steps` */

/* It lets nobody ask it after the handshake. */
bool scenario_client_cant_be_asked(const struct scenario_client *client);
/* Sets steps, step_count, simple and modes from what was read. Adds diagnostics. */
void scenario_steps_take(struct scenario *scenario, struct arena *arena, struct diag *diag);
/* What contradicts itself, in each step and between them. */
void scenario_steps_check(const struct scenario *scenario, struct diag *diag);
#endif
