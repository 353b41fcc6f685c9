#include "world.h"

#include <stdio.h>
#include <string.h>

#include "file.h"
#include "tmpdir.h"

static void read_recipe(struct world *world, const char *path, const char *variant)
{
	world->recipe = recipe_read(&world->arena, &world->diag, path);
	if (!world->recipe) {
		diag_print(&world->diag, stderr);
		return;
	}
	if (variant)
		ck_assert(recipe_apply_variant(world->recipe, variant));
	world->pki = pki_create(world->recipe);
}

void world_begin(struct world *world, const char *text, const char *variant)
{
	const char *path = TEST_SOURCE_DIR "/ca-fixtures/pki.yaml";
	const char *why = "";

	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	diag_init(&world->diag);
	ck_assert_msg(tmpdir_create(&world->dir, &why, &world->arena), "%s", why);
	if (text) {
		path = world_path(world, "recipe.yaml");
		ck_assert_msg(file_write(&why, &world->arena, path, text, strlen(text), 0600), "%s", why);
	}
	read_recipe(world, path, variant);
}

void world_end(struct world *world)
{
	pki_destroy(world->pki);
	tmpdir_remove(world->dir);
	diag_finish(&world->diag);
	arena_finish(&world->arena);
}

const struct credential *world_credential(struct world *world, const char *name)
{
	const char *why = "";
	const struct credential *credential = pki_credential(world->pki, name, &why);

	ck_assert_msg(credential != NULL, "%s: %s", name, why);
	return credential;
}

X509 *world_authority(struct world *world, const char *name)
{
	const char *why = "";
	X509 *cert = pki_authority(world->pki, name, &why);

	ck_assert_msg(cert != NULL, "%s: %s", name, why);
	return cert;
}

const char *world_path(struct world *world, const char *name)
{
	return arena_printf(&world->arena, "%s/%s", world->dir, name);
}
