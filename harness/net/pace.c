#include "pace.h"

#include <stdlib.h>

#include "fatal.h"

enum { TURN_MS = 20 };

int pace_begin(struct pace *pace, uv_stream_t *stream, uv_alloc_cb allocate, uv_read_cb read)
{
	pace->stream = stream;
	pace->allocate = allocate;
	pace->read = read;
	return uv_read_start(stream, allocate, read);
}

static void on_resume(uv_timer_t *timer)
{
	struct pace *pace = timer->data;

	(void)uv_read_start(pace->stream, pace->allocate, pace->read);
}

void pace_turn(struct pace *pace)
{
	uv_loop_t *loop = pace->stream->loop;

	/* the loop's own time stands still during a turn */
	if (uv_hrtime() / 1000000 < uv_now(loop) + TURN_MS)
		return;
	if (!pace->resume) {
		pace->resume = fatal_alloc(sizeof(*pace->resume));
		uv_timer_init(loop, pace->resume);
		pace->resume->data = pace;
	}
	uv_read_stop(pace->stream);
	uv_timer_start(pace->resume, on_resume, 0, 0);
}

static void on_closed(uv_handle_t *handle)
{
	free(handle);
}

void pace_end(struct pace *pace)
{
	if (pace->resume)
		uv_close((uv_handle_t *)pace->resume, on_closed);
	pace->resume = NULL;
}
