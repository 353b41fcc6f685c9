#ifndef FILE_FORMAT_H
#define FILE_FORMAT_H
/*
 * The kinds of files that people write, described to others: a page for people (format_page.h) and
 * a JSON Schema for editors (format_json.h), both made from the field tables by which the files are
 * read.
 */
#include "file_kind.h"
#include "schema.h"

/* All kinds but the last: what a project's file may hold are a command's options (project.h). */
enum { FILE_FORMAT_COUNT = FILE_PROJECT };

struct file_format {
	const char *word; /* "scenario": topic, kind of schema, and mtlspec-scenario(5) */
	const struct schema *schema;
	const char *title; /* what such a file says, in one line */
	const char *about; /* where it stands and how it is given to a command */
	const char *example;
	/* A key that fetches from elsewhere what is required here; or NULL. */
	const char *inherits;
	/* Any value may be ${NAME}, which something else in the file resolves. */
	bool has_names;
};

extern const struct file_format file_formats[FILE_FORMAT_COUNT]; /* by enum file_kind */
/* Their words; ends with NULL. */
extern const char *const file_format_words[];
/* By its word, also with ".yaml" behind it; NULL: there is none. */
const struct file_format *file_format_find(const char *word);

/* What a value may be, in words: "text", "one of: a, b", "list of maps". */
struct buf;
void file_format_type(struct buf *out, const struct field *field);
/* What describes the values below the field, or NULL. */
const struct schema *file_format_below(const struct field *field);
#endif
