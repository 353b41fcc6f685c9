/* The man page, in man(7). */
#include <ctype.h>
#include <string.h>

#include "buf.h"
#include "command.h"
#include "completion.h"
#include "explain.h"
#include "file_format.h"
#include "format_page.h"
#include "option.h"
#include "result.h"
#include "scoped.h"

static void put_option(void *owner, const struct argp_option *option)
{
	struct buf *out = owner;

	buf_puts(out, ".TP\n");
	if (option->key > ' ' && option->key < 127) {
		buf_printf(out, "\\fB\\-%c\\fR, ", option->key);
	}
	buf_puts(out, "\\fB\\-\\-");
	format_page_troff(out, option->name);
	buf_puts(out, "\\fR");
	if (option->arg) {
		buf_puts(out, option_takes_value(option) ? "=\\fI" : "[=\\fI");
		format_page_troff(out, option->arg);
		buf_puts(out, option_takes_value(option) ? "\\fR" : "\\fR]");
	}
	buf_putc(out, '\n');
	format_page_fill(out, option->doc ? option->doc : "");
	buf_putc(out, '\n');
}

/* argp separates what stands before the options from what stands behind them by a vertical tab. */
static void put_command(struct buf *out, const struct command *command)
{
	const struct argp *argp = command->argp();
	const char *doc = argp->doc ? argp->doc : "";
	size_t before = strcspn(doc, "\v");
	SCOPED_BUF first;

	buf_init(&first, 64 * 1024);
	buf_append(&first, doc, before);
	buf_printf(out, ".SS mtlspec %s [OPTION...]%s", command->name, argp->args_doc ? " " : "");
	for (const char *at = argp->args_doc ? argp->args_doc : ""; *at && *at != '\n'; at++)
		buf_putc(out, *at);
	buf_putc(out, '\n');
	format_page_fill(out, buf_text(&first));
	buf_putc(out, '\n');
	option_visit(argp, put_option, out);
	if (doc[before]) {
		buf_puts(out, ".PP\n.nf\n");
		format_page_troff(out, doc + before + 1);
		buf_puts(out, "\n.fi\n");
	}
}

static void put_exit_codes(struct buf *out)
{
	static const int codes[] = {EXIT_AS_EXPECTED, EXIT_CONFORMANCE, EXIT_USAGE, EXIT_ENVIRONMENT,
		EXIT_NOTHING_SELECTED, EXIT_EXPECTATION_STALE, EXIT_ALL_SKIPPED, EXIT_HUNG_UP,
		EXIT_INTERRUPTED, EXIT_TERMINATED};

	buf_puts(out, ".SH EXIT STATUS\n");
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		struct end_result end = {.exit_code = codes[i]};

		buf_printf(out, ".TP\n.B %d\n%s\n", codes[i],
			codes[i] == EXIT_USAGE ? "Usage or file error; nothing was run" : explain_exit(&end));
	}
}

void completion_man(struct buf *out)
{
	buf_puts(out,
		".TH MTLSPEC 1 \"\" \"mtlspec " MTLSPEC_VERSION "\" \"User Commands\"\n"
		".SH NAME\nmtlspec \\- mutual TLS conformance test harness\n"
		".SH SYNOPSIS\n.B mtlspec\n.I COMMAND\n[\\fIOPTION\\fR...]\n"
		".SH DESCRIPTION\n"
		"Mints every good and bad certificate, launches or connects to a proxy, service\n"
		"or client, sends each of them, and proves for each one whether it got in.\n"
		".SH COMMANDS\n");
	for (const struct command *command = commands; command->name; command++)
		put_command(out, command);
	put_exit_codes(out);
	buf_puts(out,
		".SH ENVIRONMENT\n.TP\n.B MTLSPEC_HOME\nThe folder with scenarios, targets and "
		"ca\\-fixtures/pki.yaml,\ninstead of the one that belongs to the program.\n"
		".TP\n.B MTLSPEC_TARGET, MTLSPEC_REPORT_DIR, ...\nThe options of \\fBmtlspec run\\fR, "
		"in\ncapitals: one value a line, 1 or 0 for what has none. The command line wins.\n"
		".TP\n.B NO_COLOR\nNo colour on a terminal.\n"
		".TP\n.B GITHUB_STEP_SUMMARY\nWith \\fB\\-\\-github\\fR: the file that the Markdown "
		"summary "
		"is appended to.\n"
		".SH FILES\n.TP\n.B mtlspec.yaml\nOptions of \\fBmtlspec run\\fR by their long names,\n"
		"and sets of them under \\fBprofiles\\fR. Variables win over it.\n"
		".SH SEE ALSO\n");
	for (const char *const *word = file_format_words; *word; word++)
		buf_printf(out, "%s.BR mtlspec\\-%s (5)", word == file_format_words ? "" : ",\n", *word);
	buf_putc(out, '\n');
}
