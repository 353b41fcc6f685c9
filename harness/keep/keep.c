#include "keep.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "bench.h"
#include "buf.h"
#include "cell.h"
#include "file.h"
#include "home.h"
#include "instance.h"
#include "keep_manifest.h"
#include "keep_script.h"
#include "keep_target.h"
#include "keep_text.h"
#include "keep_traffic.h"
#include "kept.h"
#include "lock.h"
#include "pki.h"
#include "store.h"

enum { NAME_MAX_LEN = 160, SHARED_MAX = 256 * 1024 };

struct keep {
	const char *dir;
	bool all; /* not failures alone */
	struct arena *arena;
	const char *trouble;
	bool begun; /* what all cells share is there */
	size_t count; /* of cells */
};

static bool is_empty(const char *dir)
{
	DIR *open = opendir(dir);
	const struct dirent *entry;
	bool empty = open != NULL;

	while (open && (entry = readdir(open)))
		empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
	if (open)
		closedir(open);
	return empty;
}

struct keep *keep_open(const char *dir, bool all, struct arena *arena, const char **why)
{
	struct keep *keep = ARENA_NEW(arena, struct keep);

	keep->dir = dir;
	keep->all = all;
	keep->arena = arena;
	if (!file_make_dirs(why, arena, dir) || !lock_folder(dir, why, arena))
		return NULL;
	if (access(dir, R_OK | W_OK | X_OK) != 0) {
		*why = arena_printf(arena, "--keep %s: %s", dir, strerror(errno));
		return NULL;
	}
	if (!is_empty(dir)) {
		*why = arena_printf(arena,
			"--keep %s: there is something in that folder already; nothing is overwritten: take it "
			"away or name another",
			dir);
		return NULL;
	}
	return keep;
}

const char *keep_close(struct keep *keep)
{
	const char *why;

	if (!keep)
		return NULL;
	if (!keep->begun)
		(void)rmdir(keep->dir);
	else if (!keep_manifest_write(keep->dir, keep->arena, &why) && !keep->trouble)
		keep->trouble = arena_printf(keep->arena, "no " KEPT_MANIFEST ": %s", why);
	return keep->trouble;
}

/* A file of ours that is the same for every run. */
static bool copy_shared(
	const struct keep *keep, struct kept *kept, const char *name, const char *from)
{
	struct arena *arena = kept->arena;
	char *text;
	size_t len;

	return file_read(&text, &len, &kept->why, arena, home_path(arena, from), SHARED_MAX) &&
		file_write(
			&kept->why, arena, arena_printf(arena, "%s/%s", keep->dir, name), text, len, 0644);
}

/* Before the first cell: what all of them use. */
static bool begin(struct keep *keep, struct kept *kept)
{
	struct arena *arena = kept->arena;
	const char *pki = arena_printf(arena, "%s/" KEPT_PKI, keep->dir);

	if (keep->begun)
		return true;
	keep->begun = true;
	return copy_shared(keep, kept, "README.md", "harness/keep/kept.md") &&
		copy_shared(keep, kept, "lib.sh", "harness/keep/lib.sh") &&
		bench_write_pki(kept->bench, pki, &kept->why) &&
		pki_write_trusted_server_cas(kept->bench->options->pki, pki, arena, &kept->why);
}

/* Ids hold '/' and ':'; two that look alike as folders are told apart by a number. */
static const char *cell_folder(const struct keep *keep, const char *id, struct arena *arena)
{
	char *name = arena_strndup(arena, id, strlen(id) < NAME_MAX_LEN ? strlen(id) : NAME_MAX_LEN);
	const char *dir;
	int number = 1;

	for (char *at = name; *at; at++) {
		if (!isalnum((unsigned char)*at) && !strchr("@.-", *at))
			*at = '_';
	}
	dir = arena_printf(arena, "%s/cells/%s", keep->dir, name);
	while (file_exists(dir) || file_is_dir(dir))
		dir = arena_printf(arena, "%s/cells/%s-%d", keep->dir, name, ++number);
	return dir;
}

static bool link_to(struct kept *kept, const char *name, const char *to)
{
	const char *path = arena_printf(kept->arena, "%s/%s", kept->dir, name);

	if (symlink(to, path) == 0)
		return true;
	kept->why = arena_printf(kept->arena, "%s: %s", path, strerror(errno));
	return false;
}

/* What our side presented. */
static bool link_credential(struct kept *kept)
{
	static const char *const suffixes[] = {".pem", ".key"};
	const char *name = kept_credential(kept);

	for (size_t i = 0; name && i < COUNT_OF(suffixes); i++) {
		if (!link_to(kept, arena_printf(kept->arena, "credential%s", suffixes[i]),
				arena_printf(kept->arena, "../../" KEPT_PKI "/" STORE_CREDENTIALS "/%s%s", name,
					suffixes[i])))
			return false;
	}
	return true;
}

static bool write_all(struct kept *kept)
{
	const char *target;

	return file_make_dirs(&kept->why, kept->arena, kept->dir) && kept_texts(kept) &&
		kept_traffic(kept) &&
		kept_target(kept, &target,
			kept->plan->scenario->side == SIDE_CLIENT ? kept->plan->scenario->steps->server.name
													  : NULL) &&
		link_to(kept, "target", arena_printf(kept->arena, "../../targets/%s", target)) &&
		kept_script(kept) && link_credential(kept);
}

static bool is_wanted(
	const struct keep *keep, const struct cell_result *result, const struct cell *cell)
{
	return verdict_is_trouble(result->verdict) || (keep->all && cell && cell->made);
}

void keep_cell(struct keep *keep, struct cell_result *result, struct instance *instance,
	const struct plan_cell *plan, const struct cell *cell, struct arena *arena)
{
	struct kept kept = {
		.root = keep->dir, .result = result, .plan = plan, .cell = cell, .arena = arena};

	if (!is_wanted(keep, result, cell))
		return;
	kept.instance = instance;
	kept.bench = instance->bench;
	kept.dir = cell_folder(keep, result->id, arena);
	if (begin(keep, &kept) && write_all(&kept))
		result->kept = kept.dir;
	else if (!keep->trouble)
		keep->trouble = arena_printf(keep->arena, "cannot keep %s: %s", result->id, kept.why);
}
