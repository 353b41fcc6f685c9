#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H
/* The command line of `mtlspec run`. */
#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "auth_mode.h"
#include "connect_options.h"
#include "own_pki_options.h"
#include "plan.h"
#include "report_options.h"
#include "shard.h"
#include "tls_version.h"

struct run_arguments {
	struct arena arena;
	const char **targets;
	size_t target_count;
	const char **clients; /* --client: command lines */
	size_t client_count;
	const char **scenarios; /* ids, globs, files */
	size_t scenario_count;
	const char **cells;
	size_t cell_count;
	bool modes[AUTH_MODE_COUNT];
	bool versions[TLS_VERSION_COUNT];
	enum driver_choice driver;
	long jobs;
	long repeat;
	struct shard shard; /* count 0: the whole plan */
	long deadline_ms;
	bool strict;
	const char *expected; /* file of expected failures, or NULL */
	const char *defects; /* comma-separated, or NULL */
	const char *pki_dir;
	const char *pki_file;
	const char *pki_variant;
	const char *scenario_dir;
	const char *backend_host;
	int backend_port;
	bool backend_given;
	struct connect_arguments connect;
	struct own_pki_arguments own_pki;
	const char *events;
	const char *keep_dir; /* or NULL */
	struct report_choice reports;
	void *more; /* of another command that takes these options and some of its own */
};

/* The parser; with `more` (or NULL) as a last child, for another command's own options. */
const struct argp *run_arguments_argp(const struct argp *more);
/*
 * Parses; a usage error prints its message and exits 2, --help exits 0 (both by argp). `more` (or
 * NULL) adds options of another command's; its parser gets out->more, set before.
 */
void run_arguments_parse(struct run_arguments *out, const struct argp *more, int argc, char **argv);
void run_arguments_finish(struct run_arguments *arguments);
#endif
