/* mtlspec help [COMMAND|TOPIC], mtlspec version: by a word what also --help and --version say, and
 * a page on each kind of file. */
#include "help.h"

#include <argp.h>
#include <string.h>

#include "buf.h"
#include "command.h"
#include "file_format.h"
#include "format_page.h"
#include "option.h"
#include "result.h"
#include "terminal.h"
#include "text.h"

enum { COMMANDS_MAX = 32, PAGE_MAX = 1024 * 1024, TOPIC_MAX = 32 };

/* Where a command has the word, the file's name is the topic. */
static const char *topic(const struct file_format *format)
{
	static char names[FILE_FORMAT_COUNT][TOPIC_MAX];
	char *name = names[format - file_formats];

	snprintf(name, TOPIC_MAX, "%s%s", format->word, help_find(format->word) ? ".yaml" : "");
	return name;
}

void help_usage(FILE *out)
{
	fprintf(out, "Usage: mtlspec COMMAND [OPTION...]\n\nCommands:\n");
	for (size_t i = 0; commands[i].name; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fprintf(out,
		"\n`mtlspec help COMMAND`, `mtlspec COMMAND --help` and -h tell a command's options.\n"
		"`mtlspec help TOPIC` tells a kind of file:");
	for (int i = 0; i < FILE_FORMAT_COUNT; i++)
		fprintf(out, "%s %s", i ? "," : "", topic(&file_formats[i]));
	fprintf(out, ".\n");
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
		argp_error(state, "one command or topic is wanted");
	*word = text;
	return 0;
}

const struct argp *command_help_argp(void)
{
	static const struct argp argp = {NULL, parse_help, "[COMMAND|TOPIC]",
		"Tell which commands there are, the options of one, or what a kind of file may say: "
		"scenario, target, pki.yaml, expected, rules.",
		NULL, NULL, NULL};

	return &argp;
}

static int tell_topic(const struct file_format *format)
{
	SCOPED_BUF text;

	buf_init(&text, PAGE_MAX);
	format_page_text(&text, format, terminal_columns(stdout, 0));
	fwrite(buf_text(&text), 1, text.len, stdout);
	return EXIT_AS_EXPECTED;
}

/* Of a word that is no command. */
static int help_on_file(const char *word)
{
	const struct file_format *format = file_format_find(word);
	const char *topics[FILE_FORMAT_COUNT + 1] = {NULL};
	const char *closest;

	if (format)
		return tell_topic(format);
	for (int i = 0; i < FILE_FORMAT_COUNT; i++)
		topics[i] = topic(&file_formats[i]);
	closest = text_closest(word, topics);
	if (!closest)
		return help_unknown(word);
	fprintf(stderr, "mtlspec: there is no topic '%s'; did you mean '%s'?\n", word, closest);
	return EXIT_USAGE;
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
		return help_on_file(word);
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
