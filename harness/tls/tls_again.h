#ifndef TLS_AGAIN_H
#define TLS_AGAIN_H
/* The second handshake that a client begins (RFC 5246 section 7.4.1.2): the reference server
 * refuses it, and what becomes of it otherwise is a matter of its defects. */
#include <stdbool.h>

#include "defect.h"

struct tls_server;

/* By one of these defects it is let. */
bool tls_again_is_let(const bool defects[DEFECT_COUNT]);
/* After bytes were received: once the first handshake is done, the next is prepared for. */
void tls_again_prepare(struct tls_server *server);
/* A second one was made, in which the defect shows itself. */
bool tls_again_has(const struct tls_server *server, enum tls_defect defect);
#endif
