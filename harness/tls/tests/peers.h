#ifndef PEERS_H
#define PEERS_H
/*
 * A reference client and a reference server joined in memory, with the PKI of ca-fixtures/pki.yaml.
 * The client sends "ping"; a server that has accepted it answers "pong", one that forwards before
 * it verifies answers "late".
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "pki.h"
#include "recipe.h"
#include "tls_client.h"
#include "tls_server.h"

enum { NO_DEFECT = -1 };

struct peers {
	struct arena arena;
	struct diag diag;
	struct recipe *recipe;
	struct pki *pki;
	char *dir;
	struct tls_client_context *clients;
	struct tls_server_context *servers[AUTH_MODE_COUNT][DEFECT_COUNT + 1];
	struct tls_server_set *set; /* trusts client-root, looks at no CRL */
};

/* Made on first use. */
struct peers *peers_get(void);
void peers_destroy(void);
const struct credential *peers_credential(const char *name);
/* A file in the folder that pki_write_runtime filled. */
char *peers_file(const char *name);
struct tls_server_config peers_config(enum auth_mode mode, int defect);
struct tls_server_context *peers_server(enum auth_mode mode, int defect);

/* What either has to say goes to the other, until there is no more. */
void peers_carry(struct tls_client *client, struct tls_server *server);

struct exchange_options {
	enum auth_mode mode;
	int defect; /* or NO_DEFECT */
	const char *credential; /* NULL: none */
	enum tls_version version;
	bool unsolicited;
	struct opening opening;
	size_t chunk; /* bytes delivered at once, 0: all */
	const char *server_name; /* NULL: the right one */
	bool nameless; /* no name is sent */
	const char *verify_name; /* or NULL */
	enum trust trust;
	struct x509_st *root; /* that the client trusts in place of its context's, or NULL */
	struct tls_client_context *clients; /* NULL: those that trust the server */
	struct tls_server_context *server; /* NULL: by mode and defect */
	struct ssl_session_st **session; /* offered, and replaced by the one that is kept; or NULL */
	bool early; /* what it says goes with its ClientHello */
	const struct tls_server_options *serving; /* a server from memory in its place, or NULL */
};

struct exchange {
	struct arena arena;
	struct observation client;
	struct observation server;
	struct tls_peer peer;
	bool forwarded; /* the request reached the server */
	char answer[8];
	struct buf from_client; /* all bytes of either direction */
	struct buf from_server;
};

void exchange_run(struct exchange *out, const struct exchange_options *options);
void exchange_finish(struct exchange *exchange);
/* The request got through and "pong" came back. */
bool exchange_accepted(const struct exchange *exchange);
/* A line of the client's timeline with that text. */
bool exchange_has_moment(const struct observation *facts, enum party sender, const char *what);
#endif
