#include "scenario_check.h"

#include <arpa/inet.h>
#include <string.h>

#include "arena.h"

static const char id_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
static const char host_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

bool scenario_is_address(const char *name)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1;
}

bool scenario_is_name(const char *name)
{
	return scenario_is_address(name) || !name[strspn(name, host_chars)];
}

static void check_id(const struct scenario *scenario, struct diag *diag)
{
	struct place place = {scenario->path, 0, 0};

	/* ids stand in cell ids, globs and command lines, where '@', ':', '*' and blanks have meanings */
	if (!scenario->id[0] || scenario->id[strspn(scenario->id, id_chars)])
		diag_error(diag, place, "'%s' can't be a scenario's name: use letters, digits, - _ and .",
			scenario->id);
}

static void check_texts(const struct scenario *scenario, struct diag *diag)
{
	if (scenario->title && strchr(scenario->title, '\n'))
		diag_error(diag, scenario->title_place, "'title' must be one line");
}

static void check_name(const char *name, struct place place, bool may_be_none, struct arena *arena,
	struct diag *diag, const char *const *credentials)
{
	const char **candidates;
	size_t count = 0;

	if (!name || !credentials || (may_be_none && strcmp(name, "none") == 0))
		return;
	for (; credentials[count]; count++) {
		if (strcmp(credentials[count], name) == 0)
			return;
	}
	candidates = ARENA_ARRAY(arena, const char *, count + 2);
	memcpy(candidates, credentials, count * sizeof(*candidates));
	candidates[count] = may_be_none ? "none" : NULL;
	diag_error_suggest(diag, place, name, candidates, "unknown credential '%s'", name);
}

void scenario_check_names(const struct scenario *scenario, struct arena *arena, struct diag *diag,
	const char *const *credentials)
{
	const struct scenario_client *client = &scenario->client;
	const struct scenario_server *server = &scenario->server;

	check_name(client->present, client->present_place, true, arena, diag, credentials);
	check_name(server->present, server->present_place, false, arena, diag, credentials);
	check_name(server->control, server->control_place, false, arena, diag, credentials);
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct step_client *step = &scenario->steps[i].client;

		check_name(step->present, step->present_place, true, arena, diag, credentials);
	}
}

static bool only_below_tls12(const struct scenario *scenario)
{
	return !scenario->versions[TLS_1_2] && !scenario->versions[TLS_1_3];
}

/* A server that asks for no certificate may still refuse the version, a message out of turn, or a header
 * that is none. */
static void check_reasons(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	if (scenario->client.unsolicited_certificate || scenario->client.forge == FORGE_SPACE ||
		only_below_tls12(scenario))
		return;
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct expectation *expectation = &scenario->expect[i];

		if (!expectation->given || expectation->outcome != OUTCOME_REJECT ||
			auth_mode_requests((enum auth_mode)i))
			continue;
		diag_error(diag, places[i], "%s asks for no certificate: it has nothing to reject",
			auth_mode_words[i]);
	}
}

static bool presents_none(const struct scenario *scenario)
{
	return scenario->client.present && strcmp(scenario->client.present, "none") == 0;
}

static void refuse_key(struct diag *diag, struct place place, const char *key, const char *side)
{
	if (place.line)
		diag_error(diag, place, "'%s' says something only where the target is a %s", key, side);
}

static void check_server_target(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	refuse_key(diag, scenario->server_place, "server", "client");
	refuse_key(diag, scenario->presents_place, "presents", "client");
	refuse_key(diag, scenario->presents_level_place, "presents_level", "client");
	if (!scenario->client_place.line)
		diag_error(diag, scenario->side_place, "missing key 'client' in scenario");
	if (presents_none(scenario) && scenario->identity == IDENTITY_PRESENTED)
		diag_error(diag, scenario->identity_place, "the client presents nothing: nobody is right");
	if (scenario->client.forge && scenario->client.forge != FORGE_SPACE &&
		scenario->identity == IDENTITY_UNCHECKED)
		diag_error(diag, scenario->client.forge_place,
			"'forge_identity' without 'identity': nothing would be looked at");
	check_reasons(scenario, places, diag);
}

static void check_server_name(const struct scenario *scenario, struct diag *diag)
{
	const char *name = scenario->server.name;

	if (!scenario_is_name(name))
		diag_error(diag, scenario->server.name_place,
			"'%s' is no host name (an internationalised one in its A-label form) and no address",
			name);
}

/* A mode that does not ask is shown nothing, whatever the client has. */
static void check_presents(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	if (scenario->presents_level_place.line && scenario->presents == PRESENTS_UNCHECKED)
		diag_error(diag, scenario->presents_level_place, "'presents_level' without 'presents'");
	if (scenario->presents != PRESENTS_CONFIGURED)
		return;
	if (presents_none(scenario))
		diag_error(diag, scenario->presents_place,
			"the client is configured with nothing: 'nothing' is right");
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		if (scenario->expect[i].given && !auth_mode_requests((enum auth_mode)i))
			diag_error(diag, places[i], "%s asks for no certificate: none can be presented",
				auth_mode_words[i]);
	}
}

static void check_client_target(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	refuse_key(diag, scenario->identity_place, "identity", "server");
	refuse_key(diag, scenario->needs_identity_place, "needs_identity", "server");
	refuse_key(diag, scenario->client.forge_place, "forge_identity", "server");
	if (scenario->client.unsolicited_certificate)
		diag_error(diag, scenario->client_place,
			"'unsolicited_certificate' says something only where the target is a server");
	if (!scenario->server_place.line) {
		diag_error(diag, scenario->side_place, "missing key 'server': what our server presents");
		return;
	}
	check_server_name(scenario, diag);
	check_presents(scenario, places, diag);
}

void scenario_check(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	check_id(scenario, diag);
	check_texts(scenario, diag);
	if (scenario->steps_place.line) {
		scenario_steps_check(scenario, diag);
		return;
	}
	if (scenario->modes_place.line)
		diag_error(diag, scenario->modes_place, "'modes' says something only beside 'steps'");
	if (scenario->side == SIDE_CLIENT)
		check_client_target(scenario, places, diag);
	else
		check_server_target(scenario, places, diag);
}
