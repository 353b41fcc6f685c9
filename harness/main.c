/* Finds the command, nothing else. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

int main(int argc, char **argv)
{
	static char name[64];
	int exit_code;

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
			exit_code = commands[i].run(argc - 1, argv + 1);
			guardian_dismiss();
			return exit_code;
		}
	}
	return reject(argv[1]);
}
