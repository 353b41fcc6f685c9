#include "record.h"

#include "wire.h"

enum { VERSION_MAJOR = 3 };

enum record_state record_read(struct record *out, const uint8_t *data, size_t len)
{
	struct wire wire = wire_of(data, len);

	if (len > 0 && (data[0] < RECORD_CHANGE_CIPHER_SPEC || data[0] > RECORD_APPLICATION_DATA))
		return RECORD_BAD;
	if (len > 1 && data[1] != VERSION_MAJOR)
		return RECORD_BAD;
	if (len < RECORD_HEADER_LEN)
		return RECORD_MORE;
	out->type = (uint8_t)wire_number(&wire, 1);
	out->version = (uint16_t)wire_number(&wire, 2);
	out->len = wire_number(&wire, 2);
	out->size = RECORD_HEADER_LEN + out->len;
	if (out->len > RECORD_BODY_MAX)
		return RECORD_BAD;
	if (len < out->size)
		return RECORD_MORE;
	out->body = data + RECORD_HEADER_LEN;
	return RECORD_READY;
}

void record_header(uint8_t out[RECORD_HEADER_LEN], uint8_t type, uint16_t version, size_t len)
{
	out[0] = type;
	out[1] = (uint8_t)(version >> 8);
	out[2] = (uint8_t)version;
	out[3] = (uint8_t)(len >> 8);
	out[4] = (uint8_t)len;
}
