#include "target_paths.h"

#include <string.h>

#include "arena.h"
#include "scenario_name.h"
#include "target.h"
#include "target_hosts.h"
#include "text.h"

#define AT(member) offsetof(struct target_path, member)
static const struct field path_fields[] = {
	{"path", FIELD_TEXT, AT(path), .required = true, .place_offset = AT(path_place),
		.doc =
			"a path that demands more of clients than the rest, and all below it if it ends in a "
			"slash"},
	{"role", FIELD_TEXT, AT(role), .required = true, .place_offset = AT(role_place),
		.doc = "what scenarios call it: private"},
	{"mode", FIELD_WORD, AT(mode), .required = true, .words = auth_mode_words,
		.doc = "the client-auth mode that it always is in"},
	{"client_ca", FIELD_TEXT, AT(client_ca), .place_offset = AT(client_ca_place),
		.doc = "authority that its clients lead to; default client-root"},
	{"control", FIELD_TEXT, AT(control), .place_offset = AT(control_place),
		.doc = "credential that is good there; default the target's good client"},
	{"beside", FIELD_TEXTS, AT(beside),
		.doc = "client-auth modes of the rest beside which it can be said; default all"},
	{"hosts", FIELD_TEXTS, AT(hosts),
		.doc = "roles of the virtual hosts that it is of; default each"},
};
#undef AT
const struct schema target_path_schema = {
	"path", sizeof(struct target_path), path_fields, COUNT_OF(path_fields)};

size_t target_path_count(const struct target *target)
{
	return target->setup.paths.count;
}

const struct target_path *target_path_number(const struct target *target, size_t number)
{
	return (const struct target_path *)target->setup.paths.items + number;
}

const struct target_path *target_paths_find(const struct target *target, const char *role)
{
	for (size_t i = 0; role && i < target_path_count(target); i++) {
		if (text_same(target_path_number(target, i)->role, role))
			return target_path_number(target, i);
	}
	return NULL;
}

const char *target_paths_name(const struct target *target, const char *path)
{
	const struct target_path *found = target_paths_find(target, path);

	return found ? found->path : path;
}

bool target_path_is_of(const struct target_path *path, const struct target_host *host)
{
	return !path->hosts.count || (host && host->role && text_list_holds(&path->hosts, host->role));
}

const struct target_path *target_paths_asked(const struct target *target,
	const struct target_host *host, const char *request_target, enum path_reading reading,
	struct arena *arena)
{
	const char *asked = request_path_read(request_target, reading, arena);
	const struct target_path *found = NULL;

	for (size_t i = 0; asked && i < target_path_count(target); i++) {
		const struct target_path *path = target_path_number(target, i);

		if (target_path_is_of(path, host) && request_path_is_below(asked, path->path) &&
			(!found || strlen(path->path) > strlen(found->path)))
			found = path;
	}
	return found;
}

bool target_path_is_beside(const struct target_path *path, enum auth_mode mode)
{
	return !path->beside.count || text_list_holds(&path->beside, auth_mode_name(mode));
}

void target_paths_add_names(
	const struct target *target, const char ***names, size_t *count, struct arena *arena)
{
	for (size_t i = 0; i < target_path_count(target); i++) {
		if (target_path_number(target, i)->role)
			*ARENA_PUSH(arena, *names, *count) =
				arena_printf(arena, "path.%s", target_path_number(target, i)->role);
	}
}

static void check_beside(const struct target_path *path, struct diag *diag)
{
	enum auth_mode mode;

	for (size_t i = 0; i < path->beside.count; i++) {
		if (!auth_mode_parse(&mode, path->beside.items[i]))
			diag_error_suggest(diag, path->beside.places[i], path->beside.items[i], auth_mode_words,
				"unknown client-auth mode '%s'", path->beside.items[i]);
	}
}

static void check_hosts(
	const struct target *target, const struct target_path *path, struct diag *diag)
{
	for (size_t i = 0; i < path->hosts.count; i++) {
		const struct target_host *host = target_hosts_find(target, path->hosts.items[i]);

		if (!host || !text_same(host->role, path->hosts.items[i]))
			diag_error(diag, path->hosts.places[i], "no virtual host has the role '%s'",
				path->hosts.items[i]);
	}
}

static void check_one(
	const struct target *target, const struct target_path *path, struct diag *diag)
{
	const char *plain = request_path_read(path->path, PATH_BY_RFC, &diag->arena);

	if (!plain || path->path[0] != '/' || strcmp(plain, path->path) != 0 || !path->path[1])
		diag_error(diag, path->path_place,
			"'%s' can't be protected: give a path in its plainest form, such as /private/",
			path->path);
	if (path->role && !scenario_is_role(path->role))
		diag_error(
			diag, path->role_place, "'%s' can't be a path's role: use a-z 0-9 _ and -", path->role);
	else if (path->role && target_paths_find(target, path->role) != path)
		diag_error(diag, path->role_place, "a second path in the role '%s'", path->role);
	check_beside(path, diag);
	check_hosts(target, path, diag);
}

void target_paths_check(const struct target *target, struct diag *diag)
{
	for (size_t i = 0; i < target_path_count(target); i++) {
		const struct target_path *path = target_path_number(target, i);

		if (path->path)
			check_one(target, path, diag);
	}
	if (target_path_count(target) > TARGET_PATHS_MAX)
		diag_error(diag, target_path_number(target, TARGET_PATHS_MAX)->path_place,
			"more than %d paths", TARGET_PATHS_MAX);
	if (target->client.given && target_path_count(target))
		diag_error(diag, target_path_number(target, 0)->path_place,
			"'paths' are for targets that are servers");
}
