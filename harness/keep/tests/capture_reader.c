#include "capture_reader.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "pcapng.h"
#include "tcp_packet.h"
#include "unit.h"

struct bytes {
	const uint8_t *data;
	size_t len;
};

static struct bytes take(struct bytes *from, size_t len)
{
	struct bytes taken = {from->data, len};

	ck_assert_uint_le(len, from->len);
	from->data += len;
	from->len -= len;
	return taken;
}

static uint32_t little(struct bytes *from, size_t len)
{
	struct bytes taken = take(from, len);
	uint32_t value = 0;

	while (len--)
		value = value << 8 | taken.data[len];
	return value;
}

static uint32_t big(struct bytes *from, size_t len)
{
	struct bytes taken = take(from, len);
	uint32_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | taken.data[i];
	return value;
}

/* What fills up to four bytes is zero. */
static struct bytes take_padded(struct bytes *from, size_t len)
{
	struct bytes taken = take(from, len);
	struct bytes rest = take(from, (4 - len % 4) % 4);

	for (size_t i = 0; i < rest.len; i++)
		ck_assert_uint_eq(rest.data[i], 0);
	return taken;
}

/* One option, by its code; data NULL: it is not there. The list must come to its end. */
static struct bytes option(struct bytes list, unsigned wanted)
{
	struct bytes found = {NULL, 0};

	for (;;) {
		unsigned code = little(&list, 2);
		struct bytes value = take_padded(&list, little(&list, 2));

		if (code == wanted && code != PCAPNG_OPTION_END)
			found = value;
		if (code == PCAPNG_OPTION_END)
			break;
	}
	ck_assert_uint_eq(list.len, 0);
	return found;
}

static const char *option_text(struct bytes list, unsigned wanted, struct arena *arena)
{
	struct bytes value = option(list, wanted);

	return value.data ? arena_strndup(arena, (const char *)value.data, value.len) : NULL;
}

static uint64_t add_words(struct bytes bytes)
{
	uint64_t sum = 0;

	while (bytes.len > 1)
		sum += big(&bytes, 2);
	return bytes.len ? sum + ((uint64_t)bytes.data[0] << 8) : sum;
}

/* A sum that holds its own complement is all ones. */
static void is_right(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	ck_assert_uint_eq(sum, 0xffff);
}

static void read_tcp(struct read_packet *out, struct bytes segment, uint64_t pseudo)
{
	size_t header;

	is_right(pseudo + add_words(segment));
	out->from_port = big(&segment, 2);
	out->to_port = big(&segment, 2);
	out->seq = big(&segment, 4);
	out->ack = big(&segment, 4);
	header = (big(&segment, 1) >> 4) * 4;
	out->flags = big(&segment, 1);
	take(&segment, header - 14);
	ck_assert_uint_eq(header, out->flags & TCP_SYN ? 28 : 20);
	out->data = segment.data;
	out->len = segment.len;
}

static void read_ip(struct read_packet *out, struct bytes packet)
{
	size_t address_len = packet.data[0] >> 4 == 6 ? 16 : 4;
	struct bytes header = packet;
	struct bytes addresses;

	out->version = packet.data[0] >> 4;
	header = take(&packet, out->version == 6 ? 40 : 20);
	if (out->version == 4)
		is_right(add_words(header));
	else
		ck_assert_int_eq(out->version, 6);
	take(&header, out->version == 6 ? 4 : 2);
	/* one counts its header, the other doesn't */
	ck_assert_uint_eq(big(&header, 2), packet.len + (out->version == 6 ? 0 : 20));
	take(&header, out->version == 6 ? 2 : 8);
	addresses = header;
	out->from = take(&header, address_len).data;
	out->to = take(&header, address_len).data;
	ck_assert_uint_eq(header.len, 0);
	read_tcp(out, packet, add_words(addresses) + packet.len + 6);
}

static void read_packet(struct read_capture *out, struct bytes body, struct arena *arena)
{
	struct read_packet *packet = ARENA_PUSH(arena, out->packets, out->packet_count);
	struct bytes flags;
	size_t len;

	ck_assert_uint_eq(little(&body, 4), 0);
	packet->at_us = (uint64_t)little(&body, 4) << 32;
	packet->at_us |= little(&body, 4);
	len = little(&body, 4);
	ck_assert_uint_eq(little(&body, 4), len);
	read_ip(packet, take_padded(&body, len));
	packet->comment = option_text(body, PCAPNG_OPTION_COMMENT, arena);
	flags = option(body, PCAPNG_OPTION_PACKET_FLAGS);
	packet->direction = little(&flags, 4);
}

static void read_section(struct read_capture *out, struct bytes body, struct arena *arena)
{
	ck_assert_uint_eq(little(&body, 4), PCAPNG_BYTE_ORDER);
	ck_assert_uint_eq(little(&body, 2), 1);
	ck_assert_uint_eq(little(&body, 2), 0);
	ck_assert_uint_eq(little(&body, 4), UINT32_MAX);
	ck_assert_uint_eq(little(&body, 4), UINT32_MAX);
	out->application = option_text(body, PCAPNG_OPTION_APPLICATION, arena);
	out->comment = option_text(body, PCAPNG_OPTION_COMMENT, arena);
}

static void read_interface(struct bytes body)
{
	struct bytes resolution;

	ck_assert_uint_eq(little(&body, 2), PCAPNG_RAW_IP);
	ck_assert_uint_eq(little(&body, 2), 0);
	ck_assert_uint_eq(little(&body, 4), 0);
	resolution = option(body, PCAPNG_OPTION_RESOLUTION);
	ck_assert_uint_eq(little(&resolution, 1), 6);
}

static void read_secrets(struct read_capture *out, struct bytes body, struct arena *arena)
{
	struct bytes lines;

	ck_assert_uint_eq(little(&body, 4), PCAPNG_SECRETS_TLS);
	lines = take_padded(&body, little(&body, 4));
	ck_assert_uint_eq(body.len, 0);
	out->secrets = arena_strndup(arena, (const char *)lines.data, lines.len);
}

void capture_read(struct read_capture *out, const struct buf *file, struct arena *arena)
{
	struct bytes rest = {(const uint8_t *)file->data, file->len};

	*out = (struct read_capture){0};
	for (; rest.len; out->blocks++) {
		struct bytes block = rest;
		uint32_t type = little(&block, 4);
		uint32_t len = little(&block, 4);
		struct bytes body = take(&block, len - 12);

		ck_assert_uint_eq(len % 4, 0);
		ck_assert_uint_eq(little(&block, 4), len);
		take(&rest, len);
		ck_assert_uint_eq(out->blocks == 0, type == PCAPNG_SECTION);
		ck_assert_uint_eq(out->blocks == 1, type == PCAPNG_INTERFACE);
		ck_assert(type != PCAPNG_SECRETS || out->blocks == 2);
		if (type == PCAPNG_SECTION)
			read_section(out, body, arena);
		else if (type == PCAPNG_INTERFACE)
			read_interface(body);
		else if (type == PCAPNG_SECRETS)
			read_secrets(out, body, arena);
		else if (type == PCAPNG_PACKET)
			read_packet(out, body, arena);
		else
			ck_abort_msg("a block of type %u", type);
	}
}
