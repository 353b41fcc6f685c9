#ifndef HELLO_NAME_H
#define HELLO_NAME_H
/*
 * The name that a client asks for (RFC 6066 section 3), read from the first bytes of a connection:
 * a server with virtual hosts chooses by it what it goes on with, before libssl takes the bytes.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

struct arena;

/*
 * All bytes that came so far; a ClientHello may stand in several records. False: call again with
 * more. `out` is in the arena; NULL where it asks for no name, or is no ClientHello at all, which
 * is for libssl to refuse.
 */
WARN_UNUSED bool hello_name_read(
	const char **out, struct arena *arena, const uint8_t *data, size_t len);
#endif
