#ifndef CAPTURE_READER_H
#define CAPTURE_READER_H
/* Reads a capture file back, block by block, and the packets in it; asserts that it is one. */
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

struct read_packet {
	uint64_t at_us;
	unsigned direction;
	const char *comment; /* or NULL */
	int version; /* of IP */
	const uint8_t *from; /* addresses */
	const uint8_t *to;
	unsigned from_port;
	unsigned to_port;
	uint32_t seq;
	uint32_t ack;
	unsigned flags;
	const uint8_t *data;
	size_t len;
};

struct read_capture {
	const char *application;
	const char *comment;
	const char *secrets; /* or NULL */
	size_t blocks;
	struct read_packet *packets;
	size_t packet_count;
};

/* In the arena. Wants, in this order: section, interface, secrets if any, packets. */
void capture_read(struct read_capture *out, const struct buf *file, struct arena *arena);
#endif
