#ifndef SCENARIO_DEED_H
#define SCENARIO_DEED_H
/*
 * What is done to a running target before a step's connection: files that it is configured with
 * are replaced under their names, it is told to read them again, time passes; in this order.
 *
 *   do:
 *     replace: {server_ca: other-root}       # of a client; an authority of pki.yaml
 *     replace: {client: client-p384}         # of a client; certificate and key: a credential
 *     replace: {client_ca: other-root}       # of a server; "client-root other-root": both;
 *                                            # garbage: PEM without a certificate; empty
 *     replace: {client_crl: listing-nobody}  # of a server; CRLs of the clients' CAs that list
 *                                            # nobody; current: as it began; garbage; empty
 *     replace: {server: server-wrong-ca}     # of a server; certificate and key: a credential
 *     restart: true                          # it is stopped, and started with them as they are
 *     reload: true                           # by `reload` of the target file, and it is done
 *     reload: may_fail                       # or its log says that it keeps what it had; until the
 *                                            # next, the good client may be refused, too
 *     wait: 2s                               # or 500ms; up to 60s
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "schema.h"

struct scenario;
struct scenario_step;

/* The files, by the names that templates have for them. */
enum deed_file {
	DEED_SERVER_CA, /* ${server_ca} */
	DEED_CLIENT, /* ${client_cert}, ${client_key}, ${client_both}, ${client_p12}, ... */
	DEED_CLIENT_CA, /* ${client_ca} */
	DEED_CLIENT_CRL, /* ${client_crl} */
	DEED_SERVER, /* ${server_cert}, ${server_key}, ${server_both} */
	DEED_FILE_COUNT,
};
extern const char *const deed_file_words[]; /* server_ca client client_ca client_crl server */

/* In the place of a file's name: what can't be read. */
#define DEED_GARBAGE "garbage"
#define DEED_EMPTY "empty"
/* CRLs. */
#define DEED_LISTING_NOBODY "listing-nobody"
#define DEED_CURRENT "current"

enum deed_reload {
	DEED_NO_RELOAD,
	DEED_RELOAD, /* it must be done */
	DEED_RELOAD_MAY_FAIL,
};

struct scenario_deed {
	struct pair_list replace; /* a word of deed_file_words, and what takes its place */
	struct place replace_place;
	bool restart;
	struct place restart_place;
	int reload; /* enum deed_reload */
	struct place reload_place;
	long wait_ms;
	struct place wait_place;
};
extern const struct schema scenario_deed_schema;

/* What the step puts in the place of that file, or NULL. */
const struct pair *scenario_deed_finds(const struct scenario_step *step, enum deed_file file);
/* Some step of it does something to the target. */
bool scenario_has_deeds(const struct scenario *scenario);
/* Some step of it puts another list of the clients' CAs in the place of theirs. */
bool scenario_makes_list(const struct scenario *scenario);
/* Its target must be told to read its files again. */
bool scenario_reloads(const struct scenario *scenario);
/* Step `number`, or one before it, has replaced what says which clients are good: the good client
 * of the beginning says nothing of who is good there. */
bool scenario_clients_change(const struct scenario *scenario, size_t number);
/* Since a reload that may have failed nobody need be let in at step `number`. */
bool scenario_good_may_be_refused(const struct scenario *scenario, size_t number);
/* Step `number`, or one before it, has put another authority in the place of the good servers'. */
bool scenario_ca_is_replaced(const struct scenario *scenario, size_t number);
/* What contradicts itself in step `number`. Adds diagnostics. */
void scenario_deed_check(const struct scenario *scenario, size_t number, struct diag *diag);
#endif
