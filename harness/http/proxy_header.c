#include "proxy_header.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"

enum {
	V1_MAX = 107, /* with its CRLF */

	V2_FIXED = 16,
	TLV_HEAD = 3,
	SSL_HEAD = 5,
	CRC_LEN = 4,
};

static const uint8_t v1_signature[] = {'P', 'R', 'O', 'X', 'Y', ' '};
static const uint8_t v2_signature[] = {
	0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

static enum proxy_state bad(struct proxy_header *out, const char *why)
{
	*out = (struct proxy_header){.why = why};
	return PROXY_BAD;
}

static bool agrees(const uint8_t *data, size_t len, const uint8_t *signature, size_t signature_len)
{
	return memcmp(data, signature, len < signature_len ? len : signature_len) == 0;
}

static bool is_port(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits && digits <= 5 && !text[digits] && strtol(text, NULL, 10) <= UINT16_MAX;
}

enum { V1_FAMILY, V1_SOURCE, V1_DESTINATION, V1_PORTS, V1_WORDS = V1_PORTS + 2 };

/* Cuts the line at its blanks; false unless there are as many words as that. */
static bool split_v1(const char *words[V1_WORDS], char *line)
{
	char *at = line;

	for (int i = 0; i < V1_WORDS; i++) {
		char *blank = strchr(at, ' ');

		words[i] = at;
		if (!blank != (i + 1 == V1_WORDS))
			return false;
		if (blank) {
			*blank = '\0';
			at = blank + 1;
		}
	}
	return true;
}

/* "TCP4 SOURCE DESTINATION PORT PORT", with one blank between two. */
static bool is_v1_body(char *line)
{
	unsigned char address[sizeof(struct in6_addr)];
	const char *words[V1_WORDS];
	int family;

	if (text_starts_with(line, "UNKNOWN"))
		return !line[7] || line[7] == ' ';
	if (!split_v1(words, line) ||
		(strcmp(words[V1_FAMILY], "TCP4") != 0 && strcmp(words[V1_FAMILY], "TCP6") != 0))
		return false;
	family = words[V1_FAMILY][3] == '4' ? AF_INET : AF_INET6;
	return inet_pton(family, words[V1_SOURCE], address) == 1 &&
		inet_pton(family, words[V1_DESTINATION], address) == 1 && is_port(words[V1_PORTS]) &&
		is_port(words[V1_PORTS + 1]);
}

static enum proxy_state read_v1(struct proxy_header *out, const uint8_t *data, size_t len)
{
	size_t seen = len < V1_MAX ? len : V1_MAX;
	const uint8_t *end = memchr(data, '\n', seen);
	char line[V1_MAX + 1];
	size_t body;

	if (!end)
		return seen == V1_MAX ? bad(out, "a PROXY line without an end") : PROXY_MORE;
	if (end[-1] != '\r' || memchr(data, '\0', (size_t)(end - data)))
		return bad(out, "a PROXY line that does not end with CRLF");
	body = (size_t)(end - data) - 1 - sizeof(v1_signature);
	memcpy(line, data + sizeof(v1_signature), body);
	line[body] = '\0';
	out->local = text_starts_with(line, "UNKNOWN");
	if (!is_v1_body(line))
		return bad(out, "a malformed PROXY line");
	out->version = 1;
	out->consumed = (size_t)(end - data) + 1;
	return PROXY_DONE;
}

/* Castagnoli's polynomial, RFC 4960 appendix B; the CRC's own field counts as zeros. */
static uint32_t crc32c(const uint8_t *data, size_t len, const uint8_t *field)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < len; i++) {
		bool zero = data + i >= field && data + i < field + CRC_LEN;

		crc ^= zero ? 0 : data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0x82f63b78U : crc >> 1;
	}
	return ~crc;
}

static uint32_t big_endian(const uint8_t *data, size_t len)
{
	uint32_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | data[i];
	return value;
}

static bool may_repeat(uint8_t type, bool in_ssl)
{
	return !in_ssl && type != PROXY_TYPE_AUTHORITY && type != PROXY_TYPE_CRC32C &&
		type != PROXY_TYPE_SSL;
}

static const char *read_tlvs(
	struct proxy_header *out, struct arena *arena, const uint8_t *data, size_t len, bool in_ssl);

static const char *read_ssl(
	struct proxy_header *out, struct arena *arena, const uint8_t *data, size_t len)
{
	if (len < SSL_HEAD)
		return "a TLV SSL that is too short";
	out->has_ssl = true;
	out->ssl_client = data[0];
	out->ssl_verify = big_endian(data + 1, 4);
	return read_tlvs(out, arena, data + SSL_HEAD, len - SSL_HEAD, true);
}

static const char *read_tlvs(
	struct proxy_header *out, struct arena *arena, const uint8_t *data, size_t len, bool in_ssl)
{
	const char *why = NULL;

