/* mtlspec serve: the reference server or the reference backend, for hand use and as a target. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "backend.h"
#include "backend_program.h"
#include "command.h"
#include "http.h"
#include "option.h"
#include "proxy_header.h"
#include "reference_server.h"
#include "result.h"
#include "serve_hosts.h"
#include "text.h"

enum {
	KEY_MODE = 256,
	KEY_LISTEN,
	KEY_BACKEND,
	KEY_CERT,
	KEY_KEY,
	KEY_CLIENT_CA,
	KEY_CRL,
	KEY_DEFECTS,
	KEY_TLS_MIN,
	KEY_TLS_MAX,
	KEY_TICKETS,
	KEY_EARLY_DATA,
	KEY_POST_HANDSHAKE,
	KEY_OCSP,
	KEY_HOST,
	KEY_PROTECT,
};

enum { PATIENCE_MAX_MS = 60000 };

struct serve_arguments {
	struct arena arena;
	const char *what;
	struct reference_options server;
	struct serve_hosts hosts;
};

static const struct argp_option options[] = {
	{"listen", KEY_LISTEN, "ADDRESS:PORT", 0,
		"Where to listen. Default: 127.0.0.1:8443 (server), "
		"127.0.0.1:8080 (backend)",
		0},
	{"mode", KEY_MODE, "MODE", 0, "Client-auth mode. Default: RequireAndVerifyClientCert", 0},
	{"backend", KEY_BACKEND, "ADDRESS:PORT", 0,
		"Forward requests there; without it they are reflected", 0},
	{"cert", KEY_CERT, "FILE", 0, "Server certificate and its intermediates (PEM)", 0},
	{"key", KEY_KEY, "FILE", 0, "Its private key (PEM)", 0},
	{"client-ca", KEY_CLIENT_CA, "FILE", 0, "CA certificates that client certificates lead to", 0},
	{"crl", KEY_CRL, "FILE", 0, "Certificate revocation lists, one for each CA of the chain", 0},
	{"host", KEY_HOST, "NAME,MODE,CA,ADDRESS:PORT", 0,
		"A virtual host with its mode, its clients' CA (empty: that of all) and its backend; a "
		"certificate and a key of its own may follow. Repeatable: then nobody is served under "
		"another name",
		0},
	{"defects", KEY_DEFECTS, "NAME,...", 0, "Misbehave; see `mtlspec list defects`", 0},
	{"tls-min", KEY_TLS_MIN, "VERSION", 0, "Oldest TLS version. Default: 1.2", 0},
	{"tickets", KEY_TICKETS, NULL, 0, "Give session tickets, so that sessions can be resumed", 0},
	{"early-data", KEY_EARLY_DATA, NULL, 0,
		"The same, and take the early data that comes with them", 0},
	{"post-handshake", KEY_POST_HANDSHAKE, NULL, 0,
		"In TLS 1.3, ask for the certificate when the request has come", 0},
	{"ocsp", KEY_OCSP, "MS", 0,
		"Ask the OCSP responder that a client's certificate names, which has as long to answer; "
		"without an answer that counts nobody is let in, and no session is given",
		0},
	{"protect", KEY_PROTECT, "PATH", 0,
		"What is below it is for clients with a verified certificate alone", 0},
	{"tls-max", KEY_TLS_MAX, "VERSION", 0, "Newest TLS version. Default: 1.3", 0},
	{0},
};

static void set_defect(struct serve_arguments *out, struct argp_state *state, const char *word)
{
	enum tls_defect defect = tls_defect_find(word);

	if (defect == DEFECT_COUNT)
		argp_error(state, "--defects: there is no '%s'", word);
	else
		out->server.tls.defects[defect] = true;
}

static void set_defects(struct serve_arguments *out, struct argp_state *state, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, ",");

		if (len)
			set_defect(out, state, arena_strndup(&out->arena, text, len));
		text += len + (text[len] == ',');
	}
}

static void set_what(struct serve_arguments *out, struct argp_state *state, const char *text)
{
	if (out->what || (strcmp(text, "server") != 0 && strcmp(text, "backend") != 0))
		argp_error(state, "%s: either server or backend is wanted", text);
	out->what = text;
}

static error_t parse_file(int key, const char *text, struct tls_server_config *tls)
{
	switch (key) {
	case KEY_CERT:
		tls->certificate_file = text;
		return 0;
	case KEY_KEY:
		tls->key_file = text;
		return 0;
	case KEY_CLIENT_CA:
		tls->client_ca_file = text;
		return 0;
	case KEY_CRL:
		tls->client_crl_file = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* What it does beside what its files say. */
