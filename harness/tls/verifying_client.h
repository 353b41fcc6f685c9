#ifndef VERIFYING_CLIENT_H
#define VERIFYING_CLIENT_H
/*
 * A TLS client as programs have it: its settings are files, it verifies whom it talks to, and it
 * blocks on a socket. The reference client (reference_client.h) is made of it. It is no part of
 * what judges: that is the engine of tls_client.h, which records what it sees.
 *
 * Right by default: the chain must lead to a CA of its file, and the certificate bear the name that
 * was asked for, in a subjectAltName (RFC 9525 section 6); CRLs are looked at where it has some; it
 * asks for a stapled OCSP response and heeds it, and insists on one where the certificate does (RFC
 * 7633); it has SNI, TLS 1.2 and later, the security level of its libssl, and shows its certificate
 * where it is asked for one by somebody who is verified, and names none or an authority that issued
 * it.
 */
#include <stdbool.h>
#include <stddef.h>

#include "client_defect.h"
#include "scoped.h"
#include "tls_version.h"

struct arena;
struct ssl_session_st; /* OpenSSL's SSL_SESSION */

struct verifying_config {
	const char *ca_file; /* NULL: nobody is trusted */
	const char *crl_file; /* or NULL */
	const char *certificate_file; /* with its intermediates; or NULL: none is shown */
	const char *key_file;
	const char *passphrase_file; /* whose first line opens the key; or NULL */
	enum tls_version min_version;
	enum tls_version max_version;
	bool defects[CLIENT_DEFECT_COUNT];
	/* Goes to an address in a certificate, as a defect does. */
	void (*visit)(const char *url);
};

/* One identity, or nobody's: all files are read now. */
struct verifying_client;
/* NULL and `why` where a file is not what it should be. `config` is copied, its texts outlive it.
 */
struct verifying_client *verifying_client_create(
	const struct verifying_config *config, struct arena *arena, const char **why);
void verifying_client_destroy(struct verifying_client *client);
/* The same from its files as they are now; then `old` is gone. NULL, and `old` stays. */
struct verifying_client *verifying_client_again(
	struct verifying_client *old, struct arena *arena, const char **why);

/* Of one connection. */
struct verified_wish {
	const char *name; /* SNI */
	const char *verify; /* the name that the certificate must bear */
	bool insecure; /* whoever it is */
	struct ssl_session_st *resume; /* or NULL */
};

struct verified;
/* Makes the handshake on the socket, which stays the caller's. NULL and `why`. */
struct verified *verified_connect(struct verifying_client *client, int socket,
	const struct verified_wish *wish, struct arena *arena, const char **why);
WARN_UNUSED bool verified_write(struct verified *verified, const char *data, size_t len);
/* How many bytes came; 0: none comes any more, and `*clean` says whether the peer said so. */
size_t verified_read(struct verified *verified, char *data, size_t max, bool *clean);
/* The last session that the server gave, or NULL: the caller's, to be let go of. */
struct ssl_session_st *verified_take_session(struct verified *verified);
void verified_forget_session(struct ssl_session_st *session);
/* Why the last step failed, in the arena. */
const char *verified_trouble(const struct verified *verified, struct arena *arena);
/* Says goodbye where it can. NULL is fine. */
void verified_close(struct verified *verified);
#endif
