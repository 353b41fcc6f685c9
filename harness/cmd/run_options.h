#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H
/* The command line of `mtlspec run`. */
#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "catalogue_options.h"
#include "client_options.h"
#include "connect_options.h"
#include "console_options.h"
#include "own_pki_options.h"
#include "project_options.h"
#include "report_options.h"
#include "shard.h"

struct run_arguments {
	struct arena arena;
	struct selection_request wanted;
	struct catalogue_arguments catalogue; /* its place in the above */
	struct client_arguments client; /* the same */
	struct connect_arguments connect; /* the same */
	long jobs;
	long repeat;
	struct shard shard; /* count 0: the whole plan */
	long deadline_ms;
	double rate; /* 0: as the targets' files say */
	const char *rate_text; /* as it was given, or NULL */
	bool last_failed; /* asked for, wherever that is */
	bool exit_first;
	bool strict;
	bool no_skip;
	const char *backend_host;
	int backend_port;
	struct own_pki_arguments own_pki;
	const char *events;
	const char *keep_dir; /* or NULL */
	bool keep_all; /* not of failures alone */
	struct report_choice reports;
	struct console_arguments console;
	struct project_use project;
	bool trial; /* of one word alone: not asked what goes together */
	void *more; /* of another command that takes these options and some of its own */
};

/* The parser; with `more` (or NULL) as a last child, for another command's own options. */
const struct argp *run_arguments_argp(const struct argp *more);
/* Of what a project's file and the variables may say. */
const struct project_parser *run_arguments_parser(void);
/*
 * Parses, with what the project's file and the variables add (out->project, whose line is what was
 * parsed); what is wrong with these, run_arguments_select says. A usage error prints its message
 * and exits 2, --help exits 0 (both by argp). `more` (or NULL) adds options of another command's;
 * its parser gets out->more, set before.
 */
void run_arguments_parse(struct run_arguments *out, const struct argp *more, int argc, char **argv);
/* The defaults; for those who parse options of their own into it. */
void run_arguments_init(struct run_arguments *out);
/* Makes the selection and says on stderr what is wrong; 0 or an exit code. */
int run_arguments_select(struct selection *out, const struct run_arguments *arguments);
void run_arguments_finish(struct run_arguments *arguments);
#endif
