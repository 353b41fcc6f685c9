#ifndef HTTP_H
#define HTTP_H
/*
 * A strict incremental reader for HTTP/1.1 messages (RFC 9112): requests for the backend and the
 * reference server, answers for the reference client. Bytes in, one message out; no I/O.
 *
 * Refused in both: folded headers, a space before the colon, NUL, a lone CR, different
 * Content-Lengths, codings other than chunked. Refused in requests also: a line that ends with LF
 * alone, Content-Length beside Transfer-Encoding, no Host or two. In answers a lone LF ends a head
 * line (targets and their backends are judged for their TLS, not for their HTTP), Transfer-Encoding
 * wins over Content-Length, and the reason phrase may be missing with its space. Answers to HEAD
 * are not expected: Content-Length is believed.
 *
 * RFC 9112 knows no limits, so those here are wide: some proxies put whole chains into a header.
 * What is beyond them is no fault of who sent it (http_is_too_large).
 */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct arena;

enum http_kind { HTTP_REQUEST, HTTP_RESPONSE };
enum http_state {
	HTTP_MORE, /* not complete yet */
	HTTP_DONE, /* complete; `consumed` bytes of the input belong to it */
	HTTP_BAD, /* not HTTP, or beyond the limits; see `why` */
};
enum { HTTP_HEAD_MAX = 1024 * 1024, HTTP_HEADERS_MAX = 1000, HTTP_BODY_MAX = 1024 * 1024 };

struct http_header {
	const char *name; /* lower case */
	const char *value; /* without surrounding white space; hostile bytes as they came */
};

struct http_message {
	const char *method; /* request */
	const char *target; /* request */
	int status; /* response; 0 until the status line is complete */
	int minor_version; /* 0 or 1 */
	struct http_header *headers;
	size_t header_count;
	const char *body;
	size_t body_len;
	bool keep_alive; /* the connection may carry another message */
	size_t consumed;
	size_t head_len; /* as soon as the head is whole and says what follows; else 0 */
	const char *why; /* HTTP_BAD */
};

/*
 * Reads one message from all bytes received so far (`data`, `len`: call again with more). `at_end`:
 * no more bytes will come, which completes a response without Content-Length. Informational (1xx)
 * responses are skipped. Texts live in the arena; without HTTP_DONE nothing is allocated, and
 * reading again costs one pass over the head and the chunk framing. Even with HTTP_MORE and
 * HTTP_BAD, `status` and `head_len` are set as soon as they are known; with HTTP_BAD `why` is a
 * static text.
 */
WARN_UNUSED enum http_state http_read(struct http_message *out, struct arena *arena,
	enum http_kind kind, const char *data, size_t len, bool at_end);
/*
 * An answer that is cut, endless or larger than the limits, once its head is whole (head_len): with
 * as much of its body as is there and has room, in the arena. False if the head is not.
 */
WARN_UNUSED bool http_read_begun(
	struct http_message *out, struct arena *arena, const char *data, size_t len);
/* Whether HTTP_BAD means that the message is beyond the limits; it may be in order then. */
bool http_is_too_large(const struct http_message *message);
/* The first header of that (lower-case) name, or NULL. */
const char *http_header(const struct http_message *message, const char *name);
/* How many headers of that name there are. */
size_t http_header_count(const struct http_message *message, const char *name);
#endif
