#include "instance_files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "bench.h"
#include "file.h"
#include "instance.h"
#include "pki.h"
#include "store.h"

const char *instance_files_dir(const struct instance *instance, struct arena *arena)
{
	if (instance->plan->only_for)
		return arena_printf(arena, "%s/%s-%zu-pki", instance->bench->work_dir,
			instance->plan->target->name, instance->index);
	return arena_printf(arena, "%s/pki", instance->bench->work_dir);
}

bool instance_files_write(struct instance *instance, struct arena *arena, const char **why)
{
	instance->altered = false;
	instance->client_credential = instance->plan->client_credential;
	return !instance->plan->only_for ||
		bench_write_pki(instance->bench, instance_files_dir(instance, arena), why);
}

static bool move(const char *from, const char *to, struct arena *arena, const char **why)
{
	if (rename(from, to) == 0)
		return true;
	*why = arena_printf(arena, "cannot replace %s: %s", to, strerror(errno));
	return false;
}

static bool replace_server_ca(const struct instance *instance, const char *fresh, const char *by,
	struct arena *arena, const char **why)
{
	const char *const nobody[] = {NULL};
	const char *const authority[] = {by, NULL};
	const char *dir = instance_files_dir(instance, arena);

	return pki_write_named(instance->bench->options->pki, fresh, nobody, authority, arena, why) &&
		move(arena_printf(arena, "%s/" STORE_AUTHORITIES "/%s.pem", fresh, by),
			arena_printf(arena, "%s/" STORE_SERVER_CA, dir), arena, why);
}

static bool replace_client(struct instance *instance, const char *fresh, const char *by,
	struct arena *arena, const char **why)
{
	const char *const names[] = {by, NULL};
	const char *dir = instance_files_dir(instance, arena);
	const char *configured = instance->plan->client_credential;
	bool ok;

	if (!configured) {
		*why = "it is configured with no certificate of a client: there is none to replace";
		return false;
	}
	ok = pki_write_credentials(instance->bench->options->pki, fresh, names, arena, why);
	for (const char *const *suffix = store_credential_suffixes; ok && *suffix; suffix++)
		ok = move(arena_printf(arena, "%s/" STORE_CREDENTIALS "/%s.%s", fresh, by, *suffix),
			arena_printf(arena, "%s/" STORE_CREDENTIALS "/%s.%s", dir, configured, *suffix), arena,
			why);
	if (ok)
		instance->client_credential = by;
	return ok;
}

bool instance_files_replace(struct instance *instance, enum deed_file file, const char *by,
	struct arena *arena, const char **why)
{
	const char *fresh = arena_printf(arena, "%s/fresh", instance_files_dir(instance, arena));

	instance->altered = true;
	if (!file_make_dirs(why, arena, fresh))
		return false;
	switch (file) {
	case DEED_SERVER_CA:
		return replace_server_ca(instance, fresh, by, arena, why);
	case DEED_CLIENT:
		return replace_client(instance, fresh, by, arena, why);
	default:
		*why = "that file can't be replaced";
		return false;
	}
}
