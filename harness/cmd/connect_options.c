#include "connect_options.h"

#include "arena.h"
#include "option_table.h"
#include "request_words.h"
#include "selection.h"
#include "target.h"

enum {
	KEY_SERVER_NAME = 512,
	KEY_HOST,
	KEY_SERVER_CA,
	KEY_FEATURE,
	KEY_PATH,
	KEY_HEADER,
	KEY_ACCEPTED,
	KEY_REFUSED,
};

static const struct argp_option options[] = {
	{"server-name", KEY_SERVER_NAME, "NAME", 0,
		"What it is called: the name to ask for (SNI) and to verify; for clients: what our servers "
		"are called. Default: server.mtlspec.test",
		0},
	{"host", KEY_HOST, "NAME[:PORT]", 0, "The Host header to send. Default: the server name", 0},
	{"server-ca", KEY_SERVER_CA, "FILE", 0,
		"File of CAs that its certificate may come from, beside our own; for a target that keeps "
		"its own certificate",
		0},
	{"path", KEY_PATH, "PATH", 0,
		"What to ask for: a path that only clients with a good certificate may have. Default: one "
		"of our own",
		0},
	{"header", KEY_HEADER, "NAME: VALUE", OPTION_SEVERAL,
		"A header line of every request (repeatable)", 0},
	{"accepted", KEY_ACCEPTED, "ANSWER", OPTION_SEVERAL,
		"What who is let in gets (repeatable): a status (404) or a text of the answer. Default: "
		"what the good client gets",
		0},
	{"refused", KEY_REFUSED, "ANSWER", OPTION_SEVERAL,
		"What who is turned away gets, beside alerts and other 3xx and 4xx (repeatable): a status "
		"or a text",
		0},
	{"feature", KEY_FEATURE, "NAME", OPTION_SEVERAL,
		"It has what scenarios require by this name (repeatable): crl, the revocation lists of its "
		"client CAs; of a client of yours: follows-redirects",
		0},
	{0},
};

static void refuse(struct argp_state *state, const char *option, const char *fault)
{
	if (fault)
		argp_error(state, "%s: %s", option, fault);
}

static error_t parse_request(int key, const char *text, struct argp_state *state)
{
	const struct connect_arguments *arguments = state->input;
	struct arena *arena = arguments->arena;
	struct selection_connect *out = arguments->connect;

	switch (key) {
	case KEY_PATH:
		refuse(state, "--path", request_path_fault(text, arena));
		out->path = text;
		return 0;
	case KEY_HEADER:
		refuse(state, "--header", request_header_fault(text, arena));
		*ARENA_PUSH(arena, out->headers, out->header_count) = text;
		return 0;
	case KEY_ACCEPTED:
		refuse(state, "--accepted", target_answer_word_fault(text, arena));
		*ARENA_PUSH(arena, out->accepted, out->accepted_count) = text;
		return 0;
	case KEY_REFUSED:
		refuse(state, "--refused", target_answer_word_fault(text, arena));
		*ARENA_PUSH(arena, out->refused, out->refused_count) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	const struct connect_arguments *arguments = state->input;
	struct selection_connect *out = arguments->connect;

	switch (key) {
	case KEY_SERVER_NAME:
		if (!target_is_server_name(text))
			argp_error(state, "--server-name %s: neither a DNS name nor an address", text);
		out->server_name = text;
		return 0;
	case KEY_HOST:
		if (!target_is_host(text))
			argp_error(state, "--host %s: it can't be a Host header", text);
		out->host = text;
		return 0;
	case KEY_SERVER_CA:
		if (out->server_ca)
			argp_error(state, "--server-ca twice: put the CAs into one file");
		out->server_ca = text;
		return 0;
	case KEY_FEATURE:
		*ARENA_PUSH(arguments->arena, out->features, out->feature_count) = text;
		return 0;
	default:
		return parse_request(key, text, state);
	}
}

const struct argp connect_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};
