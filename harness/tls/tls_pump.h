#ifndef TLS_PUMP_H
#define TLS_PUMP_H
/*
 * libssl between four byte queues: ciphertext in and out, plaintext in and out. What client and
 * server have in common; both heads (tls_client.h, tls_server.h) say what is done with it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

#include "buf.h"

struct tls_recorder;
struct unsolicited;

struct tls_pump {
	SSL *ssl;
	BIO *in; /* both belong to ssl */
	BIO *out;
	struct tls_recorder *recorder;
	struct unsolicited *unsolicited; /* rewrites the output, or NULL */
	size_t hello_limit; /* bytes of a ClientHello in each of its records; 0: as libssl does */
	struct buf unsent; /* plaintext that waits for the handshake */
	struct buf output; /* ciphertext that waits for the wire */
	struct buf arrived; /* plaintext that waits for the reader */
	/* What is written goes out, or comes in, before the handshake is complete (RFC 8446 section
	 * 4.2.10); until it has. */
	bool early;
	bool renegotiates; /* a second handshake is to be made before `unsent` goes out */
	size_t early_len; /* of `unsent`, that went out so */
	bool closing; /* close_notify when all is written */
	bool closed; /* and it was */
	bool ended;
};

/* A new SSL of `ctx`; `recorder` outlives the pump. */
void tls_pump_init(struct tls_pump *pump, SSL_CTX *ctx, struct tls_recorder *recorder);
void tls_pump_finish(struct tls_pump *pump);
/* Does what can be done with what is there. */
void tls_pump_step(struct tls_pump *pump);
void tls_pump_receive(struct tls_pump *pump, const uint8_t *data, size_t len);
/* Queues close_notify, behind what waits to be sent. */
void tls_pump_close(struct tls_pump *pump);
/* By close_notify or a fatal alert. */
bool tls_pump_peer_closed(const struct tls_pump *pump);
void tls_pump_write(struct tls_pump *pump, const void *data, size_t len);
size_t tls_pump_output(const struct tls_pump *pump, const uint8_t **data);
size_t tls_pump_read(const struct tls_pump *pump, const uint8_t **data);
#endif
