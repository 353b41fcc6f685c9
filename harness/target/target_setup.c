#include "target_setup.h"

#include <string.h>

#include "arena.h"
#include "target.h"
#include "target_hosts.h"
#include "target_paths.h"

static const char listener_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

static const struct field listener_fields[] = {
	{"name", FIELD_TEXT, offsetof(struct target_listener, name), .required = true,
		.place_offset = offsetof(struct target_listener, name_place),
		.doc = "as steps name it in `to`; its port is ${port.NAME}"},
	{"plain", FIELD_BOOL, offsetof(struct target_listener, plain),
		.place_offset = offsetof(struct target_listener, plain_place), .doc = "HTTP without TLS"},
	{"mode", FIELD_WORD, offsetof(struct target_listener, mode), .words = auth_mode_words,
		.place_offset = offsetof(struct target_listener, mode_place),
		.doc = "the client-auth mode that it always is in; default the instance's"},
};
const struct schema target_listener_schema = {
	"listener", sizeof(struct target_listener), listener_fields, COUNT_OF(listener_fields)};

static const struct field control_fields[] = {
	{"client", FIELD_TEXT, offsetof(struct target_control, client),
		.place_offset = offsetof(struct target_control, client_place),
		.doc = "credential that must get in; default client"},
	{"server_root", FIELD_TEXT, offsetof(struct target_control, server_root),
		.place_offset = offsetof(struct target_control, server_root_place),
		.doc = "authority that its certificate leads to; default server-root"},
};
const struct schema target_control_schema = {
	"control", sizeof(struct target_control), control_fields, COUNT_OF(control_fields)};

const struct target_listener *target_listener(const struct target *target, size_t number)
{
	return (const struct target_listener *)target->setup.listeners.items + number;
}

int target_find_listener(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->setup.listeners.count; i++) {
		if (strcmp(target_listener(target, i)->name, name) == 0)
			return (int)i;
	}
	return -1;
}

enum auth_mode target_mode_at(
	const struct target *target, enum auth_mode mode, int listener, const char *sni)
{
	if (listener >= 0 && target_listener(target, (size_t)listener)->mode_place.line)
		mode = (enum auth_mode)target_listener(target, (size_t)listener)->mode;
	return target_host_mode(target_hosts_find(target, sni), mode);
}

static void check_listeners(const struct target *target, struct diag *diag)
{
	const struct target_setup *setup = &target->setup;

	if (setup->listeners.count > TARGET_LISTENERS_MAX)
		diag_error(diag, setup->listeners_place, "more than %d listeners", TARGET_LISTENERS_MAX);
	if (setup->listeners.count && target->connect_host)
		diag_error(diag, setup->listeners_place, "'listeners' are for targets that are launched");
	for (size_t i = 0; i < setup->listeners.count; i++) {
		const struct target_listener *listener = target_listener(target, i);

		if (!listener->name)
			continue;
		if (listener->name[strspn(listener->name, listener_chars)])
			diag_error(diag, listener->name_place,
				"'%s' can't be a listener's name: use a-z 0-9 _ and -", listener->name);
		if (target_find_listener(target, listener->name) != (int)i)
			diag_error(diag, listener->name_place, "a second listener '%s'", listener->name);
		if (listener->plain && listener->mode_place.line)
			diag_error(diag, listener->mode_place, "without TLS there is no client-auth mode");
	}
}

void target_setup_check(const struct target *target, struct diag *diag)
{
	const struct target_setup *setup = &target->setup;

	check_listeners(target, diag);
	target_hosts_check(target, diag);
	target_paths_check(target, diag);
	if (setup->serves_file && setup->serves_file[0] != '/')
		diag_error(diag, setup->serves_file_place, "'%s' is no path: it begins with /",
			setup->serves_file);
	if (setup->serves_file && target->connect_host)
		diag_error(diag, setup->serves_file_place,
			"'serves_file' is a file that mtlspec writes, and this runs already: say what it "
			"answers by accepted_if: {path: %s, says: TEXT}",
			setup->serves_file);
	if (!target->client.given)
		return;
	if (setup->listeners.count)
		diag_error(diag, setup->listeners_place, "'listeners' are for targets that are servers");
	if (setup->serves_file)
		diag_error(diag, setup->serves_file_place, "'serves_file' is for servers");
	if (setup->expects_proxy_protocol)
		diag_error(diag, setup->expects_proxy_protocol_place,
			"'expects_proxy_protocol' is for targets that are servers");
}

const char *const *target_setup_names(const struct target *target, struct arena *arena)
{
	static const char *const of_credential[] = {"chain", "key", "both", "encrypted_key"};
	static const char *const of_authority[] = {"cert", "crl"};
	const struct target_setup *setup = &target->setup;
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < setup->listeners.count; i++)
		*ARENA_PUSH(arena, names, count) =
			arena_printf(arena, "port.%s", target_listener(target, i)->name);
	target_hosts_add_names(target, &names, &count, arena);
	target_paths_add_names(target, &names, &count, arena);
	for (size_t i = 0; i < setup->credentials.count; i++) {
		for (size_t j = 0; j < COUNT_OF(of_credential); j++)
			*ARENA_PUSH(arena, names, count) = arena_printf(
				arena, "credential.%s.%s", setup->credentials.items[i], of_credential[j]);
	}
	for (size_t j = 0; j < COUNT_OF(of_authority); j++) {
		for (size_t i = 0; i < setup->authorities.count; i++)
			*ARENA_PUSH(arena, names, count) = arena_printf(
				arena, "authority.%s.%s", setup->authorities.items[i], of_authority[j]);
		for (size_t i = 0; i < setup->bundles.count; i++)
			*ARENA_PUSH(arena, names, count) =
				arena_printf(arena, "bundle.%s.%s", setup->bundles.items[i], of_authority[j]);
	}
	*ARENA_PUSH(arena, names, count) = NULL;
	return names;
}
