#include "instance_files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "bench.h"
#include "file.h"
#include "good_peer.h"
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

enum { PUBLIC_MODE = 0644 };

/* Framed like a file of that kind, and nothing that could be one: base64 of "no certificate". */
#define NONSENSE(kind) "-----BEGIN " kind "-----\nbm8gY2VydGlmaWNhdGU=\n-----END " kind "-----\n"

/* What is there in place of any file of that kind; or NULL: another word. */
static const char *unreadable(const char *by, const char *nonsense)
{
	if (strcmp(by, DEED_EMPTY) == 0)
		return "";
	return strcmp(by, DEED_GARBAGE) == 0 ? nonsense : NULL;
}

static bool append_authority(const struct instance *instance, const char *fresh, const char *name,
	const char **all, struct arena *arena, const char **why)
{
	const char *const nobody[] = {NULL};
	const char *const authority[] = {name, NULL};
	char *text;
	size_t len;

	if (!pki_write_named(client_pki(instance), fresh, nobody, authority, arena, why) ||
		!file_read(&text, &len, why, arena,
			arena_printf(arena, "%s/" STORE_AUTHORITIES "/%s.pem", fresh, name), STORE_FILE_MAX))
		return false;
	*all = arena_printf(arena, "%s%s", *all, text);
	return true;
}

/* One authority, or several with blanks between them. */
static bool replace_client_ca(const struct instance *instance, const char *fresh, const char *by,
	struct arena *arena, const char **why)
{
	const char *path =
		arena_printf(arena, "%s/" STORE_CLIENT_CA, instance_files_dir(instance, arena));
	const char *bad = unreadable(by, NONSENSE("CERTIFICATE"));
	const char *all = "";

	for (const char *at = by; !bad && *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		if (!append_authority(instance, fresh, arena_strndup(arena, at, len), &all, arena, why))
			return false;
		at += len;
	}
	all = bad ? bad : all;
	return file_write(why, arena, path, all, strlen(all), PUBLIC_MODE);
}

static bool replace_client_crl(const struct instance *instance, const char *fresh, const char *by,
	struct arena *arena, const char **why)
{
	const char *path =
		arena_printf(arena, "%s/" STORE_CLIENT_CRL, instance_files_dir(instance, arena));
	const char *bad = unreadable(by, NONSENSE("X509 CRL"));

	if (bad)
		return file_write(why, arena, path, bad, strlen(bad), PUBLIC_MODE);
	return pki_write_client_crl(instance->bench->options->pki, fresh,
			   strcmp(by, DEED_LISTING_NOBODY) == 0, arena, why) &&
		move(arena_printf(arena, "%s/" STORE_CLIENT_CRL, fresh), path, arena, why);
}

/* The key last: who looks in between has a certificate without its key, as with any tool. */
static bool replace_server(const struct instance *instance, const char *fresh, const char *by,
	struct arena *arena, const char **why)
{
	static const struct {
		const char *suffix, *name;
	} files[] = {
		{"both.pem", STORE_SERVER_BOTH}, {"pem", STORE_SERVER_CHAIN}, {"key", STORE_SERVER_KEY}};
	const char *const names[] = {by, NULL};
	const char *dir = instance_files_dir(instance, arena);
	bool ok = pki_write_credentials(instance->bench->options->pki, fresh, names, arena, why);

	for (size_t i = 0; ok && i < COUNT_OF(files); i++)
		ok = move(arena_printf(arena, "%s/" STORE_CREDENTIALS "/%s.%s", fresh, by, files[i].suffix),
			arena_printf(arena, "%s/%s", dir, files[i].name), arena, why);
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
	case DEED_CLIENT_CA:
		return replace_client_ca(instance, fresh, by, arena, why);
	case DEED_CLIENT_CRL:
		return replace_client_crl(instance, fresh, by, arena, why);
	case DEED_SERVER:
		return replace_server(instance, fresh, by, arena, why);
	default:
		*why = "that file can't be replaced";
		return false;
	}
}
