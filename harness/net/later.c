#include "later.h"

#include <stdlib.h>
#include <uv.h>

#include "fatal.h"

struct later {
	uv_timer_t timer;
	void (*call)(void *owner);
	void *owner;
};

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void on_time(uv_timer_t *timer)
{
	struct later *later = timer->data;

	uv_close((uv_handle_t *)timer, on_closed);
	later->call(later->owner);
}

struct later *later_start(
	struct uv_loop_s *loop, uint64_t after_ms, void (*call)(void *owner), void *owner)
{
	struct later *later = fatal_alloc(sizeof(*later));

	later->call = call;
	later->owner = owner;
	uv_timer_init(loop, &later->timer);
	later->timer.data = later;
	uv_timer_start(&later->timer, on_time, after_ms, 0);
	return later;
}

void later_cancel(struct later *later)
{
	if (later)
		uv_close((uv_handle_t *)&later->timer, on_closed);
}
