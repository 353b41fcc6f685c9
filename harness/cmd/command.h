#ifndef COMMAND_H
#define COMMAND_H
/*
 * One file per subcommand; each function takes its own argument vector (argv[0] is the command's
 * name) and returns an exit code (result.h). command.c holds the table; parser, usage, man page and
 * completions are made from it. Text for people goes to stderr or a terminal, data to stdout.
 */
#include <stdbool.h>

struct argp;
struct diag;

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const struct argp *(*argp)(void);
	const char *summary;
	const char *words; /* what its first argument may be, with blanks between; or NULL */
};

/*
 * What is not told in full is trouble of the environment, unless the exit code says worse: a full
 * disk or a closed output must not look like success. main.c asks it for standard output and error.
 */
int command_exit_code(int exit_code, bool told);
/* Of a place that was named to be written to: a full disk is the environment's, anything else the
 * user's. */
int command_unwritten(int reason);

/* Prints what is wrong and yields EXIT_USAGE, or 0 if nothing is. */
int command_report_errors(const struct diag *diag);

/* Ends with a row whose name is NULL. */
extern const struct command commands[];

int command_run(int argc, char **argv);
const struct argp *command_run_argp(void);
int command_list(int argc, char **argv);
const struct argp *command_list_argp(void);
int command_check(int argc, char **argv);
const struct argp *command_check_argp(void);
int command_pki(int argc, char **argv);
const struct argp *command_pki_argp(void);
int command_serve(int argc, char **argv);
const struct argp *command_serve_argp(void);
int command_fetch(int argc, char **argv);
const struct argp *command_fetch_argp(void);
int command_selftest(int argc, char **argv);
const struct argp *command_selftest_argp(void);
int command_report(int argc, char **argv);
const struct argp *command_report_argp(void);
int command_diff(int argc, char **argv);
const struct argp *command_diff_argp(void);
int command_baseline(int argc, char **argv);
const struct argp *command_baseline_argp(void);
int command_init(int argc, char **argv);
const struct argp *command_init_argp(void);
int command_doctor(int argc, char **argv);
const struct argp *command_doctor_argp(void);
int command_explain(int argc, char **argv);
const struct argp *command_explain_argp(void);
int command_schema(int argc, char **argv);
const struct argp *command_schema_argp(void);
int command_completion(int argc, char **argv);
const struct argp *command_completion_argp(void);
int command_help(int argc, char **argv);
const struct argp *command_help_argp(void);
int command_version(int argc, char **argv);
const struct argp *command_version_argp(void);

#define PROGRAM_NAME "mtlspec"
#endif
