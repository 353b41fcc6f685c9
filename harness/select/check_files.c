#include "check_files.h"

#include <string.h>
#include <time.h>

#include "expected.h"
#include "file.h"
#include "file_kind.h"
#include "recipe.h"
#include "selection.h"

static const char all[] = "all";

static void check_target(struct selection *selection, const char *path)
{
	const char *targets[] = {path};
	const struct selection_request request = {.targets = targets, .target_count = 1};

	selection_read_targets(selection, &request);
}

static void check_folder(struct selection *selection, const char *path)
{
	struct catalogue *catalogue = &selection->catalogue;

	if (file_exists(arena_printf(&catalogue->arena, "%s/target.yaml", path)))
		check_target(selection, path);
	else
		catalogue_read_scenarios(catalogue, path);
}

static void check_file(struct selection *selection, const char *path)
{
	struct catalogue *catalogue = &selection->catalogue;

	switch (file_kind_of(path)) {
	case FILE_TARGET:
		/* no name of a built-in one */
		check_target(
			selection, strchr(path, '/') ? path : arena_printf(&catalogue->arena, "./%s", path));
		return;
	case FILE_RECIPE:
		(void)recipe_read(&catalogue->arena, &catalogue->diag, path);
		return;
	case FILE_EXPECTED:
		(void)expected_read(&catalogue->arena, &catalogue->diag, path, time(NULL));
		return;
	default:
		(void)catalogue_add_scenario(catalogue, path);
	}
}

size_t check_files(struct selection *selection, const struct selection_request *request,
	const char *const *files, size_t count)
{
	struct catalogue *catalogue = &selection->catalogue;
	bool shipped = !count && !request->target_count && !request->scenario_dir;

	catalogue_read_recipe(catalogue, request->pki_file, request->pki_variant);
	if (shipped || request->scenario_dir)
		catalogue_read_scenarios(catalogue, request->scenario_dir);
	if (shipped)
		check_target(selection, all);
	selection_read_targets(selection, request);
	for (size_t i = 0; i < count; i++) {
		if (file_is_dir(files[i]))
			check_folder(selection, files[i]);
		else
			check_file(selection, files[i]);
	}
	return count ? count : 1 + catalogue->scenarios.count + selection->target_count;
}
