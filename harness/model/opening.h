#ifndef OPENING_H
#define OPENING_H
/*
 * How our client begins a connection: what comes before TLS, what its ClientHello holds beside the
 * usual, and in which pieces that goes out. All 0: as everybody does.
 */
#include <stdbool.h>
#include <stddef.h>

/* Of each ClientHello, also of that after a HelloRetryRequest. */
struct hello_fragment {
	long record; /* at most so many bytes of it in a TLS record (RFC 8446 section 5.1), or 0 */
	long segment; /* at most so many bytes written to TCP at once, or 0 */
	long pause_ms; /* between two such writes; 0: one turn of the loop */
};

/* How the server's name may be written in the ClientHello, by the numbers of enum host_spelling;
 * what is verified stays the same. */
extern const char *const hello_name_words[]; /* usual capitals dot */

/* What is unknown to servers, which must pass over it (RFC 8446 section 4.1.2). */
struct hello_more {
	long extension; /* bytes in one extension of a type for private use, or 0 */
	bool grease; /* extensions of the reserved types (RFC 8701) */
	int name; /* enum host_spelling, without the port */
};

/* Bytes that are no TLS. */
struct preface {
	const char *bytes; /* or NULL */
	size_t len;
	bool request; /* in their place: the connection's own request, without TLS */
};

/* What a proxy would tell the target. */
struct via {
	long proxy_protocol; /* version of the header; 0: none */
};

struct opening {
	struct via via;
	struct preface preface; /* behind the header, if there is one */
	struct hello_more hello;
	struct hello_fragment fragment;
};

/* The PROXY protocol's header or a preface: the first bytes are not TLS. */
bool opening_comes_first(const struct opening *opening);
bool opening_is_unusual(const struct opening *opening);
#endif
