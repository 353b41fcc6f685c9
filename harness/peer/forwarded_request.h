#ifndef FORWARDED_REQUEST_H
#define FORWARDED_REQUEST_H
/* A request as a good proxy hands it on: without the headers of this hop, with the four identity
 * headers (reference_server.h), and without any that the client forged. */
struct buf;
struct http_message;
struct tls_peer;

/* `head` is the request as it came. */
void forwarded_request_write(struct buf *out, const struct http_message *request, const char *head,
	const struct tls_peer *peer);
/* DEFECT_SPACE_BEFORE_COLON: the blanks before a colon are gone, and the header is another. */
void forwarded_request_take_spaces_out(struct buf *request);
#endif
