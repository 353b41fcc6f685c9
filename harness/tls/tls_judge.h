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

enum { JUDGE_FINGERPRINT_LEN = 32, JUDGE_REFUSED_MAX = 256 };

/* Shared by all connections of a server. */
struct tls_judge {
	enum auth_mode mode;
	bool defects[DEFECT_COUNT];
	unsigned effects;
	/* leaves refused so far, the oldest are forgotten; for DEFECT_SECOND_TIME_LUCKY */
	uint8_t refused[JUDGE_REFUSED_MAX][JUDGE_FINGERPRINT_LEN];
	size_t refused_count;
};

/* About one connection. */
struct tls_judgement {
	bool verified; /* the chain was judged and found good */
	bool should_have_been_refused; /* but goes on: DEFECT_FORWARD_BEFORE_VERIFY */
};

/* `judge` (zeroed but for mode and defects) outlives the SSL_CTX; `trusted` holds the client CAs
 * and, if `has_crls`, a CRL for each of them. */
void tls_judge_set_up(struct tls_judge *judge, SSL_CTX *ctx, X509_STORE *trusted, bool has_crls);
#endif
