#ifndef PCAPNG_H
#define PCAPNG_H
/*
 * Blocks of a capture file (draft-ietf-opsawg-pcapng), little-endian, one section: its header, one
 * interface of raw IP packets, TLS secrets, packets. All append to `out`, whose limit is the
 * caller's.
 */
#include <stddef.h>
#include <stdint.h>

struct buf;

enum {
	PCAPNG_SECTION = 0x0A0D0D0A,
	PCAPNG_INTERFACE = 1,
	PCAPNG_PACKET = 6,
	PCAPNG_SECRETS = 10,
	PCAPNG_BYTE_ORDER = 0x1A2B3C4D,
	PCAPNG_SECRETS_TLS = 0x544C534B, /* an SSLKEYLOGFILE */
	PCAPNG_RAW_IP = 101, /* LINKTYPE_RAW: IPv4 or IPv6, as its first four bits say */
};

/* What an option says; lists end with PCAPNG_OPTION_END. */
enum {
	PCAPNG_OPTION_END = 0,
	PCAPNG_OPTION_COMMENT = 1,
	PCAPNG_OPTION_INTERFACE_NAME = 2,
	PCAPNG_OPTION_PACKET_FLAGS = 2,
	PCAPNG_OPTION_APPLICATION = 4,
	PCAPNG_OPTION_RESOLUTION = 9,
};

enum pcapng_direction { PCAPNG_INBOUND = 1, PCAPNG_OUTBOUND = 2 };

struct pcapng_packet {
	uint64_t at_us; /* since 1970 */
	enum pcapng_direction direction;
	const void *data; /* from the IP header on */
	size_t len;
	const char *comment; /* or NULL */
};

/* The section's header and the interface, on which all packets are. */
void pcapng_begin(struct buf *out, const char *application, const char *comment);
/* Lines of a key log; they stand before the packets that they decrypt. */
void pcapng_tls_secrets(struct buf *out, const char *lines, size_t len);
void pcapng_put_packet(struct buf *out, const struct pcapng_packet *packet);
#endif
