#include "proxy_header_write.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "buf.h"

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"

enum {
	FROM_PORT = 54321,
	VERSION_2_PROXY = 0x21, /* version and command */
	TCP_OVER_IPV4 = 0x11,
	TCP_OVER_IPV6 = 0x21,
};

static const char from_ipv4[] = "192.0.2.1";
static const char from_ipv6[] = "2001:db8::1";

static void put_number(struct buf *out, unsigned number)
{
	buf_putc(out, (char)(number >> 8));
	buf_putc(out, (char)number);
}

static const void *address_of(const struct sockaddr_storage *to, size_t *len, unsigned *port)
{
	const struct sockaddr_in6 *to6 = (const struct sockaddr_in6 *)to;
	const struct sockaddr_in *to4 = (const struct sockaddr_in *)to;

	if (to->ss_family == AF_INET6) {
		*len = sizeof(to6->sin6_addr);
		*port = ntohs(to6->sin6_port);
		return &to6->sin6_addr;
	}
	*len = sizeof(to4->sin_addr);
	*port = ntohs(to4->sin_port);
	return &to4->sin_addr;
}

static void write_1(struct buf *out, const struct sockaddr_storage *to)
{
	bool is_6 = to->ss_family == AF_INET6;
	char text[INET6_ADDRSTRLEN] = "";
	unsigned port;
	size_t len;
	const void *address = address_of(to, &len, &port);

	(void)!inet_ntop(to->ss_family, address, text, sizeof(text));
	buf_printf(out, "PROXY TCP%d %s %s %d %u\r\n", is_6 ? 6 : 4, is_6 ? from_ipv6 : from_ipv4, text,
		FROM_PORT, port);
}

static void write_2(struct buf *out, const struct sockaddr_storage *to)
{
	bool is_6 = to->ss_family == AF_INET6;
	struct in6_addr from;
	unsigned port;
	size_t len;
	const void *address = address_of(to, &len, &port);

	(void)!inet_pton(to->ss_family, is_6 ? from_ipv6 : from_ipv4, &from);
	buf_append(out, SIGNATURE, sizeof(SIGNATURE) - 1);
	buf_putc(out, VERSION_2_PROXY);
	buf_putc(out, is_6 ? TCP_OVER_IPV6 : TCP_OVER_IPV4);
	put_number(out, (unsigned)(2 * len + 2 * sizeof(uint16_t)));
	buf_append(out, &from, len);
	buf_append(out, address, len);
	put_number(out, FROM_PORT);
	put_number(out, port);
}

void proxy_header_write(struct buf *out, int version, const struct sockaddr_storage *to)
{
	if (version == 1)
		write_1(out, to);
	else
		write_2(out, to);
}
