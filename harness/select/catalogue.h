#ifndef CATALOGUE_H
#define CATALOGUE_H
/* The files that a command works on: the PKI recipe, the scenarios, their rules, the targets. */
#include <stdbool.h>

#include "arena.h"
#include "diag.h"
#include "rules.h"
#include "scenario.h"

struct recipe;
struct target;

struct catalogue {
	struct arena arena;
	struct diag diag;
	struct recipe *recipe;
	const char *recipe_path;
	struct scenario_set scenarios;
	const char *scenario_folder; /* that they were read from, or NULL */
	struct rules rules; /* the shipped ones, and those of the folders that scenarios are from */
	struct text_list registries; /* that were read */
	const char *registry; /* of scenario_folder; NULL: it has none */
	const char **notes; /* what is no mistake, and perhaps not what was meant */
	size_t note_count;
};

void catalogue_init(struct catalogue *catalogue);
void catalogue_finish(struct catalogue *catalogue);
/* Reads the recipe at `path` (NULL: the shipped one); with `variant` applied, if given. */
void catalogue_read_recipe(struct catalogue *catalogue, const char *path, const char *variant);
/* Adds all scenarios below `folder` (NULL: the shipped ones). Needs the recipe. */
void catalogue_read_scenarios(struct catalogue *catalogue, const char *folder);
/*
 * Adds one scenario file. Its id is its path below the folder of the scenarios that were read, or
 * below a folder `scenarios` that `path` names, else the file's name; without .yaml. One that has
 * this id already makes room for it.
 */
const struct scenario *catalogue_add_scenario(struct catalogue *catalogue, const char *path);
/* Adds diagnostics for what every run needs and `recipe`, read from `path`, does not have. */
void catalogue_check_recipe(
	struct catalogue *catalogue, const struct recipe *recipe, const char *path);
/* Adds diagnostics for what the target names of the recipe and it does not have. NULL is fine. */
void catalogue_check_target(struct catalogue *catalogue, const struct target *target);
/* An argument that names a file rather than an id: x.yaml, or ./x where there is one. */
bool catalogue_is_file(const char *argument);
#endif
