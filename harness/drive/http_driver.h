#ifndef HTTP_DRIVER_H
#define HTTP_DRIVER_H
/* libcurl's multi interface on the libuv loop; see attempt.h for the driver that uses it. */
struct http_engine;
void http_engine_destroy(struct http_engine *engine);
#endif
