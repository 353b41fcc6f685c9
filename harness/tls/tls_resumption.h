#ifndef TLS_RESUMPTION_H
#define TLS_RESUMPTION_H
/*
 * Session tickets of the reference server (RFC 5077, RFC 8446 section 4.6.1). With a ticket no
 * certificate is shown, so it carries what had been judged of the one before, and under which name:
 * under another it is not taken up.
 */
#include <openssl/ssl.h>

#include "tls_judge.h"

/* After tls_setup_context, which allows none. */
void tls_resumption_allow(SSL_CTX *ctx);
/* Of a connection that took up a session: what was judged then. False: it took up none. */
bool tls_resumption_recall(struct tls_judgement *out, SSL *ssl);
/* Defects: tickets of another process, or of the server before a reload, are taken. */
void tls_resumption_fix_keys(SSL_CTX *ctx);
void tls_resumption_take_keys(SSL_CTX *ctx, SSL_CTX *from);
/* And early data of sessions to come, each of which is taken once (RFC 8446 section 8.1). */
void tls_resumption_allow_early_data(SSL_CTX *ctx);
#endif
