/*
 * hostile_peer PORT PKI MANNER [bad]: a TLS server of bad manners, for tests of what they cost us.
 * hostile_peer client PORT: a TLS client that makes new keys for ever.
 *
 * Listens on 127.0.0.1. Takes any certificate; with `bad` a client whose certificate leads to the
 * CA in PKI/client-ca.pem is served well, and so controls are. One process for each connection,
 * which ends with it or with the parent.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 16 * 1024, LIFE_S = 120 };

static bool put(SSL *ssl, const char *text)
{
	return SSL_write(ssl, text, (int)strlen(text)) > 0;
}

static void put_for_ever(SSL *ssl, const char *head, const char *text)
{
	for (bool open = put(ssl, head); open;)
		open = put(ssl, text);
}

static const char *much(void)
{
	static char text[PIECE + 1];

	memset(text, 'A', PIECE);
	return text;
}

static void reset(SSL *ssl)
{
	struct linger now = {.l_onoff = 1};

	setsockopt(SSL_get_fd(ssl), SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(SSL_get_fd(ssl));
	_exit(0);
}

static void stay(void)
{
	for (;;)
		pause();
}

#define OK "HTTP/1.1 200 OK\r\n"
#define NO "HTTP/1.1 403 No\r\n"
#define INTERIM "HTTP/1.1 100 Continue\r\n\r\n"
#define EMPTY "Content-Length: 0\r\n\r\n"
#define HUGE "Content-Length: 1073741824\r\n\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"

static void new_keys(SSL *ssl)
{
	while (SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED) == 1 && SSL_do_handshake(ssl) == 1)
		;
}

/* The client answers each of them. */
static void asked_keys(SSL *ssl)
{
	while (SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(ssl) == 1)
		;
}

static void tickets(SSL *ssl)
{
	while (SSL_new_session_ticket(ssl) == 1 && SSL_do_handshake(ssl) == 1)
		;
}

/* TLS 1.2: HelloRequests. */
static void renegotiation(SSL *ssl)
{
	while (SSL_renegotiate(ssl) == 1 && SSL_do_handshake(ssl) == 1)
		;
	stay();
}

static void endless_head(SSL *ssl)
{
	put_for_ever(ssl, OK, "X-A: bbbbbbbbbbbbbbbbbbbbbbbb\r\n");
}

static void endless_line(SSL *ssl)
{
	put_for_ever(ssl, OK "X-A: ", much());
}

static void endless_interim(SSL *ssl)
{
	put_for_ever(ssl, INTERIM, INTERIM);
}

static void endless_body(SSL *ssl)
{
	put_for_ever(ssl, OK "\r\n", much());
}

static void endless_refusal(SSL *ssl)
{
	put_for_ever(ssl, NO "\r\n", much());
}

static void huge_body(SSL *ssl)
{
	put_for_ever(ssl, OK HUGE, much());
}

static void small_chunks(SSL *ssl)
{
	put_for_ever(ssl, OK CHUNKED, "1\r\nA\r\n");
}

static void no_chunk(SSL *ssl)
{
	put(ssl, OK CHUNKED "-1\r\nabc\r\n");
	stay();
}

static void hanging_body(SSL *ssl)
{
	put(ssl, OK "Content-Length: 10\r\n\r\nabc");
	stay();
}

static void cut_body(SSL *ssl)
{
	put(ssl, OK "Content-Length: 10\r\n\r\nabc");
	SSL_shutdown(ssl);
}

static void cut_refusal(SSL *ssl)
{
	put(ssl, NO "Content-Length: 10\r\n\r\nabc");
	SSL_shutdown(ssl);
}

static void answer_and_reset(SSL *ssl)
{
	put(ssl, OK EMPTY);
	reset(ssl);
}

static void refusal_and_reset(SSL *ssl)
{
	put(ssl, NO EMPTY);
	reset(ssl);
}

static void cut_head(SSL *ssl)
{
	put(ssl, OK "Content-Le");
	reset(ssl);
}

/* Ended by close_notify alone; ours is waited for (RFC 5246 section 7.2.1). */
static void notify_and_wait(SSL *ssl)
{
	char byte;

	put(ssl, "HTTP/1.0 200 OK\r\n\r\nhello\n");
	SSL_shutdown(ssl);
	while (SSL_read(ssl, &byte, 1) > 0)
		;
	if (!(SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN))
		stay();
}

static void head_and_silence(SSL *ssl)
{
	put(ssl, "HTTP/1.1 20");
	stay();
}

static void silence(SSL *ssl)
{
	(void)ssl;
	stay();
}

