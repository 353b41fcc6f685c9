#ifndef SESSION_H
#define SESSION_H
/* A run from its command line to its reports: read, plan, mint, run, and render what the event file
 * then holds. */
#include <stdbool.h>

struct run_arguments;

struct session_wish {
	/* of the command's own options; ends the process where they are wrong */
	void (*parse)(struct run_arguments *out, int argc, char **argv);
	bool selftest; /* defects of the targets are to be caught: judged by kills.h */
};

/* The exit code. */
int session_run(const struct session_wish *wish, int argc, char **argv);
#endif
