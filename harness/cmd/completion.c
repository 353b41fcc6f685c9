/* mtlspec completion bash|zsh|fish|man */
#include "completion.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "command.h"
#include "file_format.h"
#include "format_page.h"
#include "option.h"
#include "result.h"
#include "scoped.h"

enum { PAGE_MAX = 1024 * 1024 };

static const struct {
	const char *name;
	void (*write)(struct buf *out);
} kinds[] = {
	{"bash", completion_bash},
	{"zsh", completion_zsh},
	{"fish", completion_fish},
	{"man", completion_man},
};

/* "tls|http|both": words in small letters; "NAME|FOLDER" and "N" are no words. */
void completion_value_words(struct buf *words, const struct argp_option *option)
{
	const char *text = option->arg;

	if (!text || !strchr(text, '|'))
		return;
	for (const char *at = text; *at; at++) {
		if (!islower((unsigned char)*at) && !strchr("|-0123456789", *at))
			return;
	}
	for (; *text; text++)
		buf_putc(words, *text == '|' ? ' ' : *text);
}

struct completion_arguments {
	int kind; /* index of kinds; -1: not said */
	const struct file_format *format; /* whose page it is to be; NULL: mtlspec's */
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct completion_arguments *out = state->input;

	if (key == ARGP_KEY_END && out->kind < 0)
		argp_error(state, "bash, zsh, fish or man is wanted");
	if (key != ARGP_KEY_ARG)
		return key == ARGP_KEY_END ? 0 : ARGP_ERR_UNKNOWN;
	if (out->kind >= 0 && kinds[out->kind].write == completion_man && !out->format) {
		out->format = file_format_find(text);
		if (!out->format)
			option_unknown(state, "man", text, "kind of file", file_format_words);
		return 0;
	}
	for (size_t i = 0; out->kind < 0 && i < COUNT_OF(kinds); i++) {
		if (strcmp(kinds[i].name, text) == 0) {
			out->kind = (int)i;
			return 0;
		}
	}
	argp_error(state, "%s: bash, zsh, fish or man is wanted", text);
	return 0;
}

const struct argp *command_completion_argp(void)
{
	static const struct argp argp = {NULL, parse, "bash|zsh|fish|man [TOPIC]",
		"Print the completions of a shell, or the man page; of a kind of file with its TOPIC.\v"
		"  source <(mtlspec completion bash)\n"
		"  mtlspec completion zsh >\"${fpath[1]}/_mtlspec\"\n"
		"  mtlspec completion fish | source\n"
		"  mtlspec completion man | man -l -\n"
		"  mtlspec completion man scenario | man -l -\n",
		NULL, NULL, NULL};

	return &argp;
}

int command_completion(int argc, char **argv)
{
	struct completion_arguments arguments = {.kind = -1};
	SCOPED_BUF text;

	buf_init(&text, PAGE_MAX);
	option_parse(command_completion_argp(), argc, argv, &arguments);
	if (arguments.format)
		format_page_man(&text, arguments.format, MTLSPEC_VERSION);
	else
		kinds[arguments.kind].write(&text);
	fwrite(buf_text(&text), 1, text.len, stdout);
	return EXIT_AS_EXPECTED;
}
