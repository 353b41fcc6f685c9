#ifndef VERIFYING_TRUST_H
#define VERIFYING_TRUST_H
/* How the reference client judges a server: chain, name, CRL, stapled response; and with which
 * defects not. */
#include <stdbool.h>

#include <openssl/ssl.h>

#include "client_defect.h"

/* What the judgement of one connection depends on: behind its SSL. */
struct verifying_case {
	const bool *defects;
	const char *name; /* that the certificate must bear */
	bool insecure;
	void (*visit)(const char *url);
	bool asked; /* for a certificate of ours */
	bool refused; /* the server, after the handshake: a defect */
	SSL_SESSION *session; /* the last that it gave */
};

struct verifying_case *verifying_case_of(const SSL *ssl);
void verifying_case_set(SSL *ssl, struct verifying_case *of);

void verifying_trust_attach(SSL_CTX *ctx);
/* The name that the server's certificate must bear. */
void verifying_trust_name(SSL *ssl, const struct verifying_case *of);
#endif
