#ifndef DIRECTIVE_H
#define DIRECTIVE_H
/*
 * What a directive of a product's configuration decides. A verdict blames a kind, a target file
 * says what the product's directive of that kind is called, and a run finds the line where it
 * stands.
 */
#include <stdbool.h>

enum directive_kind {
	DIRECTIVE_NONE, /* not known */
	DIRECTIVE_VERIFICATION, /* is a certificate asked for, required, looked at? */
	DIRECTIVE_TRUST, /* which CAs are believed */
	DIRECTIVE_REVOCATION, /* CRLs, OCSP */
	DIRECTIVE_DEPTH, /* how long a chain may be */
	DIRECTIVE_VERSIONS, /* TLS versions */
	DIRECTIVE_NAME, /* which name a server must prove to have */
	DIRECTIVE_IDENTITY, /* what the backend is told of the client */
	DIRECTIVE_CERTIFICATE, /* what a client presents itself */
	DIRECTIVE_PLAIN, /* what becomes of those who speak no TLS */
	DIRECTIVE_KIND_COUNT,
};
/* none verification trust revocation depth versions name identity certificate plain */
extern const char *const directive_words[];

/* Is the depth that a configuration allows enough for a chain? */
enum depth_fit { DEPTH_UNKNOWN, DEPTH_FITS, DEPTH_TOO_SMALL };

/* One directive of one running configuration. */
struct directive_fix {
	enum directive_kind decides; /* DIRECTIVE_NONE: not known, and nothing else is set */
	const char *find; /* its name in the product's language */
	const char *should; /* what to write, or NULL: it depends */
	bool never; /* it must not stand there at all */
	const char *have; /* the line as the product reads it, cleaned; NULL: it stands nowhere */
	const char *file; /* where, relative to the target's folder; NULL: not to be seen from here */
	int line; /* of that file; 0: none */
	/* Other lines that may be it, in words: "`ca x;`, a.conf:7"; NULL: none */
	const char *also;
	const char *means; /* why it is this one, in words, or NULL */
	const char *log; /* what the target's log says of this connection, or NULL */
};

enum directive_standing {
	DIRECTIVE_DIFFERS, /* the line is not as it should be */
	DIRECTIVE_HOLDS, /* what should be there is, among other words of the line */
	DIRECTIVE_WHOLE, /* it is that and nothing else */
};
/*
 * A line against the words that should stand there. These may be of several lines, "a: 1, b: 2" or
 * "a on; b off;": then only the part with the directive `find` counts. Where the line begins with
 * the directive, all of it is its setting.
 */
enum directive_standing directive_compare(const char *line, const char *should, const char *find);
/* Of a word in a configuration: a letter, a digit, "_" or "-". */
bool directive_is_word_char(char c);
/* Where the text holds `word`, with nothing at its ends that would make it part of another word. */
const char *directive_find_word(const char *text, const char *word);
#endif
