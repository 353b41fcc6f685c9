#include "server_naming.h"

#include <string.h>

#include "arena.h"
#include "host_address.h"

static const char server[] = SERVER_NAMING_DEFAULT;
static const char domain[] = ".mtlspec.test";

/* ".corp.example" of "api.corp.example"; a name without a dot is a domain itself. */
static const char *domain_of(struct arena *arena, const char *name)
{
	const char *dot = strchr(name, '.');

	return dot ? dot : arena_printf(arena, ".%s", name);
}

/* The three, one after the other; the last may hold a NUL. */
static const char *join(size_t *out_len, struct arena *arena, const char *head, const char *middle,
	const char *rest, size_t rest_len)
{
	size_t begun = strlen(head) + strlen(middle);
	char *text = arena_alloc(arena, begun + rest_len + 1);

	memcpy(text, head, strlen(head));
	memcpy(text + strlen(head), middle, strlen(middle));
	if (rest_len)
		memcpy(text + begun, rest, rest_len);
	text[begun + rest_len] = '\0';
	*out_len = begun + rest_len;
	return text;
}

const char *server_naming(
	size_t *out_len, struct arena *arena, const char *text, size_t len, const char *name)
{
	const char *whole = memmem(text, len, server, strlen(server));
	const char *at = memmem(text, len, domain, strlen(domain));
	size_t first = strcspn(name, ".");
	const char *head;
	const char *rest;

	*out_len = len;
	if (whole) {
		rest = whole + strlen(server);
		return join(out_len, arena, arena_strndup(arena, text, (size_t)(whole - text)), name, rest,
			(size_t)(text + len - rest));
	}
	if (host_is_address(name))
		return text;
	if (len == strlen(domain) - 1 && memcmp(text, domain + 1, len) == 0)
		return join(out_len, arena, domain_of(arena, name) + 1, "", "", 0);
	if (!at)
		return text;
	head = arena_strndup(arena, text, (size_t)(at - text));
	rest = at + strlen(domain);
	/* "serv*": all of the first label but its last two letters, and at least one */
	if (strchr(head, '*') && *head != '*')
		head = arena_printf(arena, "%.*s*", first > 3 ? (int)first - 2 : 1, name);
	return join(out_len, arena, head, domain_of(arena, name), rest, (size_t)(text + len - rest));
}
