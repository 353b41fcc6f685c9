#include "option.h"

#include <errno.h>
#include <stdlib.h>

#include "arena.h"
#include "buf.h"
#include "target.h"
#include "text.h"

enum { GUESS_MAX = 4096 };

void option_address(const char **host, int *port, struct argp_state *state, struct arena *arena,
	const char *option, const char *text)
{
	const char *why = NULL;

	if (!target_parse_address(host, port, &why, arena, text))
		argp_error(state, "%s %s: %s", option, text, why);
}

void option_unknown(struct argp_state *state, const char *option, const char *text,
	const char *kind, const char *const *words)
{
	SCOPED_BUF guess;

	buf_init(&guess, GUESS_MAX);
	text_guess(&guess, text, words);
	argp_error(state, "%s %s: no such %s%s%s%s", option, text, kind,
		guess.len ? "; did you mean " : "", buf_text(&guess), guess.len ? "?" : "");
}

long option_number(
	struct argp_state *state, const char *option, const char *text, long min, long max)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(text, &end, 10);
	if (errno || end == text || *end || number < min || number > max)
		argp_error(state, "%s %s: a number from %ld to %ld is wanted", option, text, min, max);
	return number;
}

void option_version(enum tls_version *out, struct argp_state *state, const char *text)
{
	if (!tls_version_parse(out, text))
		argp_error(state, "%s: a TLS version such as 1.2 is wanted", text);
}
