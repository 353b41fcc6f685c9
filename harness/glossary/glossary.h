#ifndef GLOSSARY_H
#define GLOSSARY_H
/* Everything that reports, files and exit codes name, explained by its word. */
#include <stdbool.h>
#include <stddef.h>

#include "teller.h"

/* A kind of words. */
struct glossary_kind {
	const char *word; /* "alert": may stand before the word, "alert 48" */
	const char *about; /* for people: which words these are */
	bool (*tell)(struct telling *telling, const char *word);
	void (*list)(struct word_list *out, struct telling *telling); /* NULL: endlessly many */
};

/* The last one has no word. */
extern const struct glossary_kind glossary_kinds[];

/* Tells each of its meanings. False: there is none, and nothing is written. */
bool glossary_tell(struct telling *telling, const char *word);
/* Says which kinds of words there are, and how many of each. */
void glossary_list(struct telling *telling);
/* Every word that is known; ends with NULL. */
const char *const *glossary_words(struct telling *telling);
#endif
