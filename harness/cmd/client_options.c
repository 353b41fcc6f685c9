#include "client_options.h"

#include "arena.h"
#include "option_table.h"
#include "selection.h"

enum {
	KEY_CLIENT = 768,
	KEY_ANSWER,
	KEY_SUCCESS,
};

static const struct argp_option options[] = {
	{"client", KEY_CLIENT, "COMMAND", OPTION_SEVERAL,
		"A client program of yours, with ${url} ${server_ca} ${client_cert} ${client_key} "
		"${client_both} ${client_p12} ${client_encrypted_key} ${passphrase} "
		"${host} ${port} ${name} where they belong; may be given "
		"several times",
		0},
	{"answer", KEY_ANSWER, "NAME|STATUS|@FILE", 0,
		"What our server answers it: git-info-refs, prometheus, registry (/v2/), otlp, json, "
		"empty (204), a status alone, or a file. Default: 200 with a line of text",
		0},
	{"success", KEY_SUCCESS, "STATUS|TEXT|wire", OPTION_SEVERAL,
		"What means that it got its answer (repeatable): an exit status, \"says TEXT\": "
		"that is in its output, or wire: it tells nothing, and the answer was taken. Default: 0",
		0},
	{0},
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	const struct client_arguments *arguments = state->input;
	struct selection_client *out = arguments->client;

	switch (key) {
	case KEY_CLIENT:
		*ARENA_PUSH(arguments->arena, out->commands, out->command_count) = text;
		return 0;
	case KEY_ANSWER:
		if (out->answer)
			argp_error(state, "--answer twice: which?");
		out->answer = text;
		return 0;
	case KEY_SUCCESS:
		*ARENA_PUSH(arguments->arena, out->success, out->success_count) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp client_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};
