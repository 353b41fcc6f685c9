#include "host_route.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "http.h"
#include "scoped.h"

enum { NAME_SIZE = 256 }; /* RFC 1035 section 2.3.4, and NUL */

/* A name, and a port behind it if one is there. */
struct authority {
	const char *text;
	size_t len;
};

static bool matches(const char *pattern, const char *name)
{
	const char *label_end;

	if (strncmp(pattern, "*.", 2) != 0)
		return strcasecmp(pattern, name) == 0;
	label_end = strchr(name, '.');
	return label_end && label_end > name && strcasecmp(pattern + 1, label_end) == 0;
}

/* Copies the name without the dot at its end. False: it is none. */
static bool take_name(char out[NAME_SIZE], const char *name, size_t len)
{
	if (len > 1 && name[len - 1] == '.')
		len--;
	if (!len || len >= NAME_SIZE)
		return false;
	memcpy(out, name, len);
	out[len] = '\0';
	return true;
}

int host_route_find(const struct routed_host *hosts, size_t count, const char *name)
{
	char plain[NAME_SIZE];

	for (size_t i = 0; name && take_name(plain, name, strlen(name)) && i < count; i++) {
		if (matches(hosts[i].name, plain))
			return (int)i;
	}
	return HOST_NONE;
}

/* The authority of a target in absolute form, or NULL. */
static const char *absolute_authority(const char *target, size_t *len)
{
	const char *at = strstr(target, "://");

	if (*target == '/' || !at)
		return NULL;
	at += strlen("://");
	*len = strcspn(at, "/?#");
	return at;
}

static size_t without_port(const char *authority, size_t len)
{
	size_t at = len;

	while (at && isdigit((unsigned char)authority[at - 1]))
		at--;
	return at && authority[at - 1] == ':' ? at - 1 : len;
}

static struct authority with_len(const char *text)
{
	return (struct authority){text, strlen(text)};
}

/* What the request is for (RFC 9112 section 3.3): what its target says counts before Host. */
static struct authority authority_of(const struct host_route *route)
{
	struct authority absolute = {NULL, 0};

	absolute.text = absolute_authority(route->target, &absolute.len);
	return absolute.text ? absolute : with_len(route->host ? route->host : "");
}

static bool is_written_with(const struct authority *authority, int (*is_one)(int letter))
{
	for (size_t i = 0; i < authority->len; i++) {
		if (is_one((unsigned char)authority->text[i]))
			return true;
	}
	return false;
}

/* With digits and dots alone. */
static bool is_address(const struct authority *authority, size_t name_len)
{
	return name_len && strspn(authority->text, "0123456789.") >= name_len;
}

static int host_of(const struct host_route *route, struct authority authority)
{
	size_t name_len = without_port(authority.text, authority.len);
	char name[NAME_SIZE];

	if (!take_name(name, authority.text, name_len))
		return HOST_NONE;
	for (size_t i = 0; route->defects[DEFECT_PREFIX_IS_ENOUGH] && i < route->host_count; i++) {
		if (strncasecmp(route->hosts[i].name, name, strlen(route->hosts[i].name)) == 0)
			return (int)i;
	}
	if (route->defects[DEFECT_ADDRESS_IS_DEFAULT] && is_address(&authority, name_len))
		return 0;
	return host_route_find(route->hosts, route->host_count, name);
}

/* One that these do not know as a host's, so that nothing is demanded for it. */
static bool is_nobodys_name(const struct host_route *route, struct authority authority)
{
	const bool *defects = route->defects;
	size_t name_len = without_port(authority.text, authority.len);
	char name[NAME_SIZE];

	if (defects[DEFECT_PORT_IS_ANOTHER_NAME] && name_len < authority.len)
		return true;
	if (defects[DEFECT_DOT_IS_ANOTHER_NAME] && name_len && authority.text[name_len - 1] == '.')
		return true;
	if (defects[DEFECT_ADDRESS_IS_DEFAULT] && is_address(&authority, name_len))
		return true;
	if (defects[DEFECT_PREFIX_IS_ENOUGH] && take_name(name, authority.text, name_len) &&
		host_route_find(route->hosts, route->host_count, name) == HOST_NONE)
		return true;
	return defects[DEFECT_CASE_SENSITIVE_POLICY] && is_written_with(&authority, isupper);
}

/* By a mistake, nobody looks whether the host is the one that the handshake was for. */
static bool goes_anywhere(const struct host_route *route)
{
	const bool *defects = route->defects;
	const struct routed_host *met;

	if (route->connection == HOST_NONE || defects[DEFECT_ROUTE_BY_HOST_ALONE] ||
		(route->later && defects[DEFECT_LATER_REQUESTS_UNJUDGED]) ||
		(route->resumed && defects[DEFECT_RESUMED_UNJUDGED]) ||
		(defects[DEFECT_PLAIN_SCHEME_UNJUDGED] && strncmp(route->target, "http://", 7) == 0))
		return true;
	met = &route->hosts[route->connection];
	return (met->asks_nobody && defects[DEFECT_OPEN_HOST_TAKES_ALL]) ||
		(*met->name == '*' && defects[DEFECT_WILDCARD_TAKES_ALL]);
}

/* What is judged, and where it is led: the same, but for defects. */
static void split(struct authority *judged, struct authority *led, const struct host_route *route)
{
	const bool *defects = route->defects;
	struct authority host = with_len(route->host ? route->host : "");
	const char *at;

	*judged = *led = authority_of(route);
	if (defects[DEFECT_ABSOLUTE_FORM_UNJUDGED])
		*judged = host;
	if (defects[DEFECT_ABSOLUTE_FORM_IGNORED])
		*led = host;
	if (defects[DEFECT_FORWARDED_HOST_WINS] && route->forwarded)
		*led = with_len(route->forwarded);
	at = memchr(led->text, '@', led->len);
	if (!defects[DEFECT_USERINFO_IS_HOST] || !at)
		return;
	judged->len = (size_t)(at - led->text);
	led->len -= judged->len + 1;
	led->text = at + 1;
}

int host_route_choose(const struct host_route *route)
{
	struct authority judged, led;
	int to;

	split(&judged, &led, route);
	to = host_of(route, led);
	if (goes_anywhere(route) || is_nobodys_name(route, judged))
		return to;
	return host_of(route, judged) == route->connection ? to : HOST_NONE;
}
