/* mtlspec help [COMMAND], mtlspec version: by a word what also --help and --version say. */
#include "help.h"

#include <argp.h>
#include <string.h>

#include "command.h"
#include "option.h"
#include "result.h"
#include "text.h"

enum { COMMANDS_MAX = 32 };

void help_usage(FILE *out)
{
	fprintf(out, "Usage: mtlspec COMMAND [OPTION...]\n\nCommands:\n");
	for (size_t i = 0; commands[i].name; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fprintf(out,
		"\n`mtlspec help COMMAND`, `mtlspec COMMAND --help` and -h tell a command's options.\n");
}

int help_unknown(const char *word)
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

const struct command *help_find(const char *name)
{
	for (size_t i = 0; commands[i].name; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

static error_t parse_help(int key, char *text, struct argp_state *state)
{
	const char **word = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (*word)
		argp_error(state, "one command is wanted");
	*word = text;
	return 0;
}

const struct argp *command_help_argp(void)
{
	static const struct argp argp = {NULL, parse_help, "[COMMAND]",
		"Tell which commands there are, or the options of one.", NULL, NULL, NULL};

	return &argp;
}

int command_help(int argc, char **argv)
{
	static char name[64];
	static char option[] = "--help";
	const struct command *command;
	const char *word = NULL;

	option_parse(command_help_argp(), argc, argv, &word);
	if (!word) {
		help_usage(stdout);
		return EXIT_AS_EXPECTED;
	}
	command = help_find(word);
	if (!command)
		return help_unknown(word);
	snprintf(name, sizeof(name), PROGRAM_NAME " %s", word);
	return command->run(2, (char *[]){name, option, NULL});
}

const struct argp *command_version_argp(void)
{
	static const struct argp argp = {NULL, NULL, NULL, "Tell the version.", NULL, NULL, NULL};

	return &argp;
}

int command_version(int argc, char **argv)
{
	option_parse(command_version_argp(), argc, argv, NULL);
	puts(PROGRAM_NAME " " MTLSPEC_VERSION);
	return EXIT_AS_EXPECTED;
}
