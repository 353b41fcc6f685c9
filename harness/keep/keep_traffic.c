#include "keep_traffic.h"

#include "arena.h"
#include "buf.h"
#include "capture.h"
#include "cell.h"
#include "clock.h"
#include "kept.h"

enum {
	KEYS_MAX = 4 * 1024 * 1024,
	/* of one attempt's: its bytes, and headers for as many pieces as there may be */
	PART_MAX = 3 * TRAFFIC_BYTES_MAX,
};

static void put_keys(struct buf *out, const struct kept *kept)
{
	for (size_t i = 0; kept->cell && i < kept->cell->made; i++) {
		const char *lines = kept->cell->connections[i].sent.key_log.text;

		if (lines)
			buf_printf(out, "# connection %zu: %s\n%s", i + 1, kept->cell->attempts[i].role, lines);
	}
}

static const char *label(const struct kept *kept, size_t index)
{
	return arena_printf(kept->arena, "connection %zu: %s", index + 1,
		kept_role(kept, &kept->cell->attempts[index]));
}

static bool write_traffic(struct kept *kept, const struct buf *keys)
{
	size_t count = kept->cell ? kept->cell->made : 0;
	struct capture_part *parts = ARENA_ARRAY(kept->arena, struct capture_part, count);
	const struct capture capture = {.application = "mtlspec",
		.what = arena_printf(kept->arena,
			"%s. Bytes, their order and times, addresses and ports are as they were; packets and "
			"their TCP headers are made up around them",
			kept->result->id),
		.parts = parts,
		.part_count = count,
		.keys = buf_text(keys),
		.keys_len = keys->len,
		.epoch_us = clock_epoch_us()};
	size_t conversations = 0;
	SCOPED_BUF out;

	for (size_t i = 0; i < count; i++) {
		parts[i] = (struct capture_part){&kept->cell->connections[i].sent.traffic, label(kept, i)};
		conversations += parts[i].traffic->conversation_count;
	}
	buf_init(&out, (count + 1) * PART_MAX + keys->len);
	if (!conversations)
		return true;
	capture_write(&out, &capture, kept->arena);
	if (!out.overflowed)
		return kept_write(kept, KEPT_TRAFFIC, &out, 0600);
	kept->why = "its " KEPT_TRAFFIC " is larger than can be written";
	return false;
}

bool kept_traffic(struct kept *kept)
{
	SCOPED_BUF keys;

	buf_init(&keys, KEYS_MAX);
	put_keys(&keys, kept);
	return kept_write(kept, KEPT_KEYS, &keys, 0600) && write_traffic(kept, &keys);
}
