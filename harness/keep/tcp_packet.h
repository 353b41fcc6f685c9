#ifndef TCP_PACKET_H
#define TCP_PACKET_H
/* IP and TCP headers (RFC 791, RFC 8200, RFC 9293) around bytes of which only these are known. */
#include <stddef.h>
#include <stdint.h>

struct buf;
struct sockaddr_storage;

enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
};

enum { TCP_PAYLOAD_MAX = 16 * 1024 };

struct tcp_packet {
	/* Of one family; one whose ss_family is 0 is not known, and stands there as the loopback
	 * interface's, port 0. */
	const struct sockaddr_storage *from;
	const struct sockaddr_storage *to;
	uint32_t seq;
	uint32_t ack; /* with TCP_ACK */
	unsigned flags;
	const void *data;
	size_t len; /* at most TCP_PAYLOAD_MAX */
};

/* Appends; both checksums are right. A SYN brings a window scale, so that windows are large. */
void tcp_packet_write(struct buf *out, const struct tcp_packet *packet);
#endif
