#ifndef REFERENCE_RELOAD_H
#define REFERENCE_RELOAD_H
/* The reference server reads its files again when SIGUSR1 comes. */
#include <stddef.h>
#include <uv.h>

#include "arena.h"
#include "tls_server.h"

struct reference_options;

struct reference_reload {
	struct tls_server_context *tls; /* for new connections; NULL: it has virtual hosts */
	struct tls_server_context **all; /* each may have connections */
	size_t count;
	uv_signal_t signal;
	const struct reference_options *options;
	struct arena arena;
};

/* Takes over `tls`, and watches for the signal. */
void reference_reload_begin(struct reference_reload *reload, struct uv_loop_s *loop,
	const struct reference_options *options, struct tls_server_context *tls);
void reference_reload_close(struct reference_reload *reload);
/* After the loop. */
void reference_reload_finish(struct reference_reload *reload);
#endif
