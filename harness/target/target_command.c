/* A client target from a command line. */
#include <ctype.h>
#include <signal.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "target_parts.h"
#include "text.h"

enum { WORD_MAX = 64 * 1024 };

static const struct place on_command_line = {NULL, 0, 0};

/* Appends one character of the word and steps on; `quote` is ', " or 0. False at the word's end. */
static bool take_character(struct buf *word, const char **at, char *quote)
{
	char c = **at;

	if (!c || (!*quote && isspace((unsigned char)c)))
		return false;
	(*at)++;
	if (*quote && c == *quote) {
		*quote = '\0';
		return true;
	}
	if (!*quote && (c == '\'' || c == '"')) {
		*quote = c;
		return true;
	}
	/* within double quotes a backslash stands before " and \ only (POSIX shell, 2.2.3) */
	if (c == '\\' && **at && (!*quote || (*quote == '"' && strchr("\"\\", **at))))
		c = *(*at)++;
	buf_putc(word, c);
	return true;
}

/* Splits into words; false and a diagnostic if a quote is open. */
static bool split(
	struct text_list *out, const char *command, struct arena *arena, struct diag *diag)
{
	for (const char *at = command;;) {
		SCOPED_BUF word;
		char quote = '\0';

		buf_init(&word, WORD_MAX);
		while (isspace((unsigned char)*at))
			at++;
		if (!*at)
			return true;
		while (take_character(&word, &at, &quote))
			;
		if (quote) {
			diag_error(
				diag, on_command_line, "--client '%s': a quote (%c) is open", command, quote);
			return false;
		}
		text_list_add(out, arena_strdup(arena, buf_text(&word)), on_command_line, arena);
	}
}

/* The program's base name, in the letters that a target's name may have. */
static const char *name_of_program(struct arena *arena, const char *program)
{
	const char *slash = strrchr(program, '/');
	char *name = arena_strdup(arena, slash ? slash + 1 : program);

	for (char *c = name; *c; c++) {
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			*c = '-';
	}
	return *name ? name : "client";
}

static void lead_to_us(struct target *target, struct arena *arena)
{
	static struct pair variables[] = {
		{"https_proxy", "${connect_proxy}", {NULL, 0, 0}},
		{"HTTPS_PROXY", "${connect_proxy}", {NULL, 0, 0}},
		{"no_proxy", "", {NULL, 0, 0}},
		{"NO_PROXY", "", {NULL, 0, 0}},
	};

	target->environment.items = arena_memdup(arena, variables, sizeof(variables));
	target->environment.count = COUNT_OF(variables);
}

struct target *target_from_command(struct arena *arena, struct diag *diag, const char *command)
{
	struct target *target = ARENA_NEW(arena, struct target);
	struct target_client *client = &target->client;
	size_t errors = diag->count + diag->dropped;
	struct text_list words = {0};

	if (!split(&words, command, arena, diag))
		return NULL;
	if (!words.count) {
		diag_error(diag, on_command_line, "--client: the command is empty");
		return NULL;
	}
	target->command = target->asked_as = arena_strdup(arena, command);
	target->name = name_of_program(arena, words.items[0]);
	target->title = target->name;
	target->folder = ".";
	target->program = words.items[0];
	target->program_path = target_find_program(arena, target->program, target->folder);
	target->stop_signal = SIGTERM;
	target->sides[SIDE_CLIENT] = client->given = true;
	client->kind = CLIENT_PROGRAM;
	client->success[0] = true;
	client->args = ARENA_NEW(arena, struct target_arguments);
	client->args_count = 1;
	client->args[0].args = (struct text_list){words.items + 1, words.places + 1, words.count - 1};
	if (text_list_holds(&words, "${client_cert}") || text_list_holds(&words, "${client_both}") ||
		text_list_holds(&words, "${client_p12}"))
		client->cannot[NEED_NO_CLIENT_CERTIFICATE] = "the command always names a certificate";
	else
		client->cannot[NEED_CLIENT_CERTIFICATE] =
			"the command uses none of ${client_cert}, ${client_both} and ${client_p12}";
	client->asks_for_one_name =
		!text_list_holds(&words, "${name}") && !text_list_holds(&words, "${url}");
	if (text_list_holds(&words, "${server_crl}")) {
		target->features = ARENA_NEW(arena, struct target_feature);
		target->features->name = "crl";
		target->feature_count = 1;
	}
	if (!text_list_holds(&words, "${connect_proxy}") && !text_list_holds(&words, "${tls_proxy}") &&
		!text_list_holds(&words, "${host}"))
		lead_to_us(target, arena);
	if (!text_list_holds(&words, "${url}") && !text_list_holds(&words, "${port}"))
		diag_error(diag, on_command_line,
			"--client '%s': with neither ${url} nor ${port} it can't find our server", command);
	if (!target->program_path)
		diag_error(diag, on_command_line, "--client: there is no program '%s'", target->program);
	target_check(target, arena, diag);
	return diag->count + diag->dropped == errors ? target : NULL;
}
