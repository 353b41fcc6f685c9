#ifndef GUARDIAN_PARTS_H
#define GUARDIAN_PARTS_H
/* Between both sides of guardian.h: one order is one packet, with up to three file descriptors. */
#include <stdint.h>

enum {
	ORDER_TEXT_MAX = 192 * 1024, /* a packet must fit into the kernel's buffer */
	ORDER_LINE = 0,
	ORDER_OUTPUT,
	ORDER_INPUT, /* may be missing */
	ORDER_FDS_MAX,
};

/* Behind it stand, each ended by NUL: program, folder ("": ours), arguments, environment. */
struct order_head {
	int32_t stop_signal;
	int32_t arg_count;
	int32_t environment_count;
	int64_t stop_timeout_ms;
};

/* The life of the guardian; it never returns. `orders` is its end of the socket. */
_Noreturn void guardian_work(int orders);
#endif
