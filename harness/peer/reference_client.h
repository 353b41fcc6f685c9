#ifndef REFERENCE_CLIENT_H
#define REFERENCE_CLIENT_H
/*
 * The reference client as a program: asks for a URL by TLS with a client that is right by default
 * (verifying_client.h), and with defects if asked. The counterpart of reference_server.h: by it
 * the scenarios for clients are proved.
 */
#include <stdbool.h>

#include "scoped.h"
#include "verifying_client.h"

struct arena;

struct reference_request {
	const char *url;
	bool insecure; /* verifies nobody */
	const char *certificate_file; /* shown where the server asks; or NULL */
	const char *key_file;
	const char *passphrase_file; /* whose first line opens it; or NULL */
};

struct reference_client_options {
	struct verifying_config tls; /* but for the certificate, which each request has */
	struct reference_request request;
	/* One before it, whose connection and session may serve for both where they are of the same
	 * identity and verified alike; without a url: none. Its answer is not looked at. */
	struct reference_request first;
	const char *connect_to; /* an address for all names; NULL: they are looked up */
	bool follows; /* redirects, with its certificate where the host stays the same */
	/* Asks again and again until it is asked to leave (SIGTERM, SIGINT), and reads its files again
	 * at SIGHUP, which it says: "the files are read again". */
	bool again;
	/* One line, without its end: what it got, or why it got nothing. */
	void (*tell)(bool trouble, const char *what);
};

/* Tells what the answer was, or why there is none. False where it was not 2xx, or there was none.
 * With `again` true once it was asked to leave. */
WARN_UNUSED bool reference_client_run(
	const struct reference_client_options *options, struct arena *arena);
#endif
