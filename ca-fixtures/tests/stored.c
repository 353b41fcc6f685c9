#include "stored.h"

#include <string.h>

#include "file.h"
#include "store.h"

static void write_all(struct world *world, const char *dir)
{
	const char *why = "";

	ck_assert_msg(pki_write(world->pki, dir, false, &world->arena, &why), "%s", why);
}

const char *stored_begin(struct world *world, const char *text, const char *variant)
{
	const char *dir;

	world_begin(world, text, variant);
	dir = world_path(world, "out");
	write_all(world, dir);
	return dir;
}

const char *stored_path(struct world *world, const char *dir, const char *name)
{
	return arena_printf(&world->arena, "%s/%s", dir, name);
}

char *stored_text(struct world *world, const char *path)
{
	const char *why = "";
	char *text;
	size_t len;

	ck_assert_msg(file_read(&text, &len, &why, &world->arena, path, STORE_FILE_MAX), "%s", why);
	return text;
}

void stored_put(struct world *world, const char *path, const char *text)
{
	const char *why = "";

	ck_assert_msg(file_write(&why, &world->arena, path, text, strlen(text), 0600), "%s", why);
}
