/* The command table and exit codes, nothing else. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "result.h"
#include "scoped.h"
#include "text.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
};

static const struct command commands[] = {
	{"run", command_run, "run scenarios against targets and judge every cell"},
	{"list", command_list, "list scenarios, targets, credentials, modes, defects"},
	{"check", command_check, "check scenario, target and PKI files without running anything"},
	{"pki", command_pki, "write every good and bad certificate to a folder"},
	{"serve", command_serve, "run the reference server or the reference backend by hand"},
	{"report", command_report, "render reports again from event files; merge shards"},
	{"diff", command_diff, "compare two runs"},
	{"baseline", command_baseline, "keep a file of expected failures in order"},
	{"doctor", command_doctor, "look whether a run can be done here, and what it would skip"},
};

static void print_usage(FILE *out)
{
	fprintf(out, "Usage: mtlspec COMMAND [OPTION...]\n\nCommands:\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fprintf(out, "\n`mtlspec COMMAND --help` tells a command's options.\n");
}

static int reject(const char *word)
{
	const char *names[COUNT_OF(commands) + 1] = {NULL};
	const char *closest;

	for (size_t i = 0; i < COUNT_OF(commands); i++)
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
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		if (strcmp(commands[i].name, argv[1]) == 0) {
			snprintf(name, sizeof(name), PROGRAM_NAME " %s", argv[1]);
			argv[1] = name;
			return commands[i].run(argc - 1, argv + 1);
		}
	}
	return reject(argv[1]);
}
