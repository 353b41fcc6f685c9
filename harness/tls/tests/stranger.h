#ifndef STRANGER_H
#define STRANGER_H
/* A plain libssl client of a server from memory: it trusts the server root, and writes a byte once
 * it is through. What else it offers or asks for is set between begin and run. */
#include <stdbool.h>

#include <openssl/ssl.h>

#include "observation.h"
#include "tls_server.h"

struct stranger {
	SSL_CTX *ctx;
	SSL *ssl;
	struct tls_server *server;
	struct observation facts;
	bool done;
};

void stranger_begin(struct stranger *stranger, const struct tls_server_options *options);
void stranger_run(struct stranger *stranger);
void stranger_end(struct stranger *stranger);
#endif
