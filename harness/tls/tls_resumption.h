#ifndef TLS_RESUMPTION_H
#define TLS_RESUMPTION_H
/*
 * Session tickets of the reference server (RFC 5077, RFC 8446 section 4.6.1). With a ticket no
 * certificate is shown, so it carries what had been judged of the one before.
 */
#include <openssl/ssl.h>

#include "tls_judge.h"

/* After tls_setup_context, which allows none. */
void tls_resumption_allow(SSL_CTX *ctx);
/* Of a connection that took up a session: what was judged then. False: it took up none. */
bool tls_resumption_recall(struct tls_judgement *out, SSL *ssl);
#endif
