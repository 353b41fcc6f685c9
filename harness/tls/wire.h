#ifndef WIRE_H
#define WIRE_H
/*
 * A bounds-checked reader of TLS presentation language (RFC 8446 section 3): big-endian numbers and
 * length-prefixed vectors. What would read past the end sets `bad` and yields 0 or an empty wire,
 * so a parser may read on and look at `bad` once. Nothing is copied.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire {
	const uint8_t *at;
	size_t left;
	bool bad;
};

struct wire wire_of(const uint8_t *data, size_t len);
/* The next `width` bytes (1 to 4) as a number. */
uint32_t wire_number(struct wire *wire, size_t width);
/* The next `len` bytes. */
struct wire wire_bytes(struct wire *wire, size_t len);
/* A vector whose length stands before it in `width` bytes. */
struct wire wire_vector(struct wire *wire, size_t width);
/* Everything was read, and nothing past the end. */
bool wire_complete(const struct wire *wire);
#endif
