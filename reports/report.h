#ifndef REPORT_H
#define REPORT_H
/* Report writers: a run in, bytes out. They read nothing but the run_result. */
#include "buf.h"
#include "result.h"

enum { REPORT_MAX = 256 * 1024 * 1024 };

struct report_writer {
	const char *name; /* "junit": the option --junit FILE, too */
	const char *filename; /* in a report folder: "junit.xml"; NULL: only by its own option */
	const char *doc; /* for --help */
	void (*write)(struct buf *out, const struct run_result *run);
};
/* Ends with a row whose name is NULL. */
extern const struct report_writer report_writers[];
#endif
