#ifndef TLS_SERVER_PARTS_H
#define TLS_SERVER_PARTS_H
/* The server that tls_server_file.c (from files) and tls_server_set.c (from memory) make. */
#include <openssl/ssl.h>

#include "tls_judge.h"
#include "tls_pump.h"
#include "tls_recorder.h"
#include "tls_server.h"

struct tls_server_context {
	SSL_CTX *ctx;
	struct tls_judge judge;
};

struct tls_server {
	struct tls_server_context *context;
	struct tls_server_options options; /* of a server from memory */
	struct tls_recorder recorder;
	struct tls_judgement judgement;
	struct tls_pump pump;
	bool asked_late;
	struct ocsp_request_st *status_asked; /* OpenSSL's OCSP_REQUEST: tls_status.h; or NULL */
	struct buf watched; /* plain text of old versions */
	struct buf first; /* what came, until it is a record: DEFECT_WHOLE_HELLO_ONLY */
	bool peeked;
	bool first_done; /* and whom it showed (tls_again.h); a reference, or NULL */
	X509 *first_shown;
};

/* Its client CAs and CRLs; its own. */
X509_STORE *tls_server_trusted_by(const struct tls_server_context *context);
/* A server that waits for its client. `start_us` as in tls_recorder_init. */
struct tls_server *tls_server_begin(struct tls_server_context *context, uint64_t start_us,
	struct observation *facts, struct arena *arena);
#endif
