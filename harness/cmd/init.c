/* mtlspec init HOST:PORT: looks at a server and writes a project's file about it. */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "client_socket.h"
#include "command.h"
#include "home.h"
#include "init_draft.h"
#include "option.h"
#include "result.h"
#include "target.h"

#define ROOT_FILE "mtlspec-server-ca.pem"

enum { KEY_OUTPUT = 256, KEY_SERVER_NAME, TEXT_MAX = 256 * 1024 };

struct init_arguments {
	struct arena arena;
	const char *target;
	const char *host;
	int port;
	const char *server_name; /* or NULL */
	const char *output;
};

static const struct argp_option options[] = {
	{"output", KEY_OUTPUT, "FILE", 0,
		"Write this file, which must not be there; - for standard output. Default: " PROJECT_FILE,
		0},
	{"server-name", KEY_SERVER_NAME, "NAME", 0,
		"The name to ask for (SNI, Host) and to verify. Default: the host", 0},
	{0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct init_arguments *out = state->input;

	switch (key) {
	case KEY_OUTPUT:
		out->output = text;
		return 0;
	case KEY_SERVER_NAME:
		if (!target_is_server_name(text))
			argp_error(state, "--server-name %s: neither a DNS name nor an address", text);
		out->server_name = text;
		return 0;
	case ARGP_KEY_ARG:
		if (out->target)
			argp_error(state, "%s: one HOST:PORT is wanted", text);
		option_address(&out->host, &out->port, state, &out->arena, "init", text);
		out->target = text;
		return 0;
	case ARGP_KEY_END:
		if (!out->target)
			argp_error(state, "which HOST:PORT?");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp *command_init_argp(void)
{
	static const struct argp argp = {options, parse, "HOST:PORT",
		"Look at a server as a client without a certificate (TLS versions, what it asks for, its "
		"names and authorities, ALPN) and write " PROJECT_FILE
		" for it, with comments: `mtlspec run` in that folder then tests it. If it sends a root of "
		"its own, that is kept beside in " ROOT_FILE ". No file is overwritten.\v"
		"Exit codes: 0 the file is written, 2 usage error, or the file is there already, 3 there "
		"is no TLS server.",
		NULL, NULL, NULL};

	return &argp;
}

static int refuse(const char *what, const char *why, int exit_code)
{
	fprintf(stderr, "mtlspec: %s: %s\n", what, why);
	return exit_code;
}

/* False where nobody listens, and `why`. */
static bool look(struct server_look *out, struct init_arguments *arguments,
	const struct server_look_wish *wish, const char **why)
{
	int fd = client_socket_connect(arguments->host, arguments->port, &arguments->arena, why);

	if (fd < 0)
		return false;
	server_look(out, fd, wish, &arguments->arena);
	close(fd);
	return true;
}

static bool look_all(struct init_findings *out, struct init_arguments *arguments, const char **why)
{
	struct server_look_wish wish = {.name = out->name};
	struct server_look other;

	for (int version = TLS_1_2; version <= TLS_1_3; version++) {
		wish.version = (enum tls_version)version;
		if (!look(&out->looks[version], arguments, &wish, why))
			return false;
	}
	if (!init_best_look(out)) {
		*why = arena_printf(
			&arguments->arena, "%s: it speaks neither TLS 1.2 nor 1.3", arguments->target);
		return false;
	}
	wish.version = out->looks[TLS_1_3].speaks ? TLS_1_3 : TLS_1_2;
	wish.offers_alpn = true;
	if (look(&other, arguments, &wish, why))
		out->alpn = other.alpn;
	return true;
}

/* The whole of a new file; EXIT_AS_EXPECTED, or why not. */
static int write_new(const char *path, const char *text)
{
	size_t len = strlen(text);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	bool ok;

	if (fd < 0)
		return refuse(path,
			errno == EEXIST ? "is there already, and not overwritten" : strerror(errno),
			command_unwritten(errno));
	ok = write(fd, text, len) == (ssize_t)len;
	ok = close(fd) == 0 && ok;
	return ok ? EXIT_AS_EXPECTED : refuse(path, "could not be written", EXIT_ENVIRONMENT);
}

/* Beside the file that names it. */
static const char *root_path(struct init_arguments *arguments)
{
	const char *slash = strrchr(arguments->output, '/');

	return arena_printf(&arguments->arena, "%.*s" ROOT_FILE,
		slash ? (int)(slash + 1 - arguments->output) : 0, arguments->output);
}

static int write_findings(struct init_findings *findings, struct init_arguments *arguments)
{
	const struct server_look *best = init_best_look(findings);
	bool keeps_root = best->root && !best->bundle && access(root_path(arguments), F_OK) != 0;
	int exit_code;
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	if (strcmp(arguments->output, "-") != 0 && keeps_root)
		findings->root_file = ROOT_FILE;
	init_draft(&text, findings);
	if (strcmp(arguments->output, "-") == 0) {
		fwrite(buf_text(&text), 1, text.len, stdout);
		return EXIT_AS_EXPECTED;
	}
	exit_code = write_new(arguments->output, buf_text(&text));
	if (!exit_code && findings->root_file)
		exit_code = write_new(root_path(arguments), best->root);
	if (!exit_code)
		fprintf(stderr, "mtlspec: %s is written; look at it, then: mtlspec run%s%s\n",
			arguments->output, strcmp(arguments->output, PROJECT_FILE) == 0 ? "" : " --project ",
			strcmp(arguments->output, PROJECT_FILE) == 0 ? "" : arguments->output);
	return exit_code;
}

int command_init(int argc, char **argv)
{
	struct init_arguments arguments = {.output = PROJECT_FILE};
	struct init_findings findings = {0};
	const char *why = NULL;
	int exit_code;

	arena_init(&arguments.arena);
	option_parse(command_init_argp(), argc, argv, &arguments);
	signal(SIGPIPE, SIG_IGN);
	findings.target = arguments.target;
	findings.name = arguments.server_name ? arguments.server_name : arguments.host;
	if (strcmp(arguments.output, "-") != 0 && access(arguments.output, F_OK) == 0)
		exit_code = refuse(arguments.output, "is there already, and not overwritten", EXIT_USAGE);
	else if (!look_all(&findings, &arguments, &why))
		exit_code = refuse("nothing to look at", why, EXIT_ENVIRONMENT);
	else
		exit_code = write_findings(&findings, &arguments);
	arena_finish(&arguments.arena);
	return exit_code;
}
