#ifndef TLS_WAITING_H
#define TLS_WAITING_H
/* What an SSL call means that did not succeed. */
#include <stdbool.h>

#include <openssl/types.h>

struct tls_recorder;

/* It only waits for bytes. Else its reason is noted. */
bool tls_is_waiting(SSL *ssl, struct tls_recorder *recorder, int result);
#endif
