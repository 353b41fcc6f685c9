/* Completions: command, then options, then their values. */
#include <ctype.h>
#include <string.h>

#include "buf.h"
#include "command.h"
#include "completion.h"
#include "option.h"

enum { WORDS_MAX = 4096 };

/* What a value is, by the word that stands for it in --help. */
enum value_kind {
	VALUE_NONE,
	VALUE_WORDS,
	VALUE_FILE,
	VALUE_FOLDER,
	VALUE_MODE,
	VALUE_TARGET,
	VALUE_OTHER
};

static enum value_kind value_kind(const struct argp_option *option, struct buf *words)
{
	if (!option_takes_value(option))
		return VALUE_NONE;
	completion_value_words(words, option);
	if (words->len)
		return VALUE_WORDS;
	if (strcmp(option->name, "target") == 0)
		return VALUE_TARGET;
	if (strcmp(option->arg, "MODE") == 0)
		return VALUE_MODE;
	if (strcmp(option->arg, "DIR") == 0)
		return VALUE_FOLDER;
	if (strstr(option->arg, "FILE") || strcmp(option->arg, "EVENTS") == 0)
		return VALUE_FILE;
	return VALUE_OTHER;
}

static void bash_option(void *owner, const struct argp_option *option)
{
	buf_printf(owner, " --%s", option->name);
}

static void bash_value(void *owner, const struct argp_option *option)
{
	struct buf *out = owner;
	SCOPED_BUF words;

	buf_init(&words, WORDS_MAX);
	switch (value_kind(option, &words)) {
	case VALUE_WORDS:
		buf_printf(out, "\t\t%s:--%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")) ; return ;;\n",
			"*", option->name, buf_text(&words));
		break;
	case VALUE_FOLDER:
		buf_printf(
			out, "\t\t*:--%s) COMPREPLY=($(compgen -d -- \"$word\")) ; return ;;\n", option->name);
		break;
	case VALUE_MODE:
		buf_printf(out,
			"\t\t*:--%s) COMPREPLY=($(compgen -W \"$(mtlspec list modes)\" -- \"$word\")) ; return "
			";;\n",
			option->name);
		break;
	case VALUE_TARGET:
		buf_printf(out,
			"\t\t*:--%s) COMPREPLY=($(compgen -d -W \"$(mtlspec list targets | cut -d' ' -f1)\" -- "
			"\"$word\")) ; return ;;\n",
			option->name);
		break;
	case VALUE_FILE:
	case VALUE_OTHER:
		buf_printf(
			out, "\t\t*:--%s) COMPREPLY=($(compgen -f -- \"$word\")) ; return ;;\n", option->name);
		break;
	case VALUE_NONE:
		break;
	}
}

void completion_bash(struct buf *out)
{
	buf_puts(out,
		"# bash completion for mtlspec\n_mtlspec() {\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
		"\tlocal command=${COMP_WORDS[1]} options words\n"
		"\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\tCOMPREPLY=($(compgen -W '");
	for (const struct command *command = commands; command->name; command++)
		buf_printf(out, "%s ", command->name);
	buf_puts(out, "--help --version' -- \"$word\"))\n\t\treturn\n\tfi\n\tcase $command in\n");
	for (const struct command *command = commands; command->name; command++) {
		buf_printf(out, "\t%s)\n\t\tcase x:$before in\n", command->name);
		option_visit(command->argp(), bash_value, out);
		buf_puts(out, "\t\tesac\n\t\toptions='--help");
		option_visit(command->argp(), bash_option, out);
		buf_printf(out, "'\n\t\twords='%s'\n\t\t;;\n", command->words ? command->words : "");
	}
	buf_puts(out,
		"\tesac\n\tcase $word in\n"
		"\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
		"\t*) COMPREPLY=($(compgen -f -W \"$words\" -- \"$word\")) ;;\n"
		"\tesac\n}\ncomplete -o filenames -F _mtlspec mtlspec\n");
}

/* In a zsh specification brackets and colons mean something. */
static void put_zsh(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("[]:\\", *text))
			buf_putc(out, '\\');
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *text);
	}
}

