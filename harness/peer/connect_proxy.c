#include "connect_proxy.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "text.h"

enum { TLS_HANDSHAKE_RECORD = 22, EXCERPT_MAX = 80 };

static const char method[] = "CONNECT ";

static enum connect_state bad(
	const char **problem, struct arena *arena, const char *what, const char *data, size_t len)
{
	const char *line_end = memchr(data, '\n', len);
	size_t line = line_end ? (size_t)(line_end - data) : len;

	*problem = arena_printf(arena, "%s: '%s'", what,
		text_clean_dup(arena, data, line < EXCERPT_MAX ? line : EXCERPT_MAX));
	return CONNECT_BAD;
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

enum connect_state connect_proxy_read(size_t *consumed, const char **problem, const char *data,
	size_t len, const char *name, int port, struct arena *arena)
{
	size_t known = len < strlen(method) ? len : strlen(method);
	const char *target = data + strlen(method);
	const char *end;

	*consumed = 0;
	if (!len)
		return CONNECT_MORE;
	if (data[0] == TLS_HANDSHAKE_RECORD)
		return CONNECT_NOT;
	if (memcmp(data, method, known) != 0)
		return bad(problem, arena, "it spoke no TLS to our server", data, len);
	end = memmem(data, len, "\r\n\r\n", 4);
	if (!end)
		return len >= CONNECT_PROXY_MAX ? bad(problem, arena, "a CONNECT without end", data, len)
										: CONNECT_MORE;
	*consumed = (size_t)(end - data) + 4;
	if (!asks_for(target, strcspn(target, " \r\n"), name, port, arena))
		return bad(problem, arena,
			arena_printf(arena, "it asked its proxy for another host than %s:%d", name, port), data,
			len);
	return CONNECT_ASKED;
}
