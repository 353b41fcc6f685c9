#include "client_link.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "client_socket.h"
#include "host_address.h"
#include "http.h"

enum { REQUEST_MAX = 64 * 1024, ANSWER_MAX = 4 * 1024 * 1024, CHUNK = 16 * 1024 };

/* What a request may not have of an earlier one: a connection, or a session. */
struct keeping {
	enum client_defect unverified;
	enum client_defect of_nobody;
	enum client_defect of_another;
};
static const struct keeping connections = {CLIENT_DEFECT_KEEP_CONNECTION_UNVERIFIED,
	CLIENT_DEFECT_KEEP_CONNECTION_OF_NOBODY, CLIENT_DEFECT_KEEP_CONNECTION_OF_ANOTHER};
static const struct keeping sessions = {CLIENT_DEFECT_KEEP_SESSION_UNVERIFIED,
	CLIENT_DEFECT_KEEP_SESSION_OF_NOBODY, CLIENT_DEFECT_KEEP_SESSION_OF_ANOTHER};

/* Verified as strictly, for the same name, and with the same certificate, if any. */
static bool may_have(const struct client_link *kept, const struct https_url *url,
	const struct client_link_wish *wish, const struct keeping *keeping)
{
	const struct client_link_wish *earlier = &kept->made_by;
	bool of_nobody = !earlier->has_certificate;

	if (!kept->where.host || kept->where.port != url->port ||
		strcasecmp(kept->where.host, url->host) != 0 ||
		strcasecmp(earlier->verify, wish->verify) != 0)
		return false;
	if (earlier->insecure && !wish->insecure && !wish->defects[keeping->unverified])
		return false;
	return earlier->identity == wish->identity ||
		wish->defects[of_nobody ? keeping->of_nobody : keeping->of_another] ||
		/* neither has one */
		(of_nobody && !wish->has_certificate);
}

static void close_connection(struct client_link *link)
{
	if (!link->verified)
		return;
	verified_close(TAKE(link->verified));
	close(link->socket);
}

void client_link_close(struct client_link *kept)
{
	close_connection(kept);
	if (kept->session)
		verified_forget_session(kept->session);
	memset(kept, 0, sizeof(*kept));
}

static bool open_connection(struct client_link *link, const struct https_url *url,
	const struct client_link_wish *wish, struct arena *arena, const char **why)
{
	const struct verified_wish tls = {.name = url->host,
		.verify = wish->verify,
		.insecure = wish->insecure,
		.resume = may_have(link, url, wish, &sessions) ? link->session : NULL};

	close_connection(link);
	link->socket = client_socket_connect(
		wish->connect_to ? wish->connect_to : url->host, url->port, arena, why);
	if (link->socket < 0)
		return false;
	link->verified = verified_connect(wish->identity, link->socket, &tls, arena, why);
	if (!link->verified)
		close(link->socket);
	return link->verified != NULL;
}

static bool send_request(struct client_link *link, const struct https_url *url, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, REQUEST_MAX);
	buf_printf(&text,
		"GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: mtlspec\r\nAccept: */*\r\n\r\n", url->target,
		host_before_port(url->host, arena), url->port);
	return verified_write(link->verified, text.data, text.len);
}

static void take_answer(struct client_answer *out, const struct http_message *message)
{
	out->status = message->status;
	out->location = http_header(message, "location");
	out->body_len = message->body_len;
}

/* `*stays`: another request may go by the connection. */
static bool read_answer(struct client_answer *out, bool *stays, struct client_link *link,
	struct arena *arena, const char **why)
{
	char chunk[CHUNK];
	struct http_message message;
	enum http_state state = HTTP_MORE;
	bool clean = false;
	SCOPED_BUF text;

	buf_init(&text, ANSWER_MAX);
	while (state == HTTP_MORE) {
		size_t len = verified_read(link->verified, chunk, sizeof(chunk), &clean);

		buf_append(&text, chunk, len);
		/* without a close_notify an end may be anybody's (RFC 9112 section 9.8) */
		state = http_read(&message, arena, HTTP_RESPONSE, text.data, text.len, !len && clean);
		if (!len)
			break;
	}
	if (state != HTTP_DONE) {
		*why = state == HTTP_BAD ? message.why : verified_trouble(link->verified, arena);
		return false;
	}
	take_answer(out, &message);
	*stays = message.keep_alive;
	return true;
}

static void keep_rest(struct client_link *link, const struct https_url *url,
	const struct client_link_wish *wish, bool stays)
{
	struct ssl_session_st *session = verified_take_session(link->verified);

	link->made_by = *wish;
	link->where = *url;
	if (session) {
		if (link->session)
			verified_forget_session(link->session);
		link->session = session;
	}
	if (!stays)
		close_connection(link);
}

bool client_link_ask(struct client_answer *out, struct client_link *kept,
	const struct https_url *url, const struct client_link_wish *wish, struct arena *arena,
	const char **why)
{
	bool stays = false;

	memset(out, 0, sizeof(*out));
	if (!(kept->verified && may_have(kept, url, wish, &connections)) &&
		!open_connection(kept, url, wish, arena, why))
		return false;
	out->sent = send_request(kept, url, arena);
	if (!out->sent || !read_answer(out, &stays, kept, arena, why)) {
		if (!out->sent)
			*why = verified_trouble(kept->verified, arena);
		close_connection(kept);
		return false;
	}
	keep_rest(kept, url, wish, stays);
	return true;
}

void client_link_visit(const char *url)
{
	struct https_url where;
	struct arena arena;
	const char *why;
	char answer[CHUNK];
	int fd = -1;

	arena_init(&arena);
	if (https_url_read(&where, &arena, url, &why))
		fd = client_socket_connect(where.host, where.port, &arena, &why);
	if (fd >= 0) {
		const char *text = arena_printf(&arena,
			"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", where.target, where.host);

		if (send(fd, text, strlen(text), MSG_NOSIGNAL) > 0)
			(void)!recv(fd, answer, sizeof(answer), 0);
		close(fd);
	}
	arena_finish(&arena);
}
