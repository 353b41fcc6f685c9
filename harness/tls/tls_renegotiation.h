#ifndef TLS_RENEGOTIATION_H
#define TLS_RENEGOTIATION_H
/*
 * A second handshake of TLS 1.2 that our client begins (RFC 5246 section 7.4.1.2, RFC 5746), with a
 * certificate of its own. To which the server says what it likes: it makes it, refuses by a warning
 * (section 7.2.2) or an alert, or leaves.
 */
#include <stdbool.h>

#include "scoped.h"

struct tls_pump;

/* Between two messages, with no handshake under way: begins it if it is wanted, or concludes it.
 * True: what waits may be sent. */
WARN_UNUSED bool tls_renegotiation_step(struct tls_pump *pump);
#endif
