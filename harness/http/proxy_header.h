#ifndef PROXY_HEADER_H
#define PROXY_HEADER_H
/*
 * The PROXY protocol's header, versions 1 and 2 (proxy-protocol.txt 2.1, 2.2): what a proxy below
 * HTTP tells the backend before the connection's own bytes. Bytes in, result out; no I/O.
 *
 * Refused: a version 1 line that is malformed or longer than 107 bytes; in version 2 another
 * version nibble or command, addresses or TLVs that do not fit their length, a CRC32C that is
 * wrong, a TLV of which there can be one only (AUTHORITY, CRC32C, SSL and all within it) twice.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

struct arena;

enum proxy_state {
	PROXY_ABSENT, /* the bytes begin otherwise */
	PROXY_MORE, /* not complete yet */
	PROXY_DONE, /* complete; `consumed` bytes belong to it */
	PROXY_BAD, /* it begins like one, but is none; see `why` */
};

/* 2.2 "type" bytes; 0xE0 to 0xEF are for the application. */
enum {
	PROXY_TYPE_AUTHORITY = 0x02,
	PROXY_TYPE_CRC32C = 0x03,
	PROXY_TYPE_SSL = 0x20,
	PROXY_SSL_VERSION = 0x21,
	PROXY_SSL_CN = 0x22,
	PROXY_SSL_CLIENT_CERT = 0x28,
};
/* 2.2.6 pp2_tlv_ssl.client */
enum { PROXY_CLIENT_SSL = 0x01, PROXY_CLIENT_CERT_CONN = 0x02, PROXY_CLIENT_CERT_SESS = 0x04 };

struct proxy_tlv {
	uint8_t type;
	bool in_ssl; /* stands within PROXY_TYPE_SSL */
	const uint8_t *data; /* in the arena */
	size_t len;
};

struct proxy_header {
	int version; /* 1 or 2 */
	bool local; /* the proxy's own connection: it says nothing of any client */
	bool has_ssl; /* then these two mean something */
	uint8_t ssl_client; /* PROXY_CLIENT_... */
	uint32_t ssl_verify; /* 0: verified, or nothing to verify; see ssl_client */
	struct proxy_tlv *tlvs; /* in order; those within SSL follow it */
	size_t tlv_count;
	size_t consumed;
	const char *why; /* PROXY_BAD: a static text */
};

/* Reads it from all bytes received so far. With anything but PROXY_DONE `out` holds only `why`. */
WARN_UNUSED enum proxy_state proxy_header_read(
	struct proxy_header *out, struct arena *arena, const uint8_t *data, size_t len);
/* The first TLV of that type, or NULL. */
const struct proxy_tlv *proxy_header_tlv(
	const struct proxy_header *header, uint8_t type, bool in_ssl);
/* One line about it: "v2, TLSv1.3, name server.test, client certificate verified". Cleaned. */
const char *proxy_header_describe(const struct proxy_header *header, struct arena *arena);
#endif
