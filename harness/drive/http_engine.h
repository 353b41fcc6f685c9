#ifndef HTTP_ENGINE_H
#define HTTP_ENGINE_H
/* libcurl's multi interface on the libuv loop: transfers side by side, whatever they are for. */
#include <stdbool.h>
#include <stddef.h>

struct uv_loop_s;
struct http_engine;

/* Stands in its owner, who fills the first four. */
struct http_transfer {
	void *easy; /* a CURL; goes with the transfer */
	/* Asked after each turn: true where nothing that libcurl would still bring is needed. */
	bool (*has_enough)(void *owner);
	/* Called once, from the loop, by the CURLcode with which it ended; the owner drops it. */
	void (*finished)(void *owner, int code);
	void *owner;
	struct http_engine *engine;
	struct http_transfer *next;
	struct http_transfer **link; /* what points to us */
};

struct http_engine *http_engine_create(struct uv_loop_s *loop);
/* Without transfers. Frees in time; NULL is fine. */
void http_engine_destroy(struct http_engine *engine);
/* Bytes that libssl may still take before the loop goes on: full again at each turn. */
size_t *http_engine_ration(struct http_engine *engine);
void http_engine_add(struct http_engine *engine, struct http_transfer *transfer);
/* `finished` is not called any more. */
void http_engine_drop(struct http_transfer *transfer);
#endif
