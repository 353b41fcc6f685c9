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
#include "result.h"
#include "text.h"

enum { COMMANDS_MAX = 32 };

static void print_usage(FILE *out)
{
	fprintf(out, "Usage: mtlspec COMMAND [OPTION...]\n\nCommands:\n");
	for (size_t i = 0; commands[i].name; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fprintf(out, "\n`mtlspec COMMAND --help` tells a command's options.\n");
}

static int reject(const char *word)
{
	const char *names[COMMANDS_MAX + 1] = {NULL};
	const char *closest;

	for (size_t i = 0; i < COMMANDS_MAX && commands[i].name; i++)
		names[i] = commands[i].name;
	closest = text_closest(word, names);
	fprintf(stderr, "mtlspec: there is no command '%s'", word);
	if (closest)
		fprintf(stderr, "; did you mean '%s'?", closest);
	fprintf(stderr, "\nTry `mtlspec --help`.\n");
	return EXIT_USAGE;
}

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

static int find_and_run(int argc, char **argv)
{
	static char name[64];
	int result;

	argp_err_exit_status = EXIT_USAGE;
	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_usage(stdout);
		return EXIT_AS_EXPECTED;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts(PROGRAM_NAME " " MTLSPEC_VERSION);
		return EXIT_AS_EXPECTED;
	}
	for (size_t i = 0; commands[i].name; i++) {
		if (strcmp(commands[i].name, argv[1]) == 0) {
			snprintf(name, sizeof(name), PROGRAM_NAME " %s", argv[1]);
			argv[1] = name;
			result = commands[i].run(argc - 1, argv + 1);
			guardian_dismiss();
			return result;
		}
	}
	return reject(argv[1]);
}

int main(int argc, char **argv)
{
	occupy_streams();
	atexit(on_end);
	exit_code = find_and_run(argc, argv);
	return exit_code;
}
