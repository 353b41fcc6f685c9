#ifndef TLS_JUDGE_H
#define TLS_JUDGE_H
/*
 * How the reference server judges a client's certificate: the five modes, with alerts as RFC 5246
 * section 7.2.2 and RFC 8446 section 6.2 define them, and with defects where it was given some.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

#include "auth_mode.h"
#include "tls_server.h"

enum { JUDGE_FINGERPRINT_LEN = 32, JUDGE_REFUSED_MAX = 256, JUDGE_TICKETS_MAX = 4096 };

/* Shared by all connections of a server. */
struct tls_judge {
	enum auth_mode mode;
	bool defects[DEFECT_COUNT];
	bool asks_status; /* tls_status.h */
	bool asks_late; /* in TLS 1.3: after the handshake (RFC 8446 section 4.6.2) */
	/* leaves refused so far, the oldest are forgotten; for DEFECT_SECOND_TIME_LUCKY */
	uint8_t refused[JUDGE_REFUSED_MAX][JUDGE_FINGERPRINT_LEN];
	size_t refused_count;
	X509 *last; /* the last leaf that was let in, where a defect remembers it */
	uint64_t tickets_made;
	bool tickets_seen[JUDGE_TICKETS_MAX]; /* by number; for DEFECT_TICKET_TWICE_FATAL */
};

/* About one connection. A ticket carries it. */
struct tls_judgement {
	bool verified; /* the chain was judged and found good */
	bool should_have_been_refused; /* but goes on: DEFECT_FORWARD_BEFORE_VERIFY and others */
	bool spared; /* whoever it is: DEFECT_WHOLE_HELLO_ONLY */
	bool again; /* the first handshake of its connection is done: DEFECT_RENEGOTIATE_UNVERIFIED */
	unsigned visits; /* that a ticket has come through: 1 is the first that was resumed */
};

/* `judge` (zeroed but for mode and defects) outlives the SSL_CTX; `trusted` holds the client CAs
 * and, if `has_crls`, a CRL for each of them. */
void tls_judge_set_up(struct tls_judge *judge, SSL_CTX *ctx, X509_STORE *trusted, bool has_crls);
/* Of the server that this connection belongs to. */
struct tls_judge *tls_judge_of(SSL *ssl);
void tls_judge_finish(struct tls_judge *judge);
#endif
