#ifndef LATER_H
#define LATER_H
/* One call from the loop, later. It needs no memory of who waits for it. */
#include <stdint.h>

struct later;
struct uv_loop_s;

/* `call` comes once, never from within; then, or after later_cancel, it must not be touched. */
struct later *later_start(
	struct uv_loop_s *loop, uint64_t after_ms, void (*call)(void *owner), void *owner);
/* NULL is fine. */
void later_cancel(struct later *later);
#endif
