#ifndef UNSOLICITED_H
#define UNSOLICITED_H
/*
 * Smuggles an empty Certificate message into a client's flight although the server did not ask for
 * one (RFC 5246 section 7.4.6 and RFC 8446 section 4.4.2 forbid it: unexpected_message). libssl
 * can't be told to do that, so the bytes that it wrote are rewritten on their way to the wire:
 *
 * - TLS 1.2 and older: a plaintext record with the message goes before that with ClientKeyExchange.
 * - TLS 1.3: the client's first encrypted record (Finished) is opened with the handshake traffic
 *   key and replaced by one that holds the message and a Finished over the transcript that includes
 *   it, so that a server that tolerates the message really goes on. Needs TLS_AES_128_GCM_SHA256.
 *
 * Bytes that don't look as expected are not sent at all.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "scoped.h"
#include "tls_version.h"

struct ssl_ctx_st;
struct unsolicited;

struct unsolicited *unsolicited_create(enum tls_version version);
void unsolicited_destroy(struct unsolicited *unsolicited);
/* On the SSL_CTX: only the suite that it can handle. */
void unsolicited_prepare(struct ssl_ctx_st *ctx);

/* A handshake message in either direction, with its header, in order (for the transcript). */
void unsolicited_message(struct unsolicited *unsolicited, const uint8_t *data, size_t len);
/* A line of the key log (SSL_CTX_set_keylog_callback): "LABEL client_random secret", in hex. */
void unsolicited_secret(struct unsolicited *unsolicited, const char *line);

enum unsolicited_state {
	UNSOLICITED_WAITING, /* the place has not come by */
	UNSOLICITED_SENT, /* it stands in the output */
	UNSOLICITED_ASKED, /* there is nothing to inject: the server asked for a certificate */
	UNSOLICITED_FAILED, /* see `why`; output stopped before the place */
};
/* Takes what libssl wrote and appends what may go out. */
WARN_UNUSED enum unsolicited_state unsolicited_rewrite(struct unsolicited *unsolicited,
	struct buf *out, const uint8_t *data, size_t len, const char **why);
#endif
