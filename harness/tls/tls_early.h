#ifndef TLS_EARLY_H
#define TLS_EARLY_H
/* Early data of TLS 1.3 (RFC 8446 sections 2.3 and 4.2.10): what goes out with the ClientHello of a
 * session that allows it, or comes in with it. */
#include <stdbool.h>

struct tls_pump;

/* Before each step of the handshake, while pump->early. False: it can't go on yet. */
bool tls_early_step(struct tls_pump *pump);
/* The handshake is complete: what became of it. What was rejected is sent as usual. */
void tls_early_conclude(struct tls_pump *pump);
#endif
