#ifndef FILE_KIND_H
#define FILE_KIND_H
/* Which kind of file is it? Told by its keys, whatever it is called. */

/* Recipes first: all that one has to say, a target may say beside other things. */
#include <stdbool.h>

enum file_kind {
	FILE_SCENARIO,
	FILE_RECIPE,
	FILE_TARGET,
	FILE_EXPECTED,
	FILE_RULES,
	FILE_PROJECT,
	FILE_KIND_COUNT
};
extern const char *const file_kind_words[]; /* scenario recipe target ... */

/*
 * The kind whose keys it has most of. Where that decides nothing (no key is known, it is no YAML,
 * it can't be read): what its name promises (target.yaml, pki.yaml, expected.yaml), else a
 * scenario; the reader of that kind then says what is wrong. A project's file is known by its name
 * alone: which keys it has is another module's.
 */
enum file_kind file_kind_of(const char *path);
/* Some of its keys are of that kind, or none can be read. */
bool file_may_be(const char *path, enum file_kind kind);
/* How a run is given one, for messages: "--pki-file FILE". */
const char *file_kind_option(enum file_kind kind);
#endif
