#ifndef HOST_SPELLING_H
#define HOST_SPELLING_H
/* A host's name, written in another way. */
struct arena;

enum host_spelling {
	HOST_USUAL,
	HOST_CAPITALS, /* which are the same letters (RFC 4343 section 3) */
	HOST_DOT, /* at its end: the same host (RFC 1034 section 3.1), but not in SNI (RFC 6066 3) */
	HOST_PORT, /* that of https, which goes without saying (RFC 9110 section 4.2.2) */
	HOST_SPELLING_COUNT,
};
extern const char *const host_spelling_words[]; /* usual capitals dot port */

const char *host_spell(const char *name, enum host_spelling way, struct arena *arena);
#endif
