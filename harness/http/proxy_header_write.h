#ifndef PROXY_HEADER_WRITE_H
#define PROXY_HEADER_WRITE_H
/*
 * A PROXY protocol header (proxy-protocol.txt 2.1, 2.2) as a proxy writes it that passes on a
 * connection of somebody else: from an address of documentation (RFC 5737, RFC 3849), which
 * nobody has, to `to`.
 */
struct buf;
struct sockaddr_storage;

/* `version` is 1 or 2, `to` of IPv4 or IPv6. */
void proxy_header_write(struct buf *out, int version, const struct sockaddr_storage *to);
#endif
