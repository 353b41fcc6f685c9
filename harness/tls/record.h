#ifndef RECORD_H
#define RECORD_H
/* An incremental reader of TLS records (RFC 5246 section 6.2, RFC 8446 section 5.1). */
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

enum {
	RECORD_CHANGE_CIPHER_SPEC = 20,
	RECORD_ALERT = 21,
	RECORD_HANDSHAKE = 22,
	RECORD_APPLICATION_DATA = 23,
	RECORD_HEADER_LEN = 5,
	RECORD_BODY_MAX = 16384 + 2048, /* TLSCiphertext of TLS 1.2; 1.3 allows less */
};

struct record {
	uint8_t type;
	uint16_t version; /* as it stands in the header */
	const uint8_t *body;
	size_t len; /* of the body */
	size_t size; /* with header: how much of the input belongs to it */
};

enum record_state { RECORD_MORE, RECORD_READY, RECORD_BAD };

/*
 * Reads the record at the start of `data`; points into it. RECORD_MORE: call again with more bytes.
 * RECORD_BAD: no TLS record, or too long.
 */
WARN_UNUSED enum record_state record_read(struct record *out, const uint8_t *data, size_t len);
/* Writes the five header bytes. */
void record_header(uint8_t out[RECORD_HEADER_LEN], uint8_t type, uint16_t version, size_t len);
#endif
