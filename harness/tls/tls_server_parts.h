#ifndef TLS_SERVER_PARTS_H
#define TLS_SERVER_PARTS_H
/* What tls_server.c (servers from files) and tls_server_set.c (from memory) share. */
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
	struct buf watched; /* by tls_server_watch */
};

/*
 * After the pump took these bytes. A client that refuses TLS 1.1 says so in a record of a newer
 * version, at which libssl gives up before it has read the alert: in these old versions, whose
 * alerts come in plain text, it is read here.
 */
void tls_server_watch(struct tls_server *server, const uint8_t *data, size_t len);
/* A server that waits for its client. `start_us` as in tls_recorder_init. */
struct tls_server *tls_server_begin(struct tls_server_context *context, uint64_t start_us,
	struct observation *facts, struct arena *arena);
#endif
