/* mtlspec fetch: the reference client, for hand use and as a target. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "client_link.h"
#include "command.h"
#include "defect_list.h"
#include "option.h"
#include "reference_client.h"
#include "result.h"

/* It got no answer, or not the one that was asked for: no trouble, but what is to be told. */
enum { EXIT_NO_ANSWER = 1 };

enum {
	KEY_CA = 256,
	KEY_CRL,
	KEY_CERT,
	KEY_KEY,
	KEY_PASSPHRASE,
	KEY_CONNECT,
	KEY_FOLLOW,
	KEY_AGAIN,
	KEY_FIRST,
	KEY_FIRST_INSECURE,
	KEY_FIRST_CERT,
	KEY_FIRST_KEY,
	KEY_TLS_MIN,
	KEY_TLS_MAX,
	KEY_DEFECTS,
};

struct fetch_arguments {
	struct arena arena;
	struct reference_client_options client;
};

static const struct argp_option options[] = {
	{"ca", KEY_CA, "FILE", 0, "CA certificates that the server's must lead to (PEM)", 0},
	{"crl", KEY_CRL, "FILE", 0, "Certificate revocation lists, one for each CA of the chain", 0},
	{"cert", KEY_CERT, "FILE", 0,
		"Client certificate and its intermediates (PEM), for a server that asks", 0},
	{"key", KEY_KEY, "FILE", 0, "Its private key (PEM)", 0},
	{"key-passphrase-file", KEY_PASSPHRASE, "FILE", 0,
		"Whose first line opens that key, if it is encrypted", 0},
	{"connect", KEY_CONNECT, "ADDRESS", 0, "Go there, whatever the name in the URL", 0},
	{"follow", KEY_FOLLOW, NULL, 0,
		"Follow redirects; the certificate is only for the host of the URL", 0},
	{"again", KEY_AGAIN, NULL, 0,
		"Ask again and again, until SIGTERM; SIGHUP: read the files again", 0},
	{"first", KEY_FIRST, "URL", 0,
		"Ask for this before, and keep connection and session for what may have them", 0},
	{"first-insecure", KEY_FIRST_INSECURE, NULL, 0, "Verify nobody there", 0},
	{"first-cert", KEY_FIRST_CERT, "FILE", 0, "Client certificate for that request", 0},
	{"first-key", KEY_FIRST_KEY, "FILE", 0, "Its private key", 0},
	{"tls-min", KEY_TLS_MIN, "VERSION", 0, "Oldest TLS version. Default: 1.2", 0},
	{"tls-max", KEY_TLS_MAX, "VERSION", 0, "Newest TLS version. Default: 1.3", 0},
	{"defects", KEY_DEFECTS, "NAME,...", 0, "Misbehave; see `mtlspec list defects`", 0},
	{0},
};

static void set_client_defects(
	struct fetch_arguments *out, struct argp_state *state, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, ",");
		const char *word = arena_strndup(&out->arena, text, len);
		const struct named_defect *defect = defect_list_find(word);

		if (defect && defect->of_client)
			out->client.tls.defects[defect->index] = true;
		else if (len)
			argp_error(state, "--defects: clients have no '%s'", word);
		text += len + (text[len] == ',');
	}
}

static error_t parse_client_file(int key, const char *text, struct reference_client_options *client)
{
	switch (key) {
	case KEY_CA:
		client->tls.ca_file = text;
		return 0;
	case KEY_CRL:
		client->tls.crl_file = text;
		return 0;
	case KEY_CERT:
		client->request.certificate_file = text;
		return 0;
	case KEY_KEY:
		client->request.key_file = text;
		return 0;
	case KEY_PASSPHRASE:
		client->request.passphrase_file = text;
		return 0;
	case KEY_FIRST_CERT:
		client->first.certificate_file = text;
		return 0;
	case KEY_FIRST_KEY:
		client->first.key_file = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void check_pair(
	const struct reference_request *request, struct argp_state *state, const char *options_named)
{
	if (!request->certificate_file != !request->key_file)
		argp_error(state, "%s: one is of no use without the other", options_named);
}

static void check_url(const struct fetch_arguments *out, struct argp_state *state)
{
	const struct reference_client_options *client = &out->client;

	if (!client->request.url)
		argp_error(state, "which URL?");
	check_pair(&client->request, state, "--cert and --key");
	check_pair(&client->first, state, "--first-cert and --first-key");
	if (client->request.passphrase_file && !client->request.key_file)
		argp_error(state, "--key-passphrase-file: there is no --key to open");
}

static error_t parse_way(int key, char *text, struct argp_state *state)
{
	struct fetch_arguments *out = state->input;

	switch (key) {
	case KEY_CONNECT:
		out->client.connect_to = text;
		return 0;
	case KEY_FOLLOW:
		out->client.follows = true;
		return 0;
	case KEY_AGAIN:
		out->client.again = true;
		return 0;
	case KEY_FIRST:
		out->client.first.url = text;
		return 0;
	case KEY_FIRST_INSECURE:
		out->client.first.insecure = true;
		return 0;
	default:
		return parse_client_file(key, text, &out->client);
	}
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct fetch_arguments *out = state->input;

	switch (key) {
	case KEY_TLS_MIN:
		option_version(&out->client.tls.min_version, state, text);
		return 0;
	case KEY_TLS_MAX:
		option_version(&out->client.tls.max_version, state, text);
		return 0;
	case KEY_DEFECTS:
		set_client_defects(out, state, text);
		return 0;
	case ARGP_KEY_ARG:
		if (out->client.request.url)
			argp_error(state, "%s: one URL is wanted", text);
		out->client.request.url = text;
		return 0;
	case ARGP_KEY_END:
		check_url(out, state);
		return 0;
	default:
		return parse_way(key, text, state);
	}
}

const struct argp *command_fetch_argp(void)
{
	static const struct argp argp = {options, parse, "URL",
		"Ask for an https URL as the reference client does: it verifies chain and name, shows its "
		"certificate to who is verified and asks, and says what the answer was.\v"
		"Exit codes: 0 for an answer of 2xx; 1 for another, or none; 2 usage error.",
		NULL, NULL, NULL};

	return &argp;
}

static void print(bool trouble, const char *what)
{
	fprintf(trouble ? stderr : stdout, trouble ? "mtlspec: %s\n" : "%s\n", what);
	fflush(stdout);
}

int command_fetch(int argc, char **argv)
{
	struct fetch_arguments arguments = {0};
	bool ok;

	arena_init(&arguments.arena);
	arguments.client.tls.min_version = TLS_1_2;
	arguments.client.tls.max_version = TLS_1_3;
	arguments.client.tls.visit = client_link_visit;
	arguments.client.tell = print;
	option_parse(command_fetch_argp(), argc, argv, &arguments);
	ok = reference_client_run(&arguments.client, &arguments.arena);
	arena_finish(&arguments.arena);
	return ok ? EXIT_AS_EXPECTED : EXIT_NO_ANSWER;
}
