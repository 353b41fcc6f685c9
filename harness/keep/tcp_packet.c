#include "tcp_packet.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include "buf.h"

enum {
	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	TCP_HEADER = 20,
	TCP_OPTIONS = 8,
	PROTOCOL_TCP = 6,
	TTL = 64,
	WINDOW = 65535,
	ADDRESS_MAX = 16,
	CHECKSUM_AT = 16, /* in the TCP header */
	IPV4_CHECKSUM_AT = 10,
};

/* Maximum segment size of a loopback interface; window scale 14 (RFC 7323); one byte of nothing. */
static const uint8_t syn_options[TCP_OPTIONS] = {2, 4, 0xff, 0xd7, 3, 3, 14, 1};

struct end {
	uint8_t address[ADDRESS_MAX];
	size_t len;
	uint16_t port;
};

static void set_u16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void set_u32(uint8_t *at, uint32_t value)
{
	set_u16(at, value >> 16);
	set_u16(at + 2, value & 0xffff);
}

/* RFC 1071: carries are added at the end. */
static uint64_t sum(uint64_t so_far, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i + 1 < len; i += 2)
		so_far += (uint64_t)data[i] << 8 | data[i + 1];
	return len % 2 ? so_far + ((uint64_t)data[len - 1] << 8) : so_far;
}

static uint16_t checksum(uint64_t total)
{
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return (uint16_t)~total;
}

static void read_end(struct end *out, const struct sockaddr_storage *address, bool is_v6)
{
	static const struct in6_addr loopback6 = IN6ADDR_LOOPBACK_INIT;
	const struct in_addr loopback4 = {htonl(INADDR_LOOPBACK)};
	struct sockaddr_in v4 = {.sin_addr = loopback4};
	struct sockaddr_in6 v6 = {.sin6_addr = loopback6};

	if (address->ss_family == AF_INET)
		memcpy(&v4, address, sizeof(v4));
	else if (address->ss_family == AF_INET6)
		memcpy(&v6, address, sizeof(v6));
	out->len = is_v6 ? sizeof(v6.sin6_addr) : sizeof(v4.sin_addr);
	if (is_v6)
		memcpy(out->address, &v6.sin6_addr, sizeof(v6.sin6_addr));
	else
		memcpy(out->address, &v4.sin_addr, sizeof(v4.sin_addr));
	out->port = ntohs(is_v6 ? v6.sin6_port : v4.sin_port);
}

static void put_ipv4(
	struct buf *out, const struct end *from, const struct end *to, size_t segment_len)
{
	uint8_t header[IPV4_HEADER] = {0x45};

	set_u16(header + 2, IPV4_HEADER + segment_len);
	header[6] = 0x40; /* don't fragment */
	header[8] = TTL;
	header[9] = PROTOCOL_TCP;
	memcpy(header + 12, from->address, from->len);
	memcpy(header + 16, to->address, to->len);
	set_u16(header + IPV4_CHECKSUM_AT, checksum(sum(0, header, sizeof(header))));
	buf_append(out, header, sizeof(header));
}

static void put_ipv6(
	struct buf *out, const struct end *from, const struct end *to, size_t segment_len)
{
	uint8_t header[IPV6_HEADER] = {0x60};

	set_u16(header + 4, segment_len);
	header[6] = PROTOCOL_TCP;
	header[7] = TTL;
	memcpy(header + 8, from->address, from->len);
	memcpy(header + 24, to->address, to->len);
	buf_append(out, header, sizeof(header));
}

/* What its checksum covers of the IP header; the same sum for both versions. */
static uint64_t pseudo_sum(const struct end *from, const struct end *to, size_t segment_len)
{
	uint64_t total = sum(0, from->address, from->len);

	return sum(total, to->address, to->len) + segment_len + PROTOCOL_TCP;
}

void tcp_packet_write(struct buf *out, const struct tcp_packet *packet)
{
	bool is_v6 = packet->from->ss_family == AF_INET6 || packet->to->ss_family == AF_INET6;
	uint8_t header[TCP_HEADER + TCP_OPTIONS] = {0};
	size_t header_len = packet->flags & TCP_SYN ? sizeof(header) : TCP_HEADER;
	size_t segment_len = header_len + packet->len;
	struct end from;
	struct end to;
	uint64_t total;

	read_end(&from, packet->from, is_v6);
	read_end(&to, packet->to, is_v6);
	set_u16(header, from.port);
	set_u16(header + 2, to.port);
	set_u32(header + 4, packet->seq);
	set_u32(header + 8, packet->flags & TCP_ACK ? packet->ack : 0);
	header[12] = (uint8_t)(header_len / 4 << 4);
	header[13] = (uint8_t)packet->flags;
	set_u16(header + 14, WINDOW);
	memcpy(header + TCP_HEADER, syn_options, sizeof(syn_options));
	total = sum(pseudo_sum(&from, &to, segment_len), header, header_len);
	set_u16(header + CHECKSUM_AT, checksum(sum(total, packet->data, packet->len)));
	(is_v6 ? put_ipv6 : put_ipv4)(out, &from, &to, segment_len);
	buf_append(out, header, header_len);
	buf_append(out, packet->data, packet->len);
}
