/* mtlspec schema: what editors need to know of our files. */
#include <argp.h>
#include <stdio.h>

#include "buf.h"
#include "command.h"
#include "file_format.h"
#include "format_json.h"
#include "option.h"
#include "result.h"

enum { TEXT_MAX = 1024 * 1024 };

static error_t parse(int key, char *text, struct argp_state *state)
{
	const struct file_format **format = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (*format)
		argp_error(state, "one kind of file is wanted");
	*format = file_format_find(text);
	if (!*format)
		option_unknown(state, "schema", text, "kind of file", file_format_words);
	return 0;
}

const struct argp *command_schema_argp(void)
{
	static const struct argp argp = {NULL, parse, "[scenario|pki|target|expected|rules]",
		"Print the JSON Schema (draft 07) of a kind of file, for editors: they complete keys, show "
		"what they mean, and mark what is wrong. Without a word: which kinds there are.\v"
		"  mtlspec schema scenario >scenario.schema.json\n"
		"and as the first line of a file:\n"
		"  # yaml-language-server: $schema=scenario.schema.json\n",
		NULL, NULL, NULL};

	return &argp;
}

int command_schema(int argc, char **argv)
{
	const struct file_format *format = NULL;
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	option_parse(command_schema_argp(), argc, argv, &format);
	if (format)
		format_json(&text, format);
	for (int i = 0; !format && i < FILE_FORMAT_COUNT; i++)
		buf_printf(&text, "%-10s %s\n", file_formats[i].word, file_formats[i].title);
	fwrite(buf_text(&text), 1, text.len, stdout);
	return EXIT_AS_EXPECTED;
}
