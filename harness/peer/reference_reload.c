#include "reference_reload.h"

#include <signal.h>

#include "reference_server.h"

static void on_asked_to_reload(uv_signal_t *handle, int number)
{
	struct reference_reload *reload = handle->data;
	const struct reference_options *options = reload->options;
	const char *why = "virtual hosts are read at the start alone";
	struct tls_server_context *tls = NULL;

	(void)number;
	if (reload->tls)
		tls = tls_server_context_reload(reload->tls, &options->tls, &reload->arena, &why);
	if (tls && tls != reload->tls)
		*ARENA_PUSH(&reload->arena, reload->all, reload->count) = tls;
	if (tls)
		reload->tls = tls;
	options->reloaded(tls ? NULL : why);
}

void reference_reload_begin(struct reference_reload *reload, struct uv_loop_s *loop,
	const struct reference_options *options, struct tls_server_context *tls)
{
	*reload = (struct reference_reload){.options = options, .tls = tls};
	arena_init(&reload->arena);
	if (tls)
		*ARENA_PUSH(&reload->arena, reload->all, reload->count) = tls;
	uv_signal_init(loop, &reload->signal);
	reload->signal.data = reload;
	uv_signal_start(&reload->signal, on_asked_to_reload, SIGUSR1);
	uv_unref((uv_handle_t *)&reload->signal);
}

void reference_reload_close(struct reference_reload *reload)
{
	uv_close((uv_handle_t *)&reload->signal, NULL);
}

void reference_reload_finish(struct reference_reload *reload)
{
	for (size_t i = 0; i < reload->count; i++)
		tls_server_context_destroy(reload->all[i]);
	arena_finish(&reload->arena);
}