static void zsh_option(void *owner, const struct argp_option *option)
{
	static const char *const actions[] = {
		[VALUE_FILE] = "_files",
		[VALUE_FOLDER] = "_files -/",
		[VALUE_MODE] = "($(mtlspec list modes))",
		[VALUE_TARGET] = "($(mtlspec list targets | cut -d\" \" -f1))",
		[VALUE_OTHER] = "",
	};
	struct buf *out = owner;
	enum value_kind kind;
	SCOPED_BUF words;

	buf_init(&words, WORDS_MAX);
	kind = value_kind(option, &words);
	buf_printf(out, "\t\t\t'*--%s%s[", option->name, option_takes_value(option) ? "=" : "");
	put_zsh(out, option->doc ? option->doc : "");
	buf_putc(out, ']');
	if (option_takes_value(option)) {
		buf_putc(out, ':');
		put_zsh(out, option->arg);
		buf_putc(out, ':');
	}
	if (kind == VALUE_WORDS)
		buf_printf(out, "(%s)", buf_text(&words));
	else if (kind != VALUE_NONE)
		buf_puts(out, actions[kind]);
	buf_puts(out, "' \\\n");
}

void completion_zsh(struct buf *out)
{
	buf_puts(out, "#compdef mtlspec\n_mtlspec() {\n\tlocal -a names\n\tnames=(\n");
	for (const struct command *command = commands; command->name; command++) {
		buf_printf(out, "\t\t'%s:", command->name);
		put_zsh(out, command->summary);
		buf_puts(out, "'\n");
	}
	buf_puts(out,
		"\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe command names\n\t\treturn\n\tfi\n"
		"\tshift words\n\t(( CURRENT-- ))\n\tcase $words[1] in\n");
	for (const struct command *command = commands; command->name; command++) {
		buf_printf(out, "\t%s)\n\t\t_arguments \\\n", command->name);
		option_visit(command->argp(), zsh_option, out);
		if (command->words)
			buf_printf(out, "\t\t\t'1:word:(%s)' \\\n", command->words);
		buf_puts(out, "\t\t\t'*:file:_files'\n\t\t;;\n");
	}
	buf_puts(out, "\tesac\n}\n_mtlspec \"$@\"\n");
}

struct fish {
	struct buf *out;
	const char *command;
};

/* fish knows two escapes within single quotes. */
static void put_fish(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("'\\", *text))
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

static void fish_option(void *owner, const struct argp_option *option)
{
	static const char *const actions[] = {
		[VALUE_FILE] = " -rF",
		[VALUE_FOLDER] = " -xa '(__fish_complete_directories)'",
		[VALUE_MODE] = " -xa '(mtlspec list modes)'",
		[VALUE_TARGET] = " -ra '(mtlspec list targets | cut -d\" \" -f1)'",
		[VALUE_OTHER] = " -x",
		[VALUE_NONE] = "",
	};
	struct fish *fish = owner;
	enum value_kind kind;
	SCOPED_BUF words;

	buf_init(&words, WORDS_MAX);
	kind = value_kind(option, &words);
	buf_printf(fish->out, "complete -c mtlspec -n '__fish_seen_subcommand_from %s' -l %s",
		fish->command, option->name);
	if (option->key > ' ' && option->key < 127)
		buf_printf(fish->out, " -s %c", option->key);
	if (kind == VALUE_WORDS)
		buf_printf(fish->out, " -xa '%s'", buf_text(&words));
	else
		buf_puts(fish->out, actions[kind]);
	buf_puts(fish->out, " -d '");
	put_fish(fish->out, option->doc ? option->doc : "");
	buf_puts(fish->out, "'\n");
}

void completion_fish(struct buf *out)
{
	buf_puts(out, "# fish completion for mtlspec\n");
	for (const struct command *command = commands; command->name; command++) {
		struct fish fish = {out, command->name};

		buf_printf(out, "complete -c mtlspec -n __fish_use_subcommand -a %s -d '", command->name);
		put_fish(out, command->summary);
		buf_puts(out, "'\n");
		if (command->words)
			buf_printf(out, "complete -c mtlspec -n '__fish_seen_subcommand_from %s' -a '%s'\n",
				command->name, command->words);
		option_visit(command->argp(), fish_option, &fish);
	}
}
