#ifndef PATH_SPELLING_H
#define PATH_SPELLING_H
/*
 * A path, written in another way: by the RFC the same (request_path.h), the same to many backends,
 * or another. Here of /private/.
 */
struct arena;

enum path_spelling {
	PATH_USUAL,
	PATH_CAPITALS, /* /PRIVATE/ */
	PATH_CAPITAL, /* /Private/ */
	PATH_DOT, /* /./private/ */
	PATH_DOTS, /* /open/../private/ */
	PATH_ENCODED_DOTS, /* /open/%2e%2e/private/ */
	PATH_DOTS_PARAMETER, /* /open/..;/private/ */
	PATH_SLASHES, /* //private/ */
	PATH_ENCODED_SLASH, /* /%2Fprivate/ */
	PATH_ENCODED_SLASHES, /* /open%2F..%2Fprivate/ */
	PATH_ENCODED_END, /* /private%2F */
	PATH_BACKSLASHES, /* /open\..\private/ */
	PATH_ENCODED_LETTER, /* /%70rivate/ */
	PATH_ENCODED_TWICE, /* /%2570rivate/ */
	PATH_OVERLONG, /* /open%C0%AF..%C0%AFprivate/ */
	PATH_NUL, /* /private%00/ */
	PATH_PARAMETER, /* /private;x=1/ */
	PATH_NO_SLASH, /* /private */
	PATH_QUERY, /* /private/?/../../open/ */
	PATH_FRAGMENT, /* /private/#/../../open/ */
	PATH_DOTS_IN_QUERY, /* /open/?/../../private/ */
	PATH_DOTS_IN_FRAGMENT, /* /open/#/../../private/ */
	PATH_SPELLING_COUNT,
};
extern const char *const path_spelling_words[]; /* usual capitals ... dots-in-fragment */

/* `path` begins with a slash. */
const char *path_spell(const char *path, enum path_spelling way, struct arena *arena);
#endif
