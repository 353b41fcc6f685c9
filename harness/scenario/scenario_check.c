#include "scenario_check.h"

#include <string.h>

#include "arena.h"

static const char id_chars[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=,";

static void check_id(const struct scenario *scenario, struct diag *diag)
{
	struct place place = {scenario->path, 0, 0};

	/* ids stand in cell ids, globs and command lines, where '@', ':', '*' and blanks have
	 * meanings */
	if (!scenario->id[0] || scenario->id[strspn(scenario->id, id_chars)])
		diag_error(diag, place,
			"'%s' can't be a scenario's name: use letters, digits, - _ = , and .", scenario->id);
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

	if (!name || !credentials)
		return;
	for (; credentials[count]; count++) {
		if (strcmp(credentials[count], name) == 0)
			return;
	}
	candidates = ARENA_ARRAY(arena, const char *, count + 2);
	memcpy(candidates, credentials, count * sizeof(*candidates));
	candidates[count] = may_be_none ? "none" : NULL;
	diag_error_suggest(diag, place, name, candidates,
		"unknown credential '%s' (a recipe of your own is named by --pki-file)", name);
}

static void check_replacement(const struct scenario_step *step, struct arena *arena,
	struct diag *diag, const char *const *credentials)
{
	const struct pair *client = scenario_deed_finds(step, DEED_CLIENT);

	const struct pair *server = scenario_deed_finds(step, DEED_SERVER);

	if (client && *client->value)
		check_name(client->value, client->place, false, arena, diag, credentials);
	if (server && *server->value)
		check_name(server->value, server->place, false, arena, diag, credentials);
}

/* Who that is, each place of a target that is a server says. */
static bool names_whoever_is_good(const struct scenario *scenario, const char *name)
{
	return scenario->side == SIDE_SERVER && name && strcmp(name, SCENARIO_WHO_IS_GOOD) == 0;
}

void scenario_check_names(const struct scenario *scenario, struct arena *arena, struct diag *diag,
	const char *const *credentials)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_client *client = &scenario->steps[i].client;
		const struct scenario_server *server = &scenario->steps[i].server;
		/* of one that is meant though nobody wrote it */
		struct place place =
			client->present_place.line ? client->present_place : scenario->title_place;

		if (!names_whoever_is_good(scenario, client->present))
			check_name(client->present, place, true, arena, diag, credentials);
		if (!names_whoever_is_good(scenario, client->renegotiate))
			check_name(
				client->renegotiate, client->renegotiate_place, true, arena, diag, credentials);
		check_name(server->present, server->present_place, false, arena, diag, credentials);
		check_name(server->control, server->control_place, false, arena, diag, credentials);
		check_name(scenario->steps[i].first.present, scenario->steps[i].first.present_place, true,
			arena, diag, credentials);
		check_name(scenario->steps[i].control, scenario->steps[i].control_place, true, arena, diag,
			credentials);
		check_replacement(&scenario->steps[i], arena, diag, credentials);
	}
}

static void refuse_beside(struct place place, const char *key, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' beside 'steps': each step has its own", key);
}

/* The words of a connection, where `steps` says them. Each has a place. What a target that is the
 * client is configured with is said once. */
static void check_beside_steps(const struct scenario *scenario, struct diag *diag)
{
	const char *top = (const char *)&scenario->only_step;

	for (size_t i = 0; i < scenario_word_schema.count; i++) {
		const struct field *word = &scenario_word_schema.fields[i];
		const struct place *place = (const struct place *)(top + word->place_offset);

		if (scenario->side == SIDE_SERVER || place != &scenario->only_step.client_place)
			refuse_beside(*place, word->name, diag);
	}
	if (scenario->step_count > SCENARIO_STEPS_MAX)
		diag_error(diag, scenario->steps_place, "more than %d steps", SCENARIO_STEPS_MAX);
	if (!scenario->step_count)
		diag_error(diag, scenario->steps_place, "'steps' needs at least one entry");
}

static bool resumes(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		if (scenario->steps[i].resume)
			return true;
	}
	return false;
}

void scenario_check(const struct scenario *scenario, struct diag *diag)
{
	check_id(scenario, diag);
	check_texts(scenario, diag);
	if (!scenario->simple)
		check_beside_steps(scenario, diag);
	if (scenario->side == SIDE_CLIENT && scenario->needs_identity_place.line)
		diag_error(diag, scenario->needs_identity_place,
			"'needs_identity' says something only where the target is a server");
	if (scenario->needs_session_place.line && !resumes(scenario))
		diag_error(diag, scenario->needs_session_place, "'needs_session', but no step resumes one");
	scenario_steps_check(scenario, diag);
}
