#ifndef LEG_REPLY_H
#define LEG_REPLY_H
/*
 * What our server answers to a target that is a client, whatever HTTP it speaks, and how that is
 * written in HTTP/1.1 (RFC 9112).
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct http_header;

/* The head of an answer has room for this; its body comes on top. */
enum { LEG_REPLY_HEAD_MAX = 64 * 1024 };

struct leg_reply {
	int status;
	/* as they are written; those that say where the message ends are not among them */
	const struct http_header *headers;
	size_t header_count;
	const char *body; /* NULL: none */
	size_t body_len;
	bool stays_open; /* another request may follow on the connection; else it is the last answer */
};

/* Not a 204 or a 304 (RFC 9110 sections 15.3.5 and 15.4.5). */
bool leg_reply_may_have_body(const struct leg_reply *reply);
/* With status line, Content-Length (not where there is no body: RFC 9110 section 8.6)
 * and, if it is the last, `Connection: close`. */
void leg_reply_write(struct buf *out, const struct leg_reply *reply);
#endif
