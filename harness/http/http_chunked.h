#ifndef HTTP_CHUNKED_H
#define HTTP_CHUNKED_H
/* The chunked transfer coding (RFC 9112 section 7.1). Extensions and trailers are read and
 * dropped. */
#include <stddef.h>

#include "http.h"

/*
 * Reads a chunked body at `data`. With HTTP_DONE, `*body_len` is the decoded length and `*consumed`
 * what it took; with HTTP_BAD, `*why` says what is wrong. Allocates nothing.
 */
WARN_UNUSED enum http_state http_chunked_scan(
	size_t *body_len, size_t *consumed, const char **why, const char *data, size_t len);
/* Copies as much of the body as is there, up to what is no chunk, and at most `max`: its length. */
size_t http_chunked_copy(char *out, size_t max, const char *data, size_t len);
#endif
