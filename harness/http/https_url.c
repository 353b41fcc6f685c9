#include "https_url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arena.h"

enum { HTTPS_PORT = 443, HTTP_PORT = 80, PORT_MAX = 65535, PORT_DIGITS = 5 };

static bool fail(const char **why, const char *text)
{
	*why = text;
	return false;
}

static bool cut_scheme(struct https_url *out, const char **rest)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (int secure = 0; secure < 2; secure++) {
		size_t len = strlen(schemes[secure]);

		if (strncasecmp(*rest, schemes[secure], len) != 0)
			continue;
		out->secure = secure;
		out->port = secure ? HTTPS_PORT : HTTP_PORT;
		*rest += len;
		return true;
	}
	return false;
}

/* The host, up to its end; NULL: there is none. */
static const char *cut_host(struct https_url *out, struct arena *arena, const char *at)
{
	bool bracket = *at == '[';
	size_t len = bracket ? strcspn(++at, "]/?#") : strcspn(at, ":/?#[]");

	if (!len || (bracket && at[len] != ']'))
		return NULL;
	out->host = arena_strndup(arena, at, len);
	return at + len + bracket;
}

/* Behind a colon, of which there may be none; NULL: it is no port. */
static const char *cut_port(struct https_url *out, const char *at)
{
	size_t digits;
	long port;

	if (*at != ':')
		return at;
	digits = strspn(++at, "0123456789");
	if (!digits)
		return at; /* RFC 3986 section 3.2.3: the scheme's */
	port = digits <= PORT_DIGITS ? strtol(at, NULL, 10) : 0;
	if (port < 1 || port > PORT_MAX)
		return NULL;
	out->port = (int)port;
	return at + digits;
}

static bool is_clean(const char *text)
{
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c <= ' ' || *c == 0x7f)
			return false;
	}
	return true;
}

static void set_target(struct https_url *out, struct arena *arena, const char *at)
{
	const char *path = arena_strndup(arena, at, strcspn(at, "#"));

	out->target = *path == '/' ? path : arena_printf(arena, "/%s", path);
}

bool https_url_read(struct https_url *out, struct arena *arena, const char *text, const char **why)
{
	const char *at = text;

	memset(out, 0, sizeof(*out));
	if (!is_clean(text))
		return fail(why, "there are blanks or control characters in it");
	if (!cut_scheme(out, &at))
		return fail(why, "it begins with neither https:// nor http://");
	if (memchr(at, '@', strcspn(at, "/?#")))
		return fail(why, "a URL with a user is refused (RFC 9110 section 4.2.4)");
	at = cut_host(out, arena, at);
	if (!at)
		return fail(why, "there is no host in it");
	at = cut_port(out, at);
	if (!at || (*at && !strchr("/?#", *at)))
		return fail(why, "its port is none");
	set_target(out, arena, at);
	return true;
}

bool https_url_follow(struct https_url *out, struct arena *arena, const struct https_url *base,
	const char *location, const char **why)
{
	if (location[0] != '/' || location[1] == '/')
		return https_url_read(out, arena, location, why);
	if (!is_clean(location))
		return fail(why, "there are blanks or control characters in it");
	*out = *base;
	set_target(out, arena, location);
	return true;
}
