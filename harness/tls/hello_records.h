#ifndef HELLO_RECORDS_H
#define HELLO_RECORDS_H
/*
 * Splits a ClientHello over more TLS records than libssl does: a handshake message may stand in
 * several (RFC 8446 section 5.1, RFC 5246 section 6.2.1). What it says stays the same, and so does
 * the transcript, which knows no records.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

struct buf;

/*
 * Appends what libssl wrote before any ServerHello, whole records, to `out`: those of the handshake
 * with at most `limit` bytes each. Adds to `records` how many these are, and to `bytes` what they
 * hold. False: it is something else than records; nothing is certain of `out` then.
 */
WARN_UNUSED bool hello_records_split(
	struct buf *out, size_t *records, size_t *bytes, const uint8_t *data, size_t len, size_t limit);
#endif