static void not_http(SSL *ssl)
{
	put(ssl, "<html>hello</html>");
	SSL_shutdown(ssl);
}

static const struct {
	const char *name;
	void (*act)(SSL *ssl); /* once the request has come */
} manners[] = {
	{"new-keys", new_keys},
	{"asked-keys", asked_keys},
	{"tickets", tickets},
	{"renegotiation", renegotiation},
	{"endless-head", endless_head},
	{"endless-line", endless_line},
	{"endless-interim", endless_interim},
	{"endless-body", endless_body},
	{"endless-refusal", endless_refusal},
	{"huge-body", huge_body},
	{"small-chunks", small_chunks},
	{"no-chunk", no_chunk},
	{"hanging-body", hanging_body},
	{"cut-body", cut_body},
	{"cut-refusal", cut_refusal},
	{"cut-head", cut_head},
	{"answer-and-reset", answer_and_reset},
	{"refusal-and-reset", refusal_and_reset},
	{"notify-and-wait", notify_and_wait},
	{"head-and-silence", head_and_silence},
	{"silence", silence},
	{"not-http", not_http},
};

static int take_any(int ok, X509_STORE_CTX *store)
{
	(void)ok;
	(void)store;
	return 1;
}

static SSL_CTX *server_context(const char *pki)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	char path[3][512];

	snprintf(path[0], sizeof(path[0]), "%s/server.pem", pki);
	snprintf(path[1], sizeof(path[1]), "%s/server.key", pki);
	snprintf(path[2], sizeof(path[2]), "%s/client-ca.pem", pki);
	if (!ctx || SSL_CTX_use_certificate_chain_file(ctx, path[0]) != 1 ||
		SSL_CTX_use_PrivateKey_file(ctx, path[1], SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_load_verify_locations(ctx, path[2], NULL) != 1)
		return NULL;
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, take_any);
	SSL_CTX_set_client_CA_list(ctx, SSL_load_client_CA_file(path[2]));
	SSL_CTX_set_options(ctx, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"hostile", 7);
	return ctx;
}

static bool read_request(SSL *ssl)
{
	char request[PIECE] = "";
	size_t len = 0;

	while (len < sizeof(request) - 1 && !strstr(request, "\r\n\r\n")) {
		int got = SSL_read(ssl, request + len, (int)(sizeof(request) - 1 - len));

		if (got <= 0)
			return false;
		len += (size_t)got;
		request[len] = '\0';
	}
	return true;
}

static bool is_good(const SSL *ssl)
{
	return SSL_get0_peer_certificate(ssl) && SSL_get_verify_result(ssl) == X509_V_OK;
}

static void serve(SSL_CTX *ctx, int fd, void (*act)(SSL *ssl), bool only_bad)
{
	SSL *ssl = SSL_new(ctx);
	int yes = 1;

	/* what was written before a reset shall be on its way */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (!SSL_set_fd(ssl, fd) || SSL_accept(ssl) != 1 || !read_request(ssl))
		return;
	if (!only_bad || !is_good(ssl)) {
		act(ssl);
		return;
	}
	put(ssl, OK EMPTY);
	SSL_shutdown(ssl);
}

static struct sockaddr_in address(const char *port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int serve_all(SSL_CTX *ctx, const char *port, void (*act)(SSL *ssl), bool only_bad)
{
	struct sockaddr_in at = address(port);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(listener, (const struct sockaddr *)&at, sizeof(at)) != 0 || listen(listener, 128) != 0)
		return EXIT_FAILURE;
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd >= 0 && fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			alarm(LIFE_S);
			close(listener);
			serve(ctx, fd, act, only_bad);
			_exit(0);
		}
		close(fd);
	}
}

static int visit(const char *port)
{
	struct sockaddr_in at = address(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	SSL *ssl = SSL_new(SSL_CTX_new(TLS_client_method()));

	alarm(LIFE_S);
	if (connect(fd, (const struct sockaddr *)&at, sizeof(at)) != 0 || !SSL_set_fd(ssl, fd) ||
		SSL_connect(ssl) != 1)
		return EXIT_FAILURE;
	new_keys(ssl);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	bool only_bad = argc == 5 && strcmp(argv[4], "bad") == 0;
	SSL_CTX *ctx;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	if (argc == 3 && strcmp(argv[1], "client") == 0)
		return visit(argv[2]);
	ctx = argc < 4 ? NULL : server_context(argv[2]);
	for (size_t i = 0; ctx && i < sizeof(manners) / sizeof(*manners); i++) {
		if (strcmp(manners[i].name, argv[3]) == 0)
			return serve_all(ctx, argv[1], manners[i].act, only_bad);
	}
	return EXIT_FAILURE;
}
