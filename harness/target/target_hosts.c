#include "target_hosts.h"

#include <string.h>

#include "arena.h"
#include "scenario_name.h"
#include "target.h"
#include "text.h"

#define AT(member) offsetof(struct target_host, member)
static const struct field host_fields[] = {
	{"name", FIELD_TEXT, AT(name), .required = true, .place_offset = AT(name_place),
		.doc = "the server name of a virtual host"},
	{"role", FIELD_TEXT, AT(role), .place_offset = AT(role_place),
		.doc = "what scenarios call it: home, partner, open, wild; its backend is "
			   "${host.ROLE.backend_port}"},
	{"mode", FIELD_WORD, AT(mode), .words = auth_mode_words, .place_offset = AT(mode_place),
		.doc = "the client-auth mode that it always is in; default the instance's"},
	{"client_ca", FIELD_TEXT, AT(client_ca), .place_offset = AT(client_ca_place),
		.doc = "authority that its clients lead to; default client-root"},
	{"control", FIELD_TEXT, AT(control), .place_offset = AT(control_place),
		.doc = "credential that is good there; default the target's good client"},
	{"since", FIELD_TEXT, AT(since),
		.doc = "of a target that is installed by version: those before this one can't say it"},
};
#undef AT
const struct schema target_host_schema = {
	"host", sizeof(struct target_host), host_fields, COUNT_OF(host_fields)};

const struct target_host *target_host_number(const struct target *target, size_t number)
{
	return (const struct target_host *)target->setup.hosts.items + number;
}

size_t target_host_count(const struct target *target)
{
	return target->setup.hosts.count;
}

static bool is_in_version(const struct target *target, const struct target_host *host)
{
	return !host->since || !target->version_asked ||
		strverscmp(target->version_asked, host->since) >= 0;
}

const struct target_host *target_hosts_find(const struct target *target, const char *name)
{
	for (size_t i = 0; name && i < target_host_count(target); i++) {
		const struct target_host *host = target_host_number(target, i);

		if ((text_same(host->name, name) || text_same(host->role, name)) &&
			is_in_version(target, host))
			return host;
	}
	return NULL;
}

const char *target_hosts_name(const struct target *target, const char *name)
{
	const struct target_host *host = target_hosts_find(target, name);

	return host ? host->name : name;
}

void target_hosts_add_names(
	const struct target *target, const char ***names, size_t *count, struct arena *arena)
{
	for (size_t i = 0; i < target_host_count(target); i++) {
		const char *role = target_host_number(target, i)->role;

		if (!role)
			continue;
		*ARENA_PUSH(arena, *names, *count) = arena_printf(arena, "host.%s.name", role);
		*ARENA_PUSH(arena, *names, *count) = arena_printf(arena, "host.%s.backend_port", role);
	}
}

enum auth_mode target_host_mode(const struct target_host *host, enum auth_mode usual)
{
	return host && host->mode_place.line ? (enum auth_mode)host->mode : usual;
}

static void check_role(const struct target *target, size_t number, struct diag *diag)
{
	const struct target_host *host = target_host_number(target, number);

	if (!host->role)
		return;
	if (!scenario_is_role(host->role))
		diag_error(
			diag, host->role_place, "'%s' can't be a host's role: use a-z 0-9 _ and -", host->role);
	else if (target_hosts_find(target, host->role) != host)
		diag_error(diag, host->role_place, "a second host in the role '%s'", host->role);
}

void target_hosts_check(const struct target *target, struct diag *diag)
{
	for (size_t i = 0; i < target_host_count(target); i++) {
		const struct target_host *host = target_host_number(target, i);

		if (!host->name)
			continue;
		if (target_hosts_find(target, host->name) != host)
			diag_error(diag, host->name_place, "a second host '%s'", host->name);
		if (!host->role && !host->mode_place.line)
			diag_error(diag, host->name_place,
				"host '%s' has neither a 'mode' nor a 'role': it differs in nothing", host->name);
		check_role(target, i, diag);
	}
	if (target_host_count(target) > TARGET_HOSTS_MAX)
		diag_error(diag, target_host_number(target, TARGET_HOSTS_MAX)->name_place,
			"more than %d hosts", TARGET_HOSTS_MAX);
	if (target->client.given && target_host_count(target))
		diag_error(diag, target_host_number(target, 0)->name_place,
			"'hosts' are for targets that are servers");
}
