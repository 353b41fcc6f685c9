#ifndef UPSTREAM_H
#define UPSTREAM_H
/* One request to the reference server's backend, and its answer. */
struct sockaddr_storage;
struct uv_loop_s;
struct buf;
struct upstream;

struct upstream_request {
	const struct sockaddr_storage *backend;
	const struct buf *text; /* as does `backend`, it outlives the answer */
	/* Called once, from the loop, never from within ask: the whole answer, or NULL where none
	 * comes. The owner closes it. */
	void (*answered)(void *owner, const struct buf *answer);
	void *owner;
};

/* NULL: no connection can be tried. */
struct upstream *upstream_ask(struct uv_loop_s *loop, const struct upstream_request *request);
/* Frees in time. NULL is fine. */
void upstream_close(struct upstream *upstream);
#endif
