#include "http_engine.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <uv.h>

#include "fatal.h"

enum { TURN_BYTES = 16 * 1024 };

struct http_engine {
	CURLM *multi;
	struct uv_loop_s *loop;
	uv_timer_t timer;
	size_t ration; /* left of TURN_BYTES */
	struct http_transfer *transfers;
};

/* A socket of libcurl's that the loop watches for it. */
struct watch {
	uv_poll_t poll;
	curl_socket_t socket;
	int events;
	struct http_engine *engine;
};

static void collect_finished(struct http_engine *engine)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(engine->multi, &left))) {
		struct http_transfer *transfer = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
		transfer->finished(transfer->owner, code);
	}
}

static struct http_transfer *find_satisfied(struct http_engine *engine)
{
	for (struct http_transfer *transfer = engine->transfers; transfer; transfer = transfer->next) {
		if (transfer->has_enough(transfer->owner))
			return transfer;
	}
	return NULL;
}

static void act(struct http_engine *engine, curl_socket_t socket, int flags)
{
	struct http_transfer *satisfied;
	int running;

	engine->ration = TURN_BYTES;
	curl_multi_socket_action(engine->multi, socket, flags, &running);
	collect_finished(engine);
	while ((satisfied = find_satisfied(engine)))
		satisfied->finished(satisfied->owner, CURLE_OK);
}

static void on_timer(uv_timer_t *timer)
{
	act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static int on_timeout_wanted(CURLM *multi, long timeout_ms, void *data)
{
	struct http_engine *engine = data;

	(void)multi;
	if (timeout_ms < 0)
		uv_timer_stop(&engine->timer);
	else
		uv_timer_start(&engine->timer, on_timer, (uint64_t)timeout_ms, 0);
	return 0;
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	int flags = 0;

	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	/* An error on the socket stops the poll, but what came before it waits to be read: told of the
	 * error, libcurl would not look. */
	if (status < 0) {
		uv_poll_start(poll, watch->events, on_ready);
		flags = CURL_CSELECT_IN | CURL_CSELECT_OUT;
	}
	act(watch->engine, watch->socket, flags);
}

static void on_watch_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *data, void *socket_data)
{
	struct http_engine *engine = data;
	struct watch *watch = socket_data;
	int events = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watch) {
			uv_poll_stop(&watch->poll);
			uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
			curl_multi_assign(engine->multi, socket, NULL);
		}
		return 0;
	}
	if (!watch) {
		watch = fatal_alloc(sizeof(*watch));
		watch->socket = socket;
		watch->engine = engine;
		watch->poll.data = watch;
		if (uv_poll_init_socket(engine->loop, &watch->poll, socket) != 0) {
			free(watch);
			return -1;
		}
		curl_multi_assign(engine->multi, socket, watch);
	}
	watch->events = events;
	uv_poll_start(&watch->poll, events, on_ready);
	return 0;
}

struct http_engine *http_engine_create(struct uv_loop_s *loop)
{
	struct http_engine *engine = fatal_alloc(sizeof(*engine));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	engine->multi = curl_multi_init();
	if (!engine->multi)
		FATAL("libcurl: no multi handle");
	engine->loop = loop;
	uv_timer_init(loop, &engine->timer);
	engine->timer.data = engine;
	curl_multi_setopt(engine->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(engine->multi, CURLMOPT_SOCKETDATA, engine);
	curl_multi_setopt(engine->multi, CURLMOPT_TIMERFUNCTION, on_timeout_wanted);
	curl_multi_setopt(engine->multi, CURLMOPT_TIMERDATA, engine);
	return engine;
}

static void on_engine_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void http_engine_destroy(struct http_engine *engine)
{
	if (!engine)
		return;
	curl_multi_cleanup(engine->multi);
	uv_close((uv_handle_t *)&engine->timer, on_engine_closed);
	curl_global_cleanup();
}

size_t *http_engine_ration(struct http_engine *engine)
{
	return &engine->ration;
}

void http_engine_add(struct http_engine *engine, struct http_transfer *transfer)
{
	transfer->engine = engine;
	transfer->next = engine->transfers;
	transfer->link = &engine->transfers;
	if (transfer->next)
		transfer->next->link = &transfer->next;
	engine->transfers = transfer;
	curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
	curl_multi_add_handle(engine->multi, transfer->easy);
}

void http_engine_drop(struct http_transfer *transfer)
{
	*transfer->link = transfer->next;
	if (transfer->next)
		transfer->next->link = transfer->link;
	curl_multi_remove_handle(transfer->engine->multi, transfer->easy);
	curl_easy_cleanup(transfer->easy);
}
