#include "target_connect.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "host_address.h"

/* A DNS name has 253 characters at most (RFC 1035 2.3.4); a Host may have a port after it. */
enum { NAME_MAX_LEN = 253, HOST_MAX_LEN = NAME_MAX_LEN + 6 };

static const char name_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

bool target_is_server_name(const char *text)
{
	size_t len = strlen(text);

	return host_is_address(text) ||
		(len > 0 && len <= NAME_MAX_LEN && strspn(text, name_chars) == len && text[0] != '.');
}

bool target_is_host(const char *text)
{
	size_t len = strlen(text);
	size_t printable = 0;

	while (isgraph((unsigned char)text[printable]))
		printable++;
	return len > 0 && len <= HOST_MAX_LEN && printable == len;
}

const char *target_host(const struct target *target, const char *server_name)
{
	return target->host ? target->host : server_name;
}

static void check_only_connected(
	const struct connect_text *text, struct place place, const char *key, struct diag *diag)
{
	if (place.line && !text->address)
		diag_error(diag, place,
			"'%s' is for what runs already ('connect'): what mtlspec launches gets its certificate "
			"from it",
			key);
}

void target_connect_take(
	struct target *target, const struct connect_text *text, struct arena *arena, struct diag *diag)
{
	const char *why;

	check_only_connected(text, text->server_name_place, "server_name", diag);
	check_only_connected(text, text->host_place, "host", diag);
	if (text->server_name && !target_is_server_name(text->server_name))
		diag_error(diag, text->server_name_place, "'%s' is neither a DNS name nor an address",
			text->server_name);
	if (text->host && !target_is_host(text->host))
		diag_error(diag, text->host_place, "'%s' can't be a Host header", text->host);
	target->server_name = text->server_name;
	target->host = text->host;
	if (!text->address)
		return;
	if (target->program || target->installed_by || target->args.count || target->file_count ||
		target->environment.count)
		diag_error(diag, text->address_place,
			"'connect' is for what runs already: it has no program, args, environment or files");
	if (!target_parse_address(
			&target->connect_host, &target->connect_port, &why, arena, text->address))
		diag_error(diag, text->address_place, "%s", why);
}
