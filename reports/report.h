#ifndef REPORT_H
#define REPORT_H
/*
 * Report writers: a run in, as the view arranges it, bytes out. What they need until the view is
 * done with is in its arena.
 */
#include "buf.h"
#include "view.h"

enum { REPORT_MAX = 256 * 1024 * 1024 };

struct report_writer {
	const char *name; /* "junit": the option --junit FILE, too */
	const char *filename; /* in a report folder: "junit.xml"; NULL: only by its own option */
	const char *doc; /* for --help */
	void (*write)(struct buf *out, const struct view *view);
};
/* Ends with a row whose name is NULL. */
extern const struct report_writer report_writers[];
#endif
