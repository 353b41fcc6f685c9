#ifndef CAPTURE_H
#define CAPTURE_H
/*
 * Recorded bytes (traffic.h) as a capture file, for programs that look at one (pcapng.h). What was
 * said, by whom, in which order, when and between which ends is as it was; packets are made up for
 * it: how the kernel cut it up, acknowledged and repeated it is not known. Secrets are in it, so
 * that such a program sees what TLS carried.
 */
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct traffic;

struct capture_part {
	const struct traffic *traffic;
	const char *label; /* comment of each connection's first packet */
};

struct capture {
	const char *application; /* who made it */
	const char *what; /* comment of the whole */
	const struct capture_part *parts; /* which may overlap in time */
	size_t part_count;
	const char *keys; /* SSLKEYLOGFILE of them all */
	size_t keys_len;
	uint64_t epoch_us; /* on the clock of the traffic, 1970 was so many microseconds before 0 */
};

/* What does not fit sets out->overflowed. */
void capture_write(struct buf *out, const struct capture *capture, struct arena *arena);
#endif
