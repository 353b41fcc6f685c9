#include "wire.h"

struct wire wire_of(const uint8_t *data, size_t len)
{
	return (struct wire){.at = data, .left = len};
}

struct wire wire_bytes(struct wire *wire, size_t len)
{
	struct wire part = {.at = wire->at};

	if (wire->bad || len > wire->left) {
		wire->bad = true;
		part.bad = true;
		return part;
	}
	part.left = len;
	if (len > 0)
		wire->at += len;
	wire->left -= len;
	return part;
}

uint32_t wire_number(struct wire *wire, size_t width)
{
	struct wire part = wire_bytes(wire, width);
	uint32_t number = 0;

	for (size_t i = 0; i < part.left; i++)
		number = number << 8 | part.at[i];
	return number;
}

struct wire wire_vector(struct wire *wire, size_t width)
{
	return wire_bytes(wire, wire_number(wire, width));
}

bool wire_complete(const struct wire *wire)
{
	return !wire->bad && wire->left == 0;
}
