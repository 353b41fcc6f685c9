#include "tmpdir.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

enum { OPEN_FOLDERS_MAX = 16 };

bool tmpdir_create(char **out, const char **why, struct arena *arena)
{
	const char *chosen = getenv("TMPDIR");
	const char *parent = chosen && *chosen ? chosen : "/tmp";
	char *resolved = realpath(parent, NULL);

	/* absolute, because it ends up in the configuration of programs that run elsewhere */
	*out = arena_printf(arena, "%s/mtlspec-XXXXXX", resolved ? resolved : parent);
	free(resolved);
	if (mkdtemp(*out))
		return true;
	*why = arena_printf(arena, "cannot make a work folder %s: %s", *out, strerror(errno));
	return false;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	/* a failure leaves the entry; the walk goes on with the others */
	(void)remove(path);
	return 0;
}

void tmpdir_remove(const char *path)
{
	nftw(path, remove_entry, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
