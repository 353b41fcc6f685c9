#ifndef PACE_H
#define PACE_H
/*
 * Reading that gives way. libuv reads one stream up to 32 times in a turn of the loop; where each
 * piece is much work (a KeyUpdate has 27 bytes), a few peers that never stop would hold up all
 * timers. So once a turn has taken long, each stream stops after one piece and goes on in the next
 * turn.
 */
#include <uv.h>

#include "scoped.h"

struct pace {
	uv_stream_t *stream;
	uv_alloc_cb allocate;
	uv_read_cb read;
	uv_timer_t *resume; /* made on first use: most streams never need it */
};

/* As uv_read_start. */
WARN_UNUSED int pace_begin(
	struct pace *pace, uv_stream_t *stream, uv_alloc_cb allocate, uv_read_cb read);
/* At the end of the read callback, where the stream is still open. */
void pace_turn(struct pace *pace);
/* Before the stream is closed; also where it was not begun. */
void pace_end(struct pace *pace);
#endif
