/* Finds the command, nothing else. */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "guardian.h"
#include "help.h"
#include "result.h"

/* A closed one would be given to the next file that is opened; like this, writing to it fails. */
static void occupy_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

static bool is_told(FILE *stream, const char *name)
{
	bool failed = ferror(stream);
	const char *reason = fflush(stream) == 0 ? "not all of it was taken" : strerror(errno);

	if (!failed && !ferror(stream))
		return true;
	fprintf(stderr, "mtlspec: cannot write to %s: %s\n", name, reason);
	return false;
}

static int exit_code = EXIT_AS_EXPECTED;

/* Here, because argp ends the process itself after --help. */
static void on_end(void)
{
	bool told = is_told(stdout, "standard output");
	int must_be = command_exit_code(exit_code, is_told(stderr, "standard error") && told);

	if (must_be != exit_code)
		_exit(must_be);
}

static int run_command(const struct command *command, int argc, char **argv)
{
	static char name[64];
	int result;

	snprintf(name, sizeof(name), PROGRAM_NAME " %s", command->name);
	argv[0] = name;
	result = command->run(argc, argv);
	guardian_dismiss();
	return result;
}

static int find_and_run(int argc, char **argv)
{
	const struct command *command;

	argp_err_exit_status = EXIT_USAGE;
	if (argc < 2) {
		help_usage(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help_usage(stdout);
		return EXIT_AS_EXPECTED;
	}
	command = help_find(strcmp(argv[1], "--version") == 0 ? "version" : argv[1]);
	return command ? run_command(command, argc - 1, argv + 1) : help_unknown(argv[1]);
}

int main(int argc, char **argv)
{
	occupy_streams();
	atexit(on_end);
	exit_code = find_and_run(argc, argv);
	return exit_code;
}