static error_t parse_manner(
	int key, const char *text, struct argp_state *state, struct reference_options *server)
{
	switch (key) {
	case KEY_TICKETS:
		server->tls.tickets = true;
		return 0;
	case KEY_EARLY_DATA:
		server->tls.tickets = server->tls.early_data = true;
		return 0;
	case KEY_POST_HANDSHAKE:
		server->tls.post_handshake = true;
		return 0;
	case KEY_OCSP:
		server->tls.asks_status = true;
		server->status_patience_ms =
			(unsigned)option_number(state, "--ocsp", text, 1, PATIENCE_MAX_MS);
		return 0;
	default:
		return parse_file(key, text, &server->tls);
	}
}

static void end_options(struct serve_arguments *out, struct argp_state *state)
{
	const struct tls_server_config *tls = &out->server.tls;

	serve_hosts_complete(&out->hosts, state, &out->server);
	if (!out->what)
		argp_error(state, "server or backend?");
	else if (out->hosts.count == 0 && strcmp(out->what, "server") == 0 &&
		(!tls->certificate_file || !tls->key_file))
		argp_error(state, "--cert and --key are needed; `mtlspec pki DIR` makes some");
	else if (out->hosts.count == 0 && strcmp(out->what, "server") == 0 &&
		auth_mode_verifies(tls->mode) && !tls->client_ca_file)
		argp_error(state, "--client-ca is needed in this mode");
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct serve_arguments *out = state->input;
	struct reference_options *server = &out->server;

	switch (key) {
	case KEY_LISTEN:
		option_address(&server->host, &server->port, state, &out->arena, "--listen", text);
		return 0;
	case KEY_BACKEND:
		option_address(
			&server->backend_host, &server->backend_port, state, &out->arena, "--backend", text);
		return 0;
	case KEY_MODE:
		if (!auth_mode_parse(&server->tls.mode, text))
			argp_error(state, "--mode %s: no such client-auth mode", text);
		return 0;
	case KEY_HOST:
		serve_hosts_add(&out->hosts, state, &out->arena, text);
		return 0;
	case KEY_DEFECTS:
		set_defects(out, state, text);
		return 0;
	case KEY_PROTECT:
		server->protects = text;
		return 0;
	case KEY_TLS_MIN:
		option_version(&server->tls.min_version, state, text);
		return 0;
	case KEY_TLS_MAX:
		option_version(&server->tls.max_version, state, text);
		return 0;
	case ARGP_KEY_ARG:
		set_what(out, state, text);
		return 0;
	case ARGP_KEY_END:
		end_options(out, state);
		return 0;
	default:
		return parse_manner(key, text, state, server);
	}
}

/* One line for each request: what the target let through, and the PROXY header before it if any.
 * Comes from outside, so it is cleaned. */
static void print_request(void *owner, int number, const char *token,
	const struct http_message *message, const struct proxy_header *proxy)
{
	const char *words[] = {token ? token : "-", message->method, message->target};
	struct arena arena;

	(void)owner;
	(void)number;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		printf("%s%s", i ? " " : "", text_clean_dup(&arena, words[i], strlen(words[i])));
	printf(proxy ? " (PROXY %s)\n" : "\n", proxy ? proxy_header_describe(proxy, &arena) : "");
	fflush(stdout);
	arena_finish(&arena);
}

/* Target files look for these words. */
static void print_reloaded(const char *why)
{
	if (why)
		fprintf(stderr, "mtlspec: not reloaded: %s\n", why);
	else
		fprintf(stderr, "mtlspec: reloaded\n");
}

static bool serve_backend(struct serve_arguments *arguments, const char **why)
{
	const struct backend_options backend = {
		.host = arguments->server.host, .port = arguments->server.port, .request = print_request};

	return backend_program_run(&backend, &arguments->arena, why);
}

const struct argp *command_serve_argp(void)
{
	static const struct argp argp = {options, parse, "server|backend",
		"Run the reference server (TLS, any client-auth mode) or the reference backend (plain "
		"HTTP, "
		"reflects what it receives and prints a line for each request: the cell's token, method, "
		"path) "
		"until Ctrl-C.",
		NULL, NULL, NULL};

	return &argp;
}

int command_serve(int argc, char **argv)
{
	struct serve_arguments arguments = {0};
	const char *why = NULL;
	bool ok;

	arena_init(&arguments.arena);
	arguments.server.tls.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
	arguments.server.tls.min_version = TLS_1_2;
	arguments.server.tls.max_version = TLS_1_3;
	arguments.server.reloaded = print_reloaded;
	option_parse(command_serve_argp(), argc, argv, &arguments);
	if (!arguments.server.host) {
		arguments.server.host = "127.0.0.1";
		arguments.server.port = strcmp(arguments.what, "server") == 0 ? 8443 : 8080;
	}
	ok = strcmp(arguments.what, "server") == 0
		? reference_server_run(&arguments.server, &arguments.arena, &why)
		: serve_backend(&arguments, &why);
	if (!ok)
		fprintf(stderr, "mtlspec: %s\n", why);
	arena_finish(&arguments.arena);
	return ok ? EXIT_AS_EXPECTED : EXIT_ENVIRONMENT;
}
