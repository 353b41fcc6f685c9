#include "pcapng.h"

#include <string.h>

#include "buf.h"
#include "scoped.h"

enum {
	MAJOR = 1,
	MINOR = 0,
	FRAME = 12, /* of a block: type, and its length in front and behind */
	ALIGN = 4,
	TEXT_MAX = 65532, /* of an option: its length has two bytes, and padding comes to that */
	MICROSECONDS = 6, /* 10^-6 s */
};

static void put_u16(struct buf *out, uint16_t value)
{
	const uint8_t bytes[] = {(uint8_t)value, (uint8_t)(value >> 8)};

	buf_append(out, bytes, sizeof(bytes));
}

static void put_u32(struct buf *out, uint32_t value)
{
	put_u16(out, (uint16_t)value);
	put_u16(out, (uint16_t)(value >> 16));
}

static size_t padding(size_t len)
{
	return (ALIGN - len % ALIGN) % ALIGN;
}

static void put_padded(struct buf *out, const void *data, size_t len)
{
	static const uint8_t zeros[ALIGN];

	buf_append(out, data, len);
	buf_append(out, zeros, padding(len));
}

static void put_option(struct buf *out, uint16_t code, const void *data, size_t len)
{
	put_u16(out, code);
	put_u16(out, (uint16_t)len);
	put_padded(out, data, len);
}

/* NULL: there is none. */
static void put_text(struct buf *out, uint16_t code, const char *text)
{
	if (text)
		put_option(out, code, text, strnlen(text, TEXT_MAX));
}

static void put_block(struct buf *out, uint32_t type, const struct buf *body)
{
	put_u32(out, type);
	put_u32(out, (uint32_t)(body->len + FRAME));
	buf_append(out, body->data, body->len);
	put_u32(out, (uint32_t)(body->len + FRAME));
}

static void put_section(struct buf *out, const char *application, const char *comment)
{
	SCOPED_BUF body;

	buf_init(&body, out->max);
	put_u32(&body, PCAPNG_BYTE_ORDER);
	put_u16(&body, MAJOR);
	put_u16(&body, MINOR);
	/* its length is not told */
	put_u32(&body, UINT32_MAX);
	put_u32(&body, UINT32_MAX);
	put_text(&body, PCAPNG_OPTION_COMMENT, comment);
	put_text(&body, PCAPNG_OPTION_APPLICATION, application);
	put_option(&body, PCAPNG_OPTION_END, NULL, 0);
	put_block(out, PCAPNG_SECTION, &body);
}

void pcapng_begin(struct buf *out, const char *application, const char *comment)
{
	static const uint8_t resolution = MICROSECONDS;
	SCOPED_BUF body;

	put_section(out, application, comment);
	buf_init(&body, out->max);
	put_u16(&body, PCAPNG_RAW_IP);
	put_u16(&body, 0);
	put_u32(&body, 0); /* packets are as long as they are */
	put_text(&body, PCAPNG_OPTION_INTERFACE_NAME, application);
	put_option(&body, PCAPNG_OPTION_RESOLUTION, &resolution, sizeof(resolution));
	put_option(&body, PCAPNG_OPTION_END, NULL, 0);
	put_block(out, PCAPNG_INTERFACE, &body);
}

void pcapng_tls_secrets(struct buf *out, const char *lines, size_t len)
{
	SCOPED_BUF body;

	buf_init(&body, out->max);
	put_u32(&body, PCAPNG_SECRETS_TLS);
	put_u32(&body, (uint32_t)len);
	put_padded(&body, lines, len);
	put_block(out, PCAPNG_SECRETS, &body);
}

void pcapng_put_packet(struct buf *out, const struct pcapng_packet *packet)
{
	const uint8_t direction[ALIGN] = {(uint8_t)packet->direction};
	SCOPED_BUF body;

	buf_init(&body, out->max);
	put_u32(&body, 0); /* the interface */
	put_u32(&body, (uint32_t)(packet->at_us >> 32));
	put_u32(&body, (uint32_t)packet->at_us);
	put_u32(&body, (uint32_t)packet->len); /* as kept, and as it was */
	put_u32(&body, (uint32_t)packet->len);
	put_padded(&body, packet->data, packet->len);
	put_text(&body, PCAPNG_OPTION_COMMENT, packet->comment);
	put_option(&body, PCAPNG_OPTION_PACKET_FLAGS, direction, sizeof(direction));
	put_option(&body, PCAPNG_OPTION_END, NULL, 0);
	put_block(out, PCAPNG_PACKET, &body);
}
