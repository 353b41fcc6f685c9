#include "connect_options.h"

#include "arena.h"
#include "selection.h"
#include "target.h"

enum { KEY_SERVER_NAME = 512, KEY_HOST, KEY_SERVER_CA, KEY_FEATURE };

static const struct argp_option options[] = {
	{"server-name", KEY_SERVER_NAME, "NAME", 0,
		"What it is called: the name to ask for (SNI) and to verify. Default: server.mtlspec.test",
		0},
	{"host", KEY_HOST, "NAME[:PORT]", 0, "The Host header to send. Default: the server name", 0},
	{"server-ca", KEY_SERVER_CA, "FILE", 0,
		"File of CAs that its certificate may come from, beside our own; for a target that keeps "
		"its own certificate",
		0},
	{"feature", KEY_FEATURE, "NAME", 0,
		"It has what scenarios require by this name (repeatable): crl, the revocation lists of its "
		"client CAs",
		0},
	{0},
};

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
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp connect_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};
