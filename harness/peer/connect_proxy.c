#include "connect_proxy.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "text.h"

enum { TLS_HANDSHAKE_RECORD = 22, EXCERPT_MAX = 80, METHOD_MAX = 24 };

static const char method[] = "CONNECT ";
static const char no_tls[] = "it spoke no TLS to our server";

static enum connect_state say(enum connect_state state, const char **problem, struct arena *arena,
	const char *what, const char *data, size_t len)
{
	const char *line_end = memchr(data, '\n', len);
	size_t line = line_end ? (size_t)(line_end - data) : len;

	*problem = arena_printf(arena, "%s: '%s'", what,
		text_clean_dup(arena, data, line < EXCERPT_MAX ? line : EXCERPT_MAX));
	return state;
}

/* "name:port", or "[name]:port" for an IPv6 address; letter case and a last dot don't count. */
static bool asks_for(
	const char *target, size_t len, const char *name, int port, struct arena *arena)
{
	const char *plain = arena_printf(arena, "%s:%d", name, port);
	const char *bracketed = arena_printf(arena, "[%s]:%d", name, port);
	const char *asked = arena_strndup(arena, target, len);

	if (text_ends_with(name, ".") &&
		strcasecmp(asked, arena_printf(arena, "%.*s:%d", (int)strlen(name) - 1, name, port)) == 0)
		return true;
	/* a client with a mapping of its own asks for where we listen */
	return strcasecmp(asked, plain) == 0 || strcasecmp(asked, bracketed) == 0 ||
		strcmp(asked, arena_printf(arena, "127.0.0.1:%d", port)) == 0;
}

/* "GET ", or as much of it as is there. */
static bool begins_request(const char *data, size_t len)
{
	size_t letters = 0;

	while (letters < len && letters < METHOD_MAX && data[letters] >= 'A' && data[letters] <= 'Z')
		letters++;
	return letters == len ? letters < METHOD_MAX : letters && data[letters] == ' ';
}

/* "http://updates.example.org/", where that is not our name. */
static bool is_absolute_elsewhere(const char *target, const char *name)
{
	static const char scheme[] = "http://";
	size_t len = strcspn(target, " \r\n");
	size_t authority;

	if (len < strlen(scheme) || strncmp(target, scheme, strlen(scheme)) != 0)
		return false;
	target += strlen(scheme);
	authority = strcspn(target, ":/? \r\n");
	return authority != strlen(name) || strncasecmp(target, name, authority) != 0;
}

enum connect_state connect_proxy_read(size_t *consumed, const char **problem, const char *data,
	size_t len, const char *name, int port, struct arena *arena)
{
	const char *target;
	const char *end;

	*consumed = 0;
	if (!len)
		return CONNECT_MORE;
	if (data[0] == TLS_HANDSHAKE_RECORD)
		return CONNECT_NOT;
	if (!begins_request(data, len))
		return say(CONNECT_BAD, problem, arena, no_tls, data, len);
	end = memmem(data, len, "\r\n\r\n", 4);
	if (!end)
		return len >= CONNECT_PROXY_MAX
			? say(CONNECT_BAD, problem, arena, "a request without end, and no TLS", data, len)
			: CONNECT_MORE;
	*consumed = (size_t)(end - data) + 4;
	target = memchr(data, ' ', len);
	target++;
	if (strncmp(data, method, strlen(method)) != 0)
		return is_absolute_elsewhere(target, name)
			? say(CONNECT_ELSEWHERE, problem, arena, "it asked its proxy for another host", data,
				  len)
			: say(CONNECT_PLAIN, problem, arena, no_tls, data, len);
	if (!asks_for(target, strcspn(target, " \r\n"), name, port, arena))
		return say(CONNECT_ELSEWHERE, problem, arena,
			arena_printf(arena, "it asked its proxy for another host than %s:%d", name, port), data,
			len);
	return CONNECT_ASKED;
}
