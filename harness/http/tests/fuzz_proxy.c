/*
 * PROXY headers of any content. Read whole or in a shorter piece, the result must not contradict
 * itself: what a piece completes or refuses stays so.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "proxy_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_header(const struct proxy_header *header, size_t size)
{
	size_t bytes = 0;

	if (!header->consumed || header->consumed > size || header->version < 1 || header->version > 2)
		abort();
	for (size_t i = 0; i < header->tlv_count; i++) {
		if (!proxy_header_tlv(header, header->tlvs[i].type, header->tlvs[i].in_ssl))
			abort();
		for (size_t j = 0; j < header->tlvs[i].len; j++)
			bytes += header->tlvs[i].data[j] & 1; /* all of it can be read */
	}
	/* what stands in SSL is counted twice */
	if (bytes > 2 * size)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proxy_header header;
	struct proxy_header part;
	struct arena arena;
	enum proxy_state state;
	enum proxy_state part_state;
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	arena_init(&arena);
	state = proxy_header_read(&header, &arena, copy, size);
	part_state = proxy_header_read(&part, &arena, copy, size / 2);
	free(copy);
	if (state == PROXY_DONE) {
		check_header(&header, size);
		if (!*proxy_header_describe(&header, &arena))
			abort();
	}
	if (state == PROXY_BAD && !header.why)
		abort();
	if (part_state != PROXY_MORE && (part_state != state || part.consumed != header.consumed))
		abort();
	arena_finish(&arena);
	return 0;
}
