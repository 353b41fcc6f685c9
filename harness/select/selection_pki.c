#include "selection_pki.h"

#include <string.h>

#include "catalogue.h"
#include "pki.h"
#include "plan.h"
#include "recipe.h"
#include "selection.h"
#include "target.h"
#include "target_hosts.h"
#include "target_paths.h"
#include "text.h"

/* NULL is nothing. */
static const char *both(const char *first, const char *second, struct arena *arena)
{
	return first && second ? arena_printf(arena, "%s; %s", first, second) : first ? first : second;
}

const char *selection_pki_open(struct pki **out, const char **note,
	const struct selection_request *asked, struct catalogue *catalogue)
{
	const char *server_ca = asked->connect.server_ca;
	const char *why = NULL;

	*out = asked->pki_dir ? pki_load(catalogue->recipe, asked->pki_dir, &catalogue->arena, &why)
						  : pki_create(catalogue->recipe);
	if (!*out || !pki_adopt(*out, &asked->own_pki, &why) ||
		(server_ca && !pki_trust_servers(*out, server_ca, &why)))
		return why;
	pki_keep_authority_keys(*out);
	*note = both(pki_own_untold(*out, &asked->own_pki), pki_own_weak(*out), &catalogue->arena);
	return NULL;
}

static void add_lack(struct plan_request *request, struct arena *arena, struct plan_lack **lacks,
	const struct plan_lack *lack)
{
	if (!lack->reason)
		return;
	*ARENA_PUSH(arena, *lacks, request->lack_count) = *lack;
	request->lacks = *lacks;
}

/* Targets that mtlspec launches, and our own servers, must be told whom to trust. */
static const char *check_root(
	const struct plan_request *request, struct pki *pki, struct arena *arena)
{
	const char *why = NULL;

	for (size_t i = 0; i < request->target_count; i++) {
		if (!request->targets[i]->connect_host && !pki_authority(pki, PKI_CLIENT_ROOT, &why))
			return arena_printf(arena,
				"target '%s' must be told which CA to trust for its clients: name it with "
				"--client-ca CERT",
				request->targets[i]->name);
	}
	return NULL;
}

/* The good clients that the targets name, each once, and first NULL for the usual one. */
static const char **controls_of(
	struct target *const *targets, size_t count, size_t *found, struct arena *arena)
{
	const char **names = NULL;

	*found = 0;
	*ARENA_PUSH(arena, names, *found) = NULL;
	for (size_t i = 0; i < count; i++) {
		const char *name = targets[i]->setup.control.client;
		size_t at = 1;

		while (name && at < *found && strcmp(names[at], name) != 0)
			at++;
		if (name && at == *found)
			*ARENA_PUSH(arena, names, *found) = name;
	}
	return names;
}

static void add_lacks(struct plan_request *request, struct plan_lack **lacks, const char *control,
	struct pki *pki, struct catalogue *catalogue)
{
	struct pki *beside = pki_beside(pki, control);
	const char *const *names = recipe_credentials(catalogue->recipe);

	for (const char *const *name = names; *name; name++)
		add_lack(request, &catalogue->arena, lacks,
			&(struct plan_lack){
				.credential = *name, .reason = pki_lacks(beside, *name), .control = control});
	for (const char *const *name = names; *name; name++)
		add_lack(request, &catalogue->arena, lacks,
			&(struct plan_lack){.credential = *name,
				.reason = pki_lacks_listed(beside, *name),
				.control = control,
				.running = true});
}

const char *selection_pki_limit(
	struct plan_request *request, struct pki *pki, struct catalogue *catalogue)
{
	struct plan_lack *lacks = NULL;
	size_t count;
	const char **controls =
		controls_of(request->targets, request->target_count, &count, &catalogue->arena);

	for (size_t i = 0; i < count; i++)
		add_lacks(request, &lacks, controls[i], pki, catalogue);
	for (const char *const *name = recipe_bundles(catalogue->recipe); *name; name++)
		add_lack(request, &catalogue->arena, &lacks,
			&(struct plan_lack){.bundle = *name, .reason = pki_lacks_bundle(pki, *name)});
	add_lack(request, &catalogue->arena, &lacks,
		&(struct plan_lack){.feature = "crl", .reason = pki_lacks_client_crl(pki)});
	add_lack(request, &catalogue->arena, &lacks,
		&(struct plan_lack){.new_list = true, .reason = pki_lacks_new_client_crl(pki)});
	return check_root(request, pki, &catalogue->arena);
}

static bool is_good_at_a_place(const struct target *target, const char *credential)
{
	for (size_t i = 0; i < target_host_count(target); i++) {
		if (text_same(target_host_number(target, i)->control, credential))
			return true;
	}
	for (size_t i = 0; i < target_path_count(target); i++) {
		if (text_same(target_path_number(target, i)->control, credential))
			return true;
	}
	return false;
}

static bool asks_for(const struct plan_cell *cell, const char *credential)
{
	return !cell->skip_reason &&
		(scenario_needs(cell->scenario, cell->mode, credential) ||
			text_same(cell->target->setup.control.client, credential) ||
			is_good_at_a_place(cell->target, credential));
}

/* All credentials that the plan will ask for, each once. */
static const char *const *needed_credentials(const struct plan *plan, struct catalogue *catalogue)
{
	struct arena *arena = &catalogue->arena;
	const char *const *known = recipe_credentials(catalogue->recipe);
	const char **needed = NULL;
	size_t count = 0;

	for (; *known; known++) {
		size_t at = 0;

		while (at < plan->cell_count && !asks_for(&plan->cells[at], *known))
			at++;
		if (at < plan->cell_count)
			*ARENA_PUSH(arena, needed, count) = *known;
	}
	*ARENA_PUSH(arena, needed, count) = NULL;
	return needed;
}

const char *const *selection_pki_prepare(
	struct pki *pki, const struct plan *plan, struct catalogue *catalogue)
{
	const char *const *needed = needed_credentials(plan, catalogue);

	pki_prepare(pki, needed);
	for (size_t i = 0; i < plan->instance_count; i++)
		pki_prepare(pki_beside(pki, plan->instances[i].target->setup.control.client), needed);
	return needed;
}
