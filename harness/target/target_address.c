/* HOST:PORT, and what people write for it. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "target.h"
#include "target_connect.h"

enum { PORT_MAX = 65535, ADDRESS_LEN_MAX = 64 };

static bool parse_port(int *out, const char *digits)
{
	char *end;
	long port;

	if (!*digits || strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 5)
		return false;
	port = strtol(digits, &end, 10);
	*out = (int)port;
	return port >= 1 && port <= PORT_MAX;
}

/* Also with a zone behind it (RFC 4007 section 11). */
static bool is_ipv6(const char *text, size_t len)
{
	char address[ADDRESS_LEN_MAX];
	struct in6_addr parsed;

	len = strcspn(text, "%") < len ? strcspn(text, "%") : len;
	if (len >= sizeof(address))
		return false;
	memcpy(address, text, len);
	address[len] = '\0';
	return inet_pton(AF_INET6, address, &parsed) == 1;
}

/* The part of a URL that says where: without scheme, user, path, query. */
static char *authority_of(struct arena *arena, const char *text)
{
	const char *scheme = strstr(text, "://");
	const char *start = scheme ? scheme + strlen("://") : text;
	size_t len = strcspn(start, "/?#");
	const char *at = memchr(start, '@', len);

	if (at) {
		len -= (size_t)(at + 1 - start);
		start = at + 1;
	}
	return arena_strndup(arena, start, len);
}

static const char *in_brackets(
	struct arena *arena, const char *host, size_t len, const char *port_text)
{
	int port = 443;

	if (!is_ipv6(host, len) || (*port_text && !parse_port(&port, port_text)))
		return NULL;
	return arena_printf(arena, "[%.*s]:%d", (int)len, host, port);
}

/* With more than one colon: an IPv6 address, with or without brackets and port. */
static const char *meant_by_ipv6(struct arena *arena, const char *text)
{
	const char *last = strrchr(text, ':');
	const char *start = text + (*text == '[');
	const char *end = strchr(text, ']');
	const char *meant;

	if (end)
		return in_brackets(arena, start, (size_t)(end - start), end[1] == ':' ? end + 2 : "");
	meant = in_brackets(arena, start, (size_t)(last - start), last + 1);
	return meant ? meant : in_brackets(arena, start, strlen(start), "");
}

const char *target_address_meant(struct arena *arena, const char *text)
{
	char *authority = authority_of(arena, text);
	char *colon = strchr(authority, ':');
	int port = 443;

	if (colon && strchr(colon + 1, ':'))
		return meant_by_ipv6(arena, authority);
	if (colon)
		*colon = '\0';
	if (!target_is_server_name(authority) || (colon && colon[1] && !parse_port(&port, colon + 1)))
		return NULL;
	return arena_printf(arena, "%s:%d", authority, port);
}

/* Why it is none, or NULL. */
static const char *find_fault(const char **host, int *port, struct arena *arena, const char *text)
{
	const char *colon = strrchr(text, ':');
	bool bracketed = text[0] == '[' && colon && colon > text + 2 && colon[-1] == ']';
	const char *start = text + bracketed;
	size_t len = colon ? (size_t)(colon - start) - bracketed : 0;

	if (!len)
		return arena_printf(arena, "'%s' is no HOST:PORT", text);
	*host = arena_strndup(arena, start, len);
	if (!bracketed && strchr(*host, ':'))
		return arena_printf(
			arena, "'%s' is no HOST:PORT: an IPv6 address stands in brackets", text);
	if (!colon[1])
		return arena_printf(arena, "'%s' is no HOST:PORT: the port is missing", text);
	if (!parse_port(port, colon + 1))
		return arena_printf(arena, "'%s' is no port in '%s' (1 to %d)", colon + 1, text, PORT_MAX);
	if (strpbrk(*host, bracketed ? "[]@/ \t" : "[]@/*? \t"))
		return arena_printf(arena, "'%s' is no host in '%s'", *host, text);
	return NULL;
}

bool target_parse_address(
	const char **host, int *port, const char **why, struct arena *arena, const char *text)
{
	const char *fault = find_fault(host, port, arena, text);
	const char *meant = fault ? target_address_meant(arena, text) : NULL;

	if (fault)
		*why = meant ? arena_printf(arena, "%s; write %s", fault, meant) : fault;
	return !fault;
}
