#ifndef NAMED_ANSWER_H
#define NAMED_ANSWER_H
/*
 * Answers of our server that have a name: what well-known clients want to hear, so that one who
 * verifies our server ends with success. To add one: a row of the table. Some are known by what is
 * asked for, so that nobody need name them.
 */
#include <stddef.h>

struct named_answer {
	const char *name;
	const char *what; /* for people */
	int status;
	const char *type; /* Content-Type, or NULL */
	const char *header; /* one more, by its name; or NULL */
	const char *header_value;
	const char *body; /* may hold any byte */
	size_t body_len;
	const char *const *asked; /* ends of what is asked for that mean it; ends with NULL; or NULL */
};

/* NULL: there is none of this name. */
const struct named_answer *named_answer_find(const char *name);
/* Which one is meant by a request for `target`, with its query; NULL: none. */
const struct named_answer *named_answer_for(const char *target);
/* All names, NULL-terminated. */
extern const char *const named_answer_words[];
#endif
