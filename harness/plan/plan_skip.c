#include "plan_skip.h"

#include "arena.h"
#include "plan_client.h"
#include "plan_deed.h"
#include "plan_driver.h"
#include "plan_steps.h"
#include "text.h"

/* " (apt-get install nginx-light)" */
static const char *hint_of(const struct target *target, struct arena *arena)
{
	return target->install_hint ? arena_printf(arena, " (%s)", target->install_hint) : "";
}

const char *plan_missing_program(const struct target *target, struct arena *arena)
{
	if (target->connect_host || (target->program_path && !target->lacks))
		return NULL;
	if (target->lacks)
		return arena_printf(
			arena, "%s needs %s%s", target->name, target->lacks, hint_of(target, arena));
	return arena_printf(arena, "%s%s%s is not installed%s", target->program,
		target->version_asked ? " " : "", target->version_asked ? target->version_asked : "",
		hint_of(target, arena));
}

static const char *missing_feature(
	const struct target *target, const struct scenario *scenario, struct arena *arena)
{
	const struct text_list *features = &scenario->requires_features;

	for (size_t i = 0; i < features->count; i++) {
		if (!target_find_feature(target, features->items[i]))
			return arena_printf(arena,
				"%s does not say that it has '%s', which the scenario requires%s%s", target->name,
				features->items[i], target->connect_host ? ": if it has, --feature " : "",
				target->connect_host ? features->items[i] : "");
	}
	return NULL;
}

static const char *missing_identity(
	const struct target *target, const struct scenario *scenario, struct arena *arena)
{
	const char *lack = NULL;

	if (scenario->needs_identity && !target_identity_is_told(&target->identity))
		lack = "does not tell its backend who the client is, or its file does not say how";
	for (size_t i = 0; !lack && i < scenario->step_count; i++) {
		int forge = scenario->steps[i].client.forge;

		if (forge && !target_identity_has_header(&target->identity, false))
			lack = "sets no identity headers that a client could forge";
		else if (forge == FORGE_UNDERSCORE && !target_identity_has_header(&target->identity, true))
			lack = "sets no identity header with a dash in its name";
	}
	return lack ? arena_printf(arena, "%s %s", target->name, lack) : NULL;
}

/* What a client of ours forges, and which path is asked for, must be seen where it would arrive. */
static const char *missing_backend(const struct plan_request *request, const struct plan_cell *cell)
{
	if (!target_is_measured(cell->target, request->backend_behind_external))
		return NULL;
	if (scenario_is_of_paths(cell->scenario))
		return cell->target->connect_host
			? "no backend of ours stands behind it to see what it is asked for (--backend)"
			: "no backend of ours stands behind it to see what it is asked for";
	for (size_t i = 0; i < cell->scenario->step_count; i++) {
		if (cell->scenario->steps[i].client.forge)
			return cell->target->connect_host
				? "no backend of ours stands behind it to see the headers (--backend)"
				: "no backend of ours stands behind it to see the headers";
	}
	return NULL;
}

static const char *missing_mode(const struct plan_cell *cell, struct arena *arena)
{
	const struct target_mode *mode = &cell->target->modes[cell->mode];

	if (mode->unsupported)
		return arena_printf(
			arena, "%s can't express this mode: %s", cell->target->name, mode->unsupported);
	if (!mode->given)
		return arena_printf(
			arena, "the target file of %s does not mention this mode", cell->target->name);
	return NULL;
}

static const char *server_lacks(const struct plan_cell *cell, struct arena *arena)
{
	const char *reason = missing_mode(cell, arena);

	if (!reason && cell->scenario->bundle && cell->target->setup.control.client)
		return arena_printf(arena,
			"%s has a good client of its own: whom of other CAs it takes is not known",
			cell->target->name);
	return reason ? reason : plan_deed_lack(cell, arena);
}

static bool same_control(const struct target *target, const struct plan_lack *lack)
{
	const char *control = target->setup.control.client;

	return text_same(control, lack->control);
}

/* What runs already was given its files by hand. */
static bool is_concerned(const struct plan_cell *cell, const struct plan_lack *lack)
{
	const struct scenario *scenario = cell->scenario;
	bool launched = !cell->target->connect_host;

	if (lack->running && launched)
		return false;
	for (size_t i = 0; launched && i < scenario->requires_features.count; i++) {
		if (text_same(scenario->requires_features.items[i], lack->feature))
			return true;
	}
	if ((lack->bundle && text_same(scenario->bundle, lack->bundle)) ||
		(lack->new_list && scenario_makes_list(scenario)))
		return true;
	return lack->credential && same_control(cell->target, lack) &&
		scenario_needs(scenario, cell->mode, lack->credential);
}

static const char *find_lack(const struct plan_request *request, const struct plan_cell *cell)
{
	for (size_t i = 0; i < request->lack_count; i++) {
		if (is_concerned(cell, &request->lacks[i]))
			return request->lacks[i].reason;
	}
	return NULL;
}

/* Whom a server that somebody else has set up is meant to trust is not to be known. */
static const char *missing_configuration(const struct plan_cell *cell)
{
	if (cell->target->connect_host && cell->scenario->bundle)
		return "it runs already, with the CAs and revocation lists that it was given";
	for (size_t i = 0; cell->target->connect_host && i < cell->scenario->step_count; i++) {
		if (cell->scenario->steps[i].expect[cell->mode].ca_names.configured)
			return "it runs already: which CAs it is meant to name is not known (a scenario with "
				   "request: {ca_names: [NAME]} says it)";
	}
	return NULL;
}

const char *plan_skip_reason(
	const struct plan_request *request, const struct plan_cell *cell, struct arena *arena)
{
	const struct target *target = cell->target;
	const char *reason;

	if (!target->sides[cell->scenario->side])
		return arena_printf(
			arena, "%s does not play the %s side", target->name, side_words[cell->scenario->side]);
	reason = plan_steps_lack(cell, arena);
	if (reason)
		return reason;
	reason = cell->scenario->side == SIDE_CLIENT ? plan_client_lacks(cell, arena)
												 : server_lacks(cell, arena);
	if (reason)
		return reason;
	if (!target_speaks(target, cell->tls))
		return arena_printf(arena, "the target file of %s has no word for %s", target->name,
			tls_version_name(cell->tls));
	reason = missing_identity(target, cell->scenario, arena);
	if (!reason)
		reason = missing_feature(target, cell->scenario, arena);
	if (!reason)
		reason = find_lack(request, cell);
	if (!reason)
		reason = plan_missing_program(target, arena);
	if (!reason)
		reason = missing_backend(request, cell);
	if (!reason)
		reason = missing_configuration(cell);
	if (!reason && cell->scenario->side == SIDE_SERVER && request->driver == DRIVER_HTTP)
		reason = plan_http_lacks(cell);
	return reason;
}