	for (size_t at = 0; at < len && !why;) {
		struct proxy_tlv *tlv;
		size_t value_len;

		if (len - at < TLV_HEAD)
			return "a TLV that ends early";
		value_len = big_endian(data + at + 1, 2);
		if (value_len > len - at - TLV_HEAD)
			return "a TLV longer than what it stands in";
		if (!may_repeat(data[at], in_ssl) && proxy_header_tlv(out, data[at], in_ssl))
			return "a TLV twice of which there is one only";
		tlv = ARENA_PUSH(arena, out->tlvs, out->tlv_count);
		*tlv = (struct proxy_tlv){data[at], in_ssl, data + at + TLV_HEAD, value_len};
		if (tlv->type == PROXY_TYPE_SSL && !in_ssl)
			why = read_ssl(out, arena, tlv->data, tlv->len);
		at += TLV_HEAD + value_len;
	}
	return why;
}

static const char *check_crc(const struct proxy_header *header, const uint8_t *data, size_t len)
{
	const struct proxy_tlv *tlv = proxy_header_tlv(header, PROXY_TYPE_CRC32C, false);

	if (!tlv)
		return NULL;
	if (tlv->len != CRC_LEN || crc32c(data, len, tlv->data) != big_endian(tlv->data, CRC_LEN))
		return "a wrong CRC32C";
	return NULL;
}

static enum proxy_state read_v2(
	struct proxy_header *out, struct arena *arena, const uint8_t *received, size_t len)
{
	/* by address family: AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX */
	static const size_t address_lens[] = {0, 12, 36, 216};
	const uint8_t *data;
	const char *why = NULL;
	size_t total;
	size_t family;

	if (len < V2_FIXED)
		return PROXY_MORE;
	total = V2_FIXED + big_endian(received + 14, 2);
	family = received[13] >> 4;
	if (received[12] >> 4 != 2 || (received[12] & 0x0f) > 1)
		return bad(out, "an unknown version or command of PROXY");
	if (family >= COUNT_OF(address_lens) || (received[13] & 0x0f) > 2)
		return bad(out, "an unknown address family or transport of PROXY");
	if (total < V2_FIXED + address_lens[family])
		return bad(out, "a PROXY header too short for its addresses");
	if (len < total)
		return PROXY_MORE;
	data = arena_memdup(arena, received, total);
	out->version = 2;
	out->consumed = total;
	/* 2.2: what a LOCAL one carries is to be discarded */
	out->local = (data[12] & 0x0f) == 0;
	if (!out->local) {
		size_t begin = V2_FIXED + address_lens[family];

		why = read_tlvs(out, arena, data + begin, total - begin, false);
		if (!why)
			why = check_crc(out, data, total);
	}
	return why ? bad(out, why) : PROXY_DONE;
}

enum proxy_state proxy_header_read(
	struct proxy_header *out, struct arena *arena, const uint8_t *data, size_t len)
{
	*out = (struct proxy_header){0};
	if (!len)
		return PROXY_MORE;
	if (agrees(data, len, v1_signature, sizeof(v1_signature)))
		return len < sizeof(v1_signature) ? PROXY_MORE : read_v1(out, data, len);
	if (agrees(data, len, v2_signature, sizeof(v2_signature)))
		return read_v2(out, arena, data, len);
	return PROXY_ABSENT;
}

const struct proxy_tlv *proxy_header_tlv(
	const struct proxy_header *header, uint8_t type, bool in_ssl)
{
	for (size_t i = 0; i < header->tlv_count; i++) {
		const struct proxy_tlv *tlv = &header->tlvs[i];

		if (tlv->type == type && tlv->in_ssl == in_ssl)
			return tlv;
	}
	return NULL;
}

static const char *describe_tlv(const struct proxy_header *header, uint8_t type, bool in_ssl,
	const char *before, struct arena *arena)
{
	const struct proxy_tlv *tlv = proxy_header_tlv(header, type, in_ssl);

	return tlv ? arena_printf(arena, ", %s%s", before,
					 text_clean_dup(arena, (const char *)tlv->data, tlv->len))
			   : "";
}

static const char *describe_client(const struct proxy_header *header)
{
	if (!header->has_ssl)
		return "";
	if (!(header->ssl_client & (PROXY_CLIENT_CERT_CONN | PROXY_CLIENT_CERT_SESS)))
		return ", no client certificate";
	return header->ssl_verify ? ", client certificate not verified"
							  : ", client certificate verified";
}

const char *proxy_header_describe(const struct proxy_header *header, struct arena *arena)
{
	return arena_printf(arena, "v%d%s%s%s%s%s", header->version, header->local ? ", local" : "",
		describe_tlv(header, PROXY_SSL_VERSION, true, "", arena),
		describe_tlv(header, PROXY_TYPE_AUTHORITY, false, "name ", arena), describe_client(header),
		describe_tlv(header, PROXY_SSL_CN, true, "CN ", arena));
}
